package org.tornadonn.train;

import org.tornadonn.exec.Verification;
import org.tornadonn.layer.Model;
import org.tornadonn.op.Accumulation;

/** Compares a training step, call by call, with the portable loops; the model stays as it is. */
record StepVerification(Model model, TrainingPlans plans, Session session) {

  /**
   * Compares.
   *
   * @param prepare gives the device the samples and the controls of a step, and runs its gradients;
   *     the model's running states are those that the device has before
   * @param count the samples that run at a time
   * @param n the samples of the step
   */
  Verification run(Runnable prepare, int count, int n) {
    var program = session.program();
    var before = model.stateValues().clone();
    prepare.run();
    var verification = new Verification(session.executor());
    verification.calls(program, plans.gradients().plan());
    verification.whole(program, plans.gradients().plan());
    if (!plans.accumulation().isEmpty()) {
      var control = Accumulation.control(true, count, n);
      System.arraycopy(
          control, 0, program.array(plans.accumulation().control()), 0, control.length);
      verification.calls(program, plans.accumulation().plan());
    }
    verification.calls(program, plans.update().plan());
    if (before.length > 0) {
      System.arraycopy(before, 0, model.stateValues(), 0, before.length);
      program.changed();
    }
    return verification;
  }
}

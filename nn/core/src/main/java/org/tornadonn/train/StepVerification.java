package org.tornadonn.train;

import org.tornadonn.exec.Verification;
import org.tornadonn.op.update.Accumulation;

/** Compares a training step, call by call, with the portable loops. */
record StepVerification(TrainingPlans plans, Session session) {

  /**
   * Compares.
   *
   * @param states the array of the running states, as the device has them; empty if there are none
   * @param prepare gives the device the samples and the controls of a step, and runs its gradients
   * @param count the samples that run at a time
   * @param n the samples of the step
   */
  Verification run(float[] states, Runnable prepare, int count, int n) {
    var program = session.program();
    float[] before = states.clone();
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
      System.arraycopy(before, 0, states, 0, before.length);
      program.changed();
    }
    return verification;
  }
}

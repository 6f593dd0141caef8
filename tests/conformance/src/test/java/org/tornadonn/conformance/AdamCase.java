package org.tornadonn.conformance;

import org.tornadonn.conformance.oracle.AdamDefinition;
import org.tornadonn.op.update.AdamUpdate;
import org.tornadonn.plan.Kernel;

/** {@link AdamUpdate} as an optimizer drives it. */
record AdamCase(AdamDefinition settings) implements Update {

  static OptimizerCase of(String name, double lr, double weightDecay, boolean decoupled) {
    var settings = new AdamDefinition(lr, 0.9, 0.999, 1e-8, weightDecay, decoupled);
    return new OptimizerCase(name, settings, new AdamCase(settings));
  }

  @Override
  public boolean secondMoment() {
    return true;
  }

  @Override
  public Kernel kernel(float[] w, float[] g, float[] m, float[] v, float[] control) {
    return new AdamUpdate(
        w,
        g,
        m,
        v,
        control,
        settings.beta1(),
        settings.beta2(),
        (float) settings.epsilon(),
        settings.decoupled() ? 0 : (float) settings.weightDecay(),
        OptimizerCase.FROM,
        OptimizerCase.TO - OptimizerCase.FROM);
  }

  @Override
  public void control(int step, float[] control) {
    control(step, settings.lr(), control);
    control[2] = settings.decoupled() ? (float) (1 - settings.lr() * settings.weightDecay()) : 1;
  }

  /** The numbers of a step of Adam without weight decay. */
  static void control(int step, double lr, float[] control) {
    control[0] = (float) (lr / (1 - Math.pow(0.9, step)));
    control[1] = (float) (1 / Math.sqrt(1 - Math.pow(0.999, step)));
    control[2] = 1;
  }
}

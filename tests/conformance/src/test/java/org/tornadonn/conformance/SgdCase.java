package org.tornadonn.conformance;

import org.tornadonn.conformance.oracle.SgdDefinition;
import org.tornadonn.op.update.SgdUpdate;
import org.tornadonn.plan.Kernel;

/** {@link SgdUpdate} as an optimizer drives it. */
record SgdCase(SgdDefinition settings) implements Update {

  static OptimizerCase of(
      String name, double lr, double momentum, boolean nesterov, double weightDecay) {
    var settings = new SgdDefinition(lr, momentum, nesterov, weightDecay);
    return new OptimizerCase(name, settings, new SgdCase(settings));
  }

  @Override
  public boolean secondMoment() {
    return false;
  }

  @Override
  public Kernel kernel(float[] w, float[] g, float[] m, float[] v, float[] control) {
    return new SgdUpdate(
        w,
        g,
        m,
        control,
        (float) settings.momentum(),
        settings.nesterov() ? 1 : 0,
        (float) settings.weightDecay(),
        OptimizerCase.FROM,
        OptimizerCase.TO - OptimizerCase.FROM);
  }

  @Override
  public void control(int step, float[] control) {
    control[0] = (float) settings.lr();
    control[1] = step == 1 ? 1 : 0;
  }
}

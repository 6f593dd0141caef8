package org.tornadonn.conformance.oracle;

/** The float64 definition of an optimizer, for one parameter. */
public interface OptimizerDefinition {

  /**
   * Takes one step.
   *
   * @param step counted from 1
   */
  void step(int step, Moments state, double gradient);
}

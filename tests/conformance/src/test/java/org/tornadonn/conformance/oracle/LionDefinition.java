package org.tornadonn.conformance.oracle;

/**
 * Lion, one parameter at a time.
 *
 * @see <a href="https://arxiv.org/abs/2302.06675">Chen et al., Symbolic Discovery of Optimization
 *     Algorithms, program 1</a>
 */
public record LionDefinition(double lr, double beta1, double beta2, double weightDecay)
    implements OptimizerDefinition {

  @Override
  public void step(int step, Moments state, double gradient) {
    double direction = Math.signum(beta1 * state.kept[0] + (1 - beta1) * gradient);
    state.w -= lr * (direction + weightDecay * state.w);
    state.follow(0, beta2, gradient);
  }
}

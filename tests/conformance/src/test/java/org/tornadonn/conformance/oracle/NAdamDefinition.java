package org.tornadonn.conformance.oracle;

/**
 * PyTorch's NAdam, one parameter at a time.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.optim.NAdam.html">PyTorch</a>
 */
public record NAdamDefinition(
    double lr,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    double momentumDecay,
    boolean decoupled)
    implements OptimizerDefinition {

  @Override
  public void step(int step, Moments state, double gradient) {
    double g = gradient;
    if (decoupled) {
      state.w -= lr * weightDecay * state.w;
    } else {
      g += weightDecay * state.w;
    }
    double product = 1;
    for (int i = 1; i <= step; i++) {
      product *= momentum(i);
    }
    double mean = state.follow(0, beta1, g);
    double square = state.follow(1, beta2, g * g) / (1 - Math.pow(beta2, step));
    double root = Math.sqrt(square) + epsilon;
    state.w -= lr * g / root * (1 - momentum(step)) / (1 - product);
    state.w -= lr * mean / root * momentum(step + 1) / (1 - product * momentum(step + 1));
  }

  private double momentum(int step) {
    return beta1 * (1 - 0.5 * Math.pow(0.96, step * momentumDecay));
  }
}

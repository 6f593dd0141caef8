package org.tornadonn.conformance.oracle;

/**
 * PyTorch's RMSprop, one parameter at a time.
 *
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.optim.RMSprop.html">PyTorch</a>
 */
public record RmsPropDefinition(
    double lr, double alpha, double epsilon, double weightDecay, double momentum, boolean centered)
    implements OptimizerDefinition {

  @Override
  public void step(int step, Moments state, double gradient) {
    double g = gradient + weightDecay * state.w;
    double square = state.follow(0, alpha, g * g);
    if (centered) {
      double mean = state.follow(momentum > 0 ? 2 : 1, alpha, g);
      square -= mean * mean;
    }
    double change = g / (Math.sqrt(square) + epsilon);
    if (momentum > 0) {
      state.kept[1] = momentum * state.kept[1] + change;
      change = state.kept[1];
    }
    state.w -= lr * change;
  }
}

package org.tornadonn.conformance.oracle;

/**
 * PyTorch's Adadelta, one parameter at a time.
 *
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.optim.Adadelta.html">PyTorch</a>
 */
public record AdadeltaDefinition(double lr, double rho, double epsilon, double weightDecay)
    implements OptimizerDefinition {

  @Override
  public void step(int step, Moments state, double gradient) {
    double g = gradient + weightDecay * state.w;
    double square = state.follow(0, rho, g * g);
    double change = Math.sqrt(state.kept[1] + epsilon) / Math.sqrt(square + epsilon) * g;
    state.follow(1, rho, change * change);
    state.w -= lr * change;
  }
}

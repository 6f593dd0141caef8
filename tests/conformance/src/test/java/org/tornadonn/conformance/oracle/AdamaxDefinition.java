package org.tornadonn.conformance.oracle;

/**
 * PyTorch's Adamax, one parameter at a time.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.optim.Adamax.html">PyTorch</a>
 */
public record AdamaxDefinition(
    double lr, double beta1, double beta2, double epsilon, double weightDecay)
    implements OptimizerDefinition {

  @Override
  public void step(int step, Moments state, double gradient) {
    double g = gradient + weightDecay * state.w;
    double mean = state.follow(0, beta1, g) / (1 - Math.pow(beta1, step));
    state.kept[1] = Math.max(beta2 * state.kept[1], Math.abs(g) + epsilon);
    state.w -= lr * mean / state.kept[1];
  }
}

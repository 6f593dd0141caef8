package org.tornadonn.conformance.oracle;

/**
 * PyTorch's SGD, one parameter at a time.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html">PyTorch</a>
 */
public record SgdDefinition(double lr, double momentum, boolean nesterov, double weightDecay)
    implements OptimizerDefinition {

  @Override
  public void step(int step, Moments state, double gradient) {
    double g = gradient + weightDecay * state.w;
    if (momentum != 0) {
      state.kept[0] = step == 1 ? g : momentum * state.kept[0] + g;
      g = nesterov ? g + momentum * state.kept[0] : state.kept[0];
    }
    state.w -= lr * g;
  }
}

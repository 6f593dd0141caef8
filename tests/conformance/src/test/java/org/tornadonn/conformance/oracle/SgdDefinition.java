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
      state.m = step == 1 ? g : momentum * state.m + g;
      g = nesterov ? g + momentum * state.m : state.m;
    }
    state.w -= lr * g;
  }
}

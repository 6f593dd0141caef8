package org.tornadonn.conformance.oracle;

/**
 * PyTorch's Adagrad, one parameter at a time.
 *
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.optim.Adagrad.html">PyTorch</a>
 */
public record AdagradDefinition(
    double lr, double rateDecay, double weightDecay, double initial, double epsilon)
    implements OptimizerDefinition {

  @Override
  public void step(int step, Moments state, double gradient) {
    double g = gradient + weightDecay * state.w;
    state.kept[0] = (step == 1 ? initial : state.kept[0]) + g * g;
    state.w -= lr / (1 + (step - 1) * rateDecay) * g / (Math.sqrt(state.kept[0]) + epsilon);
  }
}

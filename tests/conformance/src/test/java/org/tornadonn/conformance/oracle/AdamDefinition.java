package org.tornadonn.conformance.oracle;

/**
 * Adam with the weight decay in the gradient ({@code decoupled = false}), or AdamW.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.optim.Adam.html">PyTorch</a>
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.optim.AdamW.html">PyTorch</a>
 */
public record AdamDefinition(
    double lr, double beta1, double beta2, double epsilon, double weightDecay, boolean decoupled)
    implements OptimizerDefinition {

  @Override
  public void step(int step, Moments state, double gradient) {
    double g = gradient;
    if (decoupled) {
      state.w -= lr * weightDecay * state.w;
    } else {
      g += weightDecay * state.w;
    }
    double mean = state.follow(0, beta1, g) / (1 - Math.pow(beta1, step));
    double square = state.follow(1, beta2, g * g) / (1 - Math.pow(beta2, step));
    state.w -= lr * mean / (Math.sqrt(square) + epsilon);
  }
}

package org.tornadonn.train;

import java.util.List;
import org.tornadonn.op.update.AdamUpdate;
import org.tornadonn.plan.Kernel;

/**
 * Adam with weight decay that is decoupled from the gradient.
 *
 * @param learningRate to begin with; default 1e-3
 * @param beta1 how slowly the mean of the gradients follows them, from 0 to below 1; default 0.9
 * @param beta2 the same for the mean of their squares, from 0 to below 1; default 0.999
 * @param epsilon is added to the root of that mean, 0 or more; default 1e-8
 * @param weightDecay default 0.01; times the learning rate, how much of each parameter goes in a
 *     step
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.optim.AdamW.html">PyTorch</a>
 */
public record AdamW(
    float learningRate, double beta1, double beta2, float epsilon, float weightDecay)
    implements Optimizer {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one of them lies outside its range
   */
  public AdamW {
    Setting.adam(learningRate, beta1, beta2, epsilon, weightDecay);
  }

  /**
   * {@return this optimizer with other betas}
   *
   * @param first how slowly the mean of the gradients follows them, from 0 to below 1
   * @param second the same for what is kept beside it, from 0 to below 1
   */
  public AdamW betas(double first, double second) {
    return new AdamW(learningRate, first, second, epsilon, weightDecay);
  }

  /**
   * {@return this optimizer with another weight decay}
   *
   * @param other 0 or more; 0 for none
   */
  public AdamW weightDecay(float other) {
    return new AdamW(learningRate, beta1, beta2, epsilon, other);
  }

  @Override
  public List<String> moments() {
    return List.of("exp_avg", "exp_avg_sq");
  }

  @Override
  public float[] control(long step, float rate) {
    return Setting.adamControl(step, rate, beta1, beta2, 1 - rate * weightDecay);
  }

  @Override
  public Kernel kernel(
      float[] w, float[] dw, float[][] moments, float[] control, int at, int size) {
    return new AdamUpdate(
        w, dw, moments[0], moments[1], control, beta1, beta2, epsilon, 0, at, size);
  }
}

package org.tornadonn.train;

import java.util.List;
import org.tornadonn.op.update.AdamaxUpdate;
import org.tornadonn.plan.Kernel;

/**
 * Adam with the largest gradient of late in place of the root of the mean of squares.
 *
 * @param learningRate to begin with; default 2e-3
 * @param beta1 how slowly the mean of the gradients follows them, from 0 to below 1; default 0.9
 * @param beta2 how slowly the largest gradient is forgotten, from 0 to below 1; default 0.999
 * @param epsilon is added to each gradient's size, 0 or more; default 1e-8
 * @param weightDecay default 0; times each parameter is added to its gradient
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.optim.Adamax.html">PyTorch</a>
 */
public record Adamax(
    float learningRate, double beta1, double beta2, float epsilon, float weightDecay)
    implements Optimizer {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one of them lies outside its range
   */
  public Adamax {
    Setting.adam(learningRate, beta1, beta2, epsilon, weightDecay);
  }

  /**
   * {@return this optimizer with other betas}
   *
   * @param first how slowly the mean of the gradients follows them, from 0 to below 1
   * @param second the same for what is kept beside it, from 0 to below 1
   */
  public Adamax betas(double first, double second) {
    return new Adamax(learningRate, first, second, epsilon, weightDecay);
  }

  /**
   * {@return this optimizer with another weight decay}
   *
   * @param other 0 or more; 0 for none
   */
  public Adamax weightDecay(float other) {
    return new Adamax(learningRate, beta1, beta2, epsilon, other);
  }

  @Override
  public List<String> moments() {
    return List.of("exp_avg", "exp_inf");
  }

  @Override
  public float[] control(long step, float rate) {
    return new float[] {(float) (rate / (1 - Math.pow(beta1, (double) step)))};
  }

  @Override
  public Kernel kernel(
      float[] w, float[] dw, float[][] moments, float[] control, int at, int size) {
    return new AdamaxUpdate(
        w,
        dw,
        moments[0],
        moments[1],
        control,
        beta1,
        (float) beta2,
        epsilon,
        weightDecay,
        at,
        size);
  }
}

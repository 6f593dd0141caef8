package org.tornadonn.train;

import java.util.List;
import org.tornadonn.op.update.AdamUpdate;
import org.tornadonn.plan.Kernel;

/**
 * Adam with Nesterov's momentum, which grows in the first thousands of steps: in step t it is
 * {@code μₜ = β1 · (1 − 0.96^(t · momentumDecay) / 2)}.
 *
 * @param learningRate to begin with; default 2e-3
 * @param beta1 how slowly the mean of the gradients follows them, from 0 to below 1; default 0.9
 * @param beta2 the same for the mean of their squares, from 0 to below 1; default 0.999
 * @param epsilon is added to the root of that mean, 0 or more; default 1e-8
 * @param weightDecay default 0
 * @param momentumDecay how fast the momentum grows, 0 or more; default 4e-3
 * @param decoupled whether the weight decay is AdamW's, or, the default, is added to the gradient
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.optim.NAdam.html">PyTorch</a>
 */
public record NAdam(
    float learningRate,
    double beta1,
    double beta2,
    float epsilon,
    float weightDecay,
    double momentumDecay,
    boolean decoupled)
    implements Optimizer {

  /** 1 − this is 1. */
  private static final double NOTHING = 0x1p-54;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one of them lies outside its range
   */
  public NAdam {
    Setting.adam(learningRate, beta1, beta2, epsilon, weightDecay);
    Setting.notNegative("momentum decay", momentumDecay);
  }

  /**
   * {@return this optimizer with other betas}
   *
   * @param first how slowly the mean of the gradients follows them, from 0 to below 1
   * @param second the same for what is kept beside it, from 0 to below 1
   */
  public NAdam betas(double first, double second) {
    return new NAdam(learningRate, first, second, epsilon, weightDecay, momentumDecay, decoupled);
  }

  /**
   * {@return this optimizer with another weight decay}
   *
   * @param other 0 or more; 0 for none
   */
  public NAdam weightDecay(float other) {
    return new NAdam(learningRate, beta1, beta2, epsilon, other, momentumDecay, decoupled);
  }

  @Override
  public List<String> moments() {
    return List.of("exp_avg", "exp_avg_sq");
  }

  @Override
  public float[] control(long step, float rate) {
    var adam =
        Setting.adamControl(step, rate, beta1, beta2, decoupled ? 1 - rate * weightDecay : 1);
    double product = product(step);
    adam[0] = (float) (rate * momentum(step + 1) / (1 - product * momentum(step + 1)));
    adam[3] = (float) (rate * (1 - momentum(step)) / (1 - product));
    return adam;
  }

  private double momentum(long step) {
    return beta1 * (1 - 0.5 * Math.pow(0.96, step * momentumDecay));
  }

  /** The momenta of all steps so far, multiplied, as far as 1 feels it. */
  private double product(long steps) {
    double product = 1;
    for (long step = 1; step <= steps && product > NOTHING; step++) {
      product *= momentum(step);
    }
    return product;
  }

  @Override
  public Kernel kernel(
      float[] w, float[] dw, float[][] moments, float[] control, int at, int size) {
    return new AdamUpdate(
        w,
        dw,
        moments[0],
        moments[1],
        control,
        beta1,
        beta2,
        epsilon,
        decoupled ? 0 : weightDecay,
        at,
        size);
  }
}

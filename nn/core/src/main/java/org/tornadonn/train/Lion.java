package org.tornadonn.train;

import java.util.List;
import org.tornadonn.op.update.LionUpdate;
import org.tornadonn.plan.Kernel;

/**
 * Lion: every parameter goes the same way, by the sign of a momentum; weight decay is decoupled
 * from the gradient.
 *
 * @param learningRate to begin with; default 1e-4, a third to a tenth of what Adam takes
 * @param beta1 how much of the momentum decides a step, from 0 to below 1; default 0.9
 * @param beta2 how slowly the momentum follows the gradients, from 0 to below 1; default 0.99
 * @param weightDecay default 0; times the learning rate, how much of each parameter goes in a step
 * @see <a href="https://arxiv.org/abs/2302.06675">Chen et al., Symbolic Discovery of Optimization
 *     Algorithms</a>
 */
public record Lion(float learningRate, double beta1, double beta2, float weightDecay)
    implements Optimizer {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one of them lies outside its range
   */
  public Lion {
    Setting.adam(learningRate, beta1, beta2, 0, weightDecay);
  }

  /**
   * {@return this optimizer with other betas}
   *
   * @param first how slowly the mean of the gradients follows them, from 0 to below 1
   * @param second the same for what is kept beside it, from 0 to below 1
   */
  public Lion betas(double first, double second) {
    return new Lion(learningRate, first, second, weightDecay);
  }

  /**
   * {@return this optimizer with another weight decay}
   *
   * @param other 0 or more; 0 for none
   */
  public Lion weightDecay(float other) {
    return new Lion(learningRate, beta1, beta2, other);
  }

  @Override
  public List<String> moments() {
    return List.of("exp_avg");
  }

  @Override
  public float[] control(long step, float rate) {
    return new float[] {rate, 1 - rate * weightDecay};
  }

  @Override
  public Kernel kernel(
      float[] w, float[] dw, float[][] moments, float[] control, int at, int size) {
    return new LionUpdate(w, dw, moments[0], control, beta1, beta2, at, size);
  }
}

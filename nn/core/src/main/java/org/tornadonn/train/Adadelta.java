package org.tornadonn.train;

import java.util.List;
import org.tornadonn.op.update.AdadeltaUpdate;
import org.tornadonn.plan.Kernel;

/**
 * Adadelta: steps are as large as those before, measured in gradients.
 *
 * @param learningRate to begin with; default 1
 * @param rho how slowly the means of squares of gradients and steps follow, from 0 to below 1;
 *     default 0.9
 * @param epsilon is added to both means, 0 or more; default 1e-6
 * @param weightDecay default 0; times each parameter is added to its gradient
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.optim.Adadelta.html">PyTorch</a>
 */
public record Adadelta(float learningRate, double rho, float epsilon, float weightDecay)
    implements Optimizer {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one of them lies outside its range
   */
  public Adadelta {
    Setting.rate(learningRate);
    Setting.share("rho", rho);
    Setting.notNegative("epsilon", epsilon);
    Setting.notNegative("weight decay", weightDecay);
  }

  /**
   * {@return this optimizer with another weight decay}
   *
   * @param other 0 or more; 0 for none
   */
  public Adadelta weightDecay(float other) {
    return new Adadelta(learningRate, rho, epsilon, other);
  }

  @Override
  public List<String> moments() {
    return List.of("square_avg", "acc_delta");
  }

  @Override
  public float[] control(long step, float rate) {
    return new float[] {rate};
  }

  @Override
  public Kernel kernel(
      float[] w, float[] dw, float[][] moments, float[] control, int at, int size) {
    return new AdadeltaUpdate(
        w, dw, moments[0], moments[1], control, rho, epsilon, weightDecay, at, size);
  }
}

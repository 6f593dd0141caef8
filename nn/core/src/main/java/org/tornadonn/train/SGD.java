package org.tornadonn.train;

import java.util.List;
import org.tornadonn.op.update.SgdUpdate;
import org.tornadonn.plan.Kernel;

/**
 * Stochastic gradient descent.
 *
 * @param learningRate to begin with; default 1e-3
 * @param momentum how much of the last step goes into the next, 0 for none
 * @param nesterov whether the gradient is looked at where the momentum leads; needs a momentum
 * @param weightDecay times each parameter is added to its gradient; 0 for none
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html">PyTorch</a>
 */
public record SGD(float learningRate, float momentum, boolean nesterov, float weightDecay)
    implements Optimizer {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one of them lies outside its range
   */
  public SGD {
    Setting.rate(learningRate);
    Setting.notNegative("momentum", momentum);
    Setting.notNegative("weight decay", weightDecay);
    if (nesterov && momentum == 0) {
      throw new IllegalArgumentException("Nesterov needs a momentum above 0.");
    }
  }

  /**
   * {@return this optimizer with momentum}
   *
   * @param other how much of the last step is in the next, 0 or more
   */
  public SGD momentum(float other) {
    return new SGD(learningRate, other, nesterov, weightDecay);
  }

  /**
   * {@return this optimizer with Nesterov's momentum or without}
   *
   * @param other whether the gradient is looked up ahead; needs momentum
   */
  public SGD nesterov(boolean other) {
    return new SGD(learningRate, momentum, other, weightDecay);
  }

  /**
   * {@return this optimizer with another weight decay}
   *
   * @param other 0 or more; 0 for none
   */
  public SGD weightDecay(float other) {
    return new SGD(learningRate, momentum, nesterov, other);
  }

  @Override
  public List<String> moments() {
    return momentum > 0 ? List.of("momentum_buffer") : List.of();
  }

  @Override
  public float[] control(long step, float rate) {
    return new float[] {rate};
  }

  @Override
  public Kernel kernel(
      float[] w, float[] dw, float[][] moments, float[] control, int at, int size) {
    return new SgdUpdate(
        w,
        dw,
        momentum > 0 ? moments[0] : dw,
        control,
        momentum,
        nesterov ? 1 : 0,
        weightDecay,
        at,
        size);
  }
}

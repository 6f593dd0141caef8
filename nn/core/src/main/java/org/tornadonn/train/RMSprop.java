package org.tornadonn.train;

import java.util.ArrayList;
import java.util.List;
import org.tornadonn.op.update.RmsPropUpdate;
import org.tornadonn.plan.Kernel;

/**
 * RMSprop: gradients are divided by the root of the mean of their squares.
 *
 * @param learningRate to begin with; default 1e-2
 * @param alpha how slowly that mean follows, from 0 to below 1; default 0.99
 * @param epsilon is added to that root, 0 or more; default 1e-8
 * @param weightDecay default 0; times each parameter is added to its gradient
 * @param momentum how much of the last step goes into the next; default 0
 * @param centered whether squares are those of the distance from the gradients' mean; default false
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.optim.RMSprop.html">PyTorch</a>
 */
public record RMSprop(
    float learningRate,
    double alpha,
    float epsilon,
    float weightDecay,
    float momentum,
    boolean centered)
    implements Optimizer {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one of them lies outside its range
   */
  public RMSprop {
    Setting.rate(learningRate);
    Setting.share("alpha", alpha);
    Setting.notNegative("epsilon", epsilon);
    Setting.notNegative("weight decay", weightDecay);
    Setting.notNegative("momentum", momentum);
  }

  /**
   * {@return this optimizer with another weight decay}
   *
   * @param other 0 or more; 0 for none
   */
  public RMSprop weightDecay(float other) {
    return new RMSprop(learningRate, alpha, epsilon, other, momentum, centered);
  }

  /**
   * {@return this optimizer with momentum}
   *
   * @param other how much of the last step is in the next, 0 or more
   */
  public RMSprop momentum(float other) {
    return new RMSprop(learningRate, alpha, epsilon, weightDecay, other, centered);
  }

  /**
   * {@return this optimizer with a variance in place of the mean square, or without}
   *
   * @param other whether the mean of the gradients is taken away
   */
  public RMSprop centered(boolean other) {
    return new RMSprop(learningRate, alpha, epsilon, weightDecay, momentum, other);
  }

  @Override
  public List<String> moments() {
    var names = new ArrayList<>(List.of("square_avg"));
    if (momentum > 0) {
      names.add("momentum_buffer");
    }
    if (centered) {
      names.add("grad_avg");
    }
    return names;
  }

  @Override
  public float[] control(long step, float rate) {
    return new float[] {rate};
  }

  @Override
  public Kernel kernel(
      float[] w, float[] dw, float[][] moments, float[] control, int at, int size) {
    return new RmsPropUpdate(
        w,
        dw,
        moments[0],
        momentum > 0 ? moments[1] : null,
        centered ? moments[moments.length - 1] : null,
        control,
        alpha,
        epsilon,
        momentum,
        weightDecay,
        at,
        size);
  }
}

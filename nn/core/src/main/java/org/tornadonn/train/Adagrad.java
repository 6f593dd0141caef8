package org.tornadonn.train;

import java.util.List;
import org.tornadonn.op.update.AdagradUpdate;
import org.tornadonn.plan.Kernel;

/**
 * Adagrad: gradients are divided by the root of the sum of all their squares.
 *
 * @param learningRate to begin with; default 1e-2
 * @param rateDecay how fast the learning rate falls: in step t it is divided by {@code 1 + (t − 1)
 *     · rateDecay}; default 0
 * @param weightDecay default 0; times each parameter is added to its gradient
 * @param initialAccumulator what each sum begins with, 0 or more; default 0
 * @param epsilon is added to that root, 0 or more; default 1e-10
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.optim.Adagrad.html">PyTorch</a>
 */
public record Adagrad(
    float learningRate,
    double rateDecay,
    float weightDecay,
    float initialAccumulator,
    float epsilon)
    implements Optimizer {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one of them lies outside its range
   */
  public Adagrad {
    Setting.rate(learningRate);
    Setting.notNegative("decay of the learning rate", rateDecay);
    Setting.notNegative("weight decay", weightDecay);
    Setting.notNegative("initial accumulator", initialAccumulator);
    Setting.notNegative("epsilon", epsilon);
  }

  /**
   * {@return this optimizer with another weight decay}
   *
   * @param other 0 or more; 0 for none
   */
  public Adagrad weightDecay(float other) {
    return new Adagrad(learningRate, rateDecay, other, initialAccumulator, epsilon);
  }

  @Override
  public List<String> moments() {
    return List.of("sum");
  }

  @Override
  public float[] control(long step, float rate) {
    return new float[] {
      (float) (rate / (1 + (step - 1) * rateDecay)), step == 1 ? initialAccumulator : 0
    };
  }

  @Override
  public Kernel kernel(
      float[] w, float[] dw, float[][] moments, float[] control, int at, int size) {
    return new AdagradUpdate(w, dw, moments[0], control, epsilon, weightDecay, at, size);
  }
}

package org.tornadonn.train;

import java.io.Serializable;
import org.tornadonn.op.update.AdamUpdate;
import org.tornadonn.op.update.SgdUpdate;
import org.tornadonn.plan.Kernel;

/** How gradients change parameters. The learning rate may change from step to step. */
public sealed interface Optimizer extends Serializable {

  /**
   * The learning rate to begin with.
   *
   * @return above 0, or 0 for a training that changes nothing
   */
  float learningRate();

  /**
   * The number of arrays, as long as the parameters, that it remembers between steps.
   *
   * @return 0 to 2
   */
  int moments();

  /**
   * The numbers that change from step to step, as {@link #kernel} takes them.
   *
   * @param step counts from 1
   * @param learningRate that of this step
   * @return as many numbers as the kernel reads
   */
  float[] control(long step, float learningRate);

  /**
   * The update of {@code size} parameters from {@code at} on.
   *
   * @param w all parameters of a model, updated in place
   * @param dw their gradients, of the same layout
   * @param moments as many arrays of that length as {@link #moments} says, updated in place
   * @param control what {@link #control} makes
   * @param at the first parameter
   * @param size how many there are
   * @return the kernel on these arrays
   */
  Kernel kernel(float[] w, float[] dw, float[][] moments, float[] control, int at, int size);

  /**
   * Plain stochastic gradient descent; see {@link Sgd} for momentum.
   *
   * @param learningRate to begin with; 1e-3 is PyTorch's default
   * @return without momentum and weight decay
   */
  static Sgd sgd(float learningRate) {
    return new Sgd(learningRate, 0, false, 0);
  }

  /**
   * Adam with PyTorch's defaults: β = (0.9, 0.999), ε = 1e-8, no weight decay.
   *
   * @param learningRate to begin with; 1e-3 is PyTorch's default
   * @return the optimizer
   */
  static Adam adam(float learningRate) {
    return new Adam(learningRate, 0.9, 0.999, 1e-8f, 0);
  }

  /**
   * AdamW with PyTorch's defaults: β = (0.9, 0.999), ε = 1e-8, weight decay 0.01.
   *
   * @param learningRate to begin with; 1e-3 is PyTorch's default
   * @return the optimizer
   */
  static AdamW adamW(float learningRate) {
    return new AdamW(learningRate, 0.9, 0.999, 1e-8f, 0.01f);
  }

  /**
   * Stochastic gradient descent.
   *
   * @param learningRate to begin with
   * @param momentum how much of the last step goes into the next, 0 for none
   * @param nesterov whether the gradient is looked at where the momentum leads; needs a momentum
   * @param weightDecay times each parameter is added to its gradient; 0 for none
   * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html">PyTorch</a>
   */
  record Sgd(float learningRate, float momentum, boolean nesterov, float weightDecay)
      implements Optimizer {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one of them lies outside its range
     */
    public Sgd {
      Setting.rate(learningRate);
      Setting.notNegative("momentum", momentum);
      Setting.notNegative("weight decay", weightDecay);
      if (nesterov && momentum == 0) {
        throw new IllegalArgumentException("Nesterov needs a momentum above 0.");
      }
    }

    @Override
    public int moments() {
      return momentum > 0 ? 1 : 0;
    }

    @Override
    public float[] control(long step, float rate) {
      return new float[] {rate, step == 1 ? 1 : 0};
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

  /**
   * Adam; weight decay is added to the gradient.
   *
   * @param learningRate to begin with
   * @param beta1 how slowly the mean of the gradients follows them, from 0 to below 1; default 0.9
   * @param beta2 the same for the mean of their squares; default 0.999
   * @param epsilon is added to the root of that mean, 0 or more; default 1e-8
   * @param weightDecay default 0; times each parameter is added to its gradient
   * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.optim.Adam.html">PyTorch</a>
   */
  record Adam(float learningRate, double beta1, double beta2, float epsilon, float weightDecay)
      implements Optimizer {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one of them lies outside its range
     */
    public Adam {
      Setting.adam(learningRate, beta1, beta2, epsilon, weightDecay);
    }

    @Override
    public int moments() {
      return 2;
    }

    @Override
    public float[] control(long step, float rate) {
      return Setting.adamControl(step, rate, beta1, beta2, 1);
    }

    @Override
    public Kernel kernel(
        float[] w, float[] dw, float[][] moments, float[] control, int at, int size) {
      return new AdamUpdate(
          w, dw, moments[0], moments[1], control, beta1, beta2, epsilon, weightDecay, at, size);
    }
  }

  /**
   * Adam with weight decay that is decoupled from the gradient.
   *
   * @param learningRate to begin with
   * @param beta1 how slowly the mean of the gradients follows them, from 0 to below 1; default 0.9
   * @param beta2 the same for the mean of their squares; default 0.999
   * @param epsilon is added to the root of that mean, 0 or more; default 1e-8
   * @param weightDecay default 0.01; times the learning rate, how much of each parameter goes in a
   *     step
   * @see <a
   *     href="https://docs.pytorch.org/docs/stable/generated/torch.optim.AdamW.html">PyTorch</a>
   */
  record AdamW(float learningRate, double beta1, double beta2, float epsilon, float weightDecay)
      implements Optimizer {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one of them lies outside its range
     */
    public AdamW {
      Setting.adam(learningRate, beta1, beta2, epsilon, weightDecay);
    }

    @Override
    public int moments() {
      return 2;
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
}

package org.tornadonn.train;

import java.io.Serializable;
import org.tornadonn.op.AdamUpdate;
import org.tornadonn.op.SgdUpdate;
import org.tornadonn.plan.Kernel;

/** How gradients change parameters. The learning rate may change from step to step. */
public sealed interface Optimizer extends Serializable {

  /** The learning rate to begin with. */
  float learningRate();

  /** The number of arrays, as long as the parameters, that it remembers between steps. */
  int moments();

  /**
   * The numbers that change from step to step, as {@link #kernel} takes them.
   *
   * @param step counts from 1
   */
  float[] control(long step, float learningRate);

  /** The update of {@code size} parameters from {@code at} on. */
  Kernel kernel(float[] w, float[] dw, float[][] moments, float[] control, int at, int size);

  /** Plain stochastic gradient descent; see {@link Sgd} for momentum. */
  static Sgd sgd(float learningRate) {
    return new Sgd(learningRate, 0, false, 0);
  }

  /** Adam with PyTorch's defaults: β = (0.9, 0.999), ε = 1e-8, no weight decay. */
  static Adam adam(float learningRate) {
    return new Adam(learningRate, 0.9, 0.999, 1e-8f, 0);
  }

  /** AdamW with PyTorch's defaults: β = (0.9, 0.999), ε = 1e-8, weight decay 0.01. */
  static AdamW adamW(float learningRate) {
    return new AdamW(learningRate, 0.9, 0.999, 1e-8f, 0.01f);
  }

  /**
   * Stochastic gradient descent.
   *
   * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html">PyTorch</a>
   */
  record Sgd(float learningRate, float momentum, boolean nesterov, float weightDecay)
      implements Optimizer {

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
   * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.optim.Adam.html">PyTorch</a>
   */
  record Adam(float learningRate, double beta1, double beta2, float epsilon, float weightDecay)
      implements Optimizer {

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
   * @see <a
   *     href="https://docs.pytorch.org/docs/stable/generated/torch.optim.AdamW.html">PyTorch</a>
   */
  record AdamW(float learningRate, double beta1, double beta2, float epsilon, float weightDecay)
      implements Optimizer {

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

package org.tornadonn.train;

import java.io.Serializable;
import java.util.List;
import org.tornadonn.plan.Kernel;

/**
 * How gradients change parameters. The learning rate may change from step to step.
 *
 * <p>Here are PyTorch's defaults; what else can be set is an argument of the record: {@code new
 * SGD(0.1f, 0.9f, false, 1e-4f)}.
 */
public sealed interface Optimizer extends Serializable
    permits SGD, Adam, AdamW, NAdam, Adamax, Lion, RMSprop, Adagrad, Adadelta {

  /**
   * The learning rate to begin with.
   *
   * @return above 0, or 0 for a training that changes nothing
   */
  float learningRate();

  /**
   * The arrays, as long as the parameters, that it remembers between steps; all begin with zeros.
   *
   * @return their names, as PyTorch has them: {@code exp_avg}
   */
  List<String> moments();

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
   * Plain stochastic gradient descent; see {@link SGD} for momentum.
   *
   * @param learningRate to begin with; 1e-3 is PyTorch's default
   * @return without momentum and weight decay
   */
  static SGD sgd(float learningRate) {
    return new SGD(learningRate, 0, false, 0);
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
   * NAdam with PyTorch's defaults: β = (0.9, 0.999), ε = 1e-8, momentum decay 4e-3, no weight
   * decay.
   *
   * @param learningRate to begin with; 2e-3 is PyTorch's default
   * @return the optimizer
   */
  static NAdam nadam(float learningRate) {
    return new NAdam(learningRate, 0.9, 0.999, 1e-8f, 0, 4e-3, false);
  }

  /**
   * Adamax with PyTorch's defaults: β = (0.9, 0.999), ε = 1e-8, no weight decay.
   *
   * @param learningRate to begin with; 2e-3 is PyTorch's default
   * @return the optimizer
   */
  static Adamax adamax(float learningRate) {
    return new Adamax(learningRate, 0.9, 0.999, 1e-8f, 0);
  }

  /**
   * Lion with its paper's numbers: β = (0.9, 0.99), no weight decay.
   *
   * @param learningRate to begin with; 1e-4, for example
   * @return the optimizer
   */
  static Lion lion(float learningRate) {
    return new Lion(learningRate, 0.9, 0.99, 0);
  }

  /**
   * RMSprop with PyTorch's defaults: α = 0.99, ε = 1e-8, no momentum, not centered.
   *
   * @param learningRate to begin with; 1e-2 is PyTorch's default
   * @return the optimizer
   */
  static RMSprop rmsprop(float learningRate) {
    return new RMSprop(learningRate, 0.99, 1e-8f, 0, 0, false);
  }

  /**
   * Adagrad with PyTorch's defaults: ε = 1e-10, no decay of rate or weights.
   *
   * @param learningRate to begin with; 1e-2 is PyTorch's default
   * @return the optimizer
   */
  static Adagrad adagrad(float learningRate) {
    return new Adagrad(learningRate, 0, 0, 0, 1e-10f);
  }

  /**
   * Adadelta with PyTorch's defaults: ρ = 0.9, ε = 1e-6, no weight decay.
   *
   * @param learningRate to begin with; 1 is PyTorch's default
   * @return the optimizer
   */
  static Adadelta adadelta(float learningRate) {
    return new Adadelta(learningRate, 0.9, 1e-6f, 0);
  }
}

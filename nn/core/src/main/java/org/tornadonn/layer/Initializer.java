package org.tornadonn.layer;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/**
 * How a parameter begins. Weights are {@code (out, in, …)}, as layers have them.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/nn.init.html">PyTorch</a>
 */
@FunctionalInterface
public interface Initializer {

  /**
   * Writes {@code length} values from {@code at} on; the same for the same random numbers.
   *
   * @param values the array of all parameters
   * @param at where the parameter begins
   * @param length the number of its values
   * @param random the parameter's own
   */
  void fill(float[] values, int at, int length, SplittableRandom random);

  /**
   * {@return values uniform in ±1/√fanIn: what PyTorch gives the weights (Kaiming uniform, a = √5)
   * and biases of convolutional and linear layers}
   *
   * @param fanIn the number of inputs of one output
   * @see <a
   *     href="https://docs.pytorch.org/docs/stable/nn.init.html#torch.nn.init.kaiming_uniform_">PyTorch</a>
   */
  static Initializer kaimingUniform(int fanIn) {
    double bound = 1 / Math.sqrt(fanIn);
    return (values, at, length, random) -> {
      for (int i = at; i < at + length; i++) {
        values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
      }
    };
  }

  /**
   * {@return values uniform in ±√(6 / fanIn), for layers in front of a ReLU; PyTorch's default
   * arguments}
   *
   * @param weight its shape, {@code (out, in, …)}
   */
  static Initializer kaimingUniform(Shape weight) {
    double bound = Math.sqrt(6.0 / fanIn(weight));
    return uniform(-bound, bound);
  }

  /**
   * {@return values normal with deviation √(2 / fanIn), for layers in front of a ReLU}
   *
   * @param weight its shape, {@code (out, in, …)}
   */
  static Initializer kaimingNormal(Shape weight) {
    return normal(0, Math.sqrt(2.0 / fanIn(weight)));
  }

  /**
   * {@return values normal with deviation √(2 / fanOut), for layers in front of a ReLU: PyTorch's
   * {@code mode="fan_out"}}
   *
   * @param weight its shape, {@code (out, in, …)}
   */
  static Initializer kaimingNormalFanOut(Shape weight) {
    return normal(0, Math.sqrt(2.0 / fanOut(weight)));
  }

  /**
   * {@return values uniform in ±√(6 / (fanIn + fanOut))}
   *
   * @param weight its shape, {@code (out, in, …)}
   */
  static Initializer xavierUniform(Shape weight) {
    double bound = Math.sqrt(6.0 / (fanIn(weight) + fanOut(weight)));
    return uniform(-bound, bound);
  }

  /**
   * {@return values normal with deviation √(2 / (fanIn + fanOut))}
   *
   * @param weight its shape, {@code (out, in, …)}
   */
  static Initializer xavierNormal(Shape weight) {
    return normal(0, Math.sqrt(2.0 / (fanIn(weight) + fanOut(weight))));
  }

  /**
   * {@return values uniform from low to below high}
   *
   * @param low the least
   * @param high above all
   */
  static Initializer uniform(double low, double high) {
    return (values, at, length, random) -> {
      for (int i = at; i < at + length; i++) {
        values[i] = (float) (low + (high - low) * random.nextDouble());
      }
    };
  }

  /**
   * {@return values normal with a mean and a standard deviation}
   *
   * @param mean in the middle
   * @param deviation the standard deviation, 0 or more
   */
  static Initializer normal(double mean, double deviation) {
    return (values, at, length, random) -> {
      for (int i = at; i < at + length; i++) {
        values[i] = (float) random.nextGaussian(mean, deviation);
      }
    };
  }

  /**
   * {@return values normal with mean 0 and a standard deviation, none of them outside −2 to 2}
   *
   * @param deviation the standard deviation before what is outside is drawn again, 0 or more
   */
  static Initializer truncatedNormal(double deviation) {
    return (values, at, length, random) -> {
      for (int i = at; i < at + length; i++) {
        double value = random.nextGaussian(0, deviation);
        while (Math.abs(value) > 2) {
          value = random.nextGaussian(0, deviation);
        }
        values[i] = (float) value;
      }
    };
  }

  /** {@return only 0} */
  static Initializer zeros() {
    return constant(0);
  }

  /** {@return only 1} */
  static Initializer ones() {
    return constant(1);
  }

  /**
   * {@return one number everywhere}
   *
   * @param value the number
   */
  static Initializer constant(float value) {
    return (values, at, length, random) -> Arrays.fill(values, at, at + length, value);
  }

  /** The inputs of one output of a weight {@code (out, in, …)}. */
  private static double fanIn(Shape weight) {
    requireWeight(weight);
    return weight.sample().size();
  }

  /** The outputs that one input of a weight {@code (out, in, …)} has a part in. */
  private static double fanOut(Shape weight) {
    requireWeight(weight);
    return (double) weight.size() / weight.dim(1);
  }

  private static void requireWeight(Shape weight) {
    if (weight.rank() < 2) {
      throw new ShapeException(
          "Kaiming and Xavier initialisation need a weight (out, in, …), but get %s: use uniform, normal or constant."
              .formatted(weight));
    }
  }
}

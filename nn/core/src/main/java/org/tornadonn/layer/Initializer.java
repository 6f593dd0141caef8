package org.tornadonn.layer;

import java.util.SplittableRandom;

/** How a parameter begins. */
@FunctionalInterface
public interface Initializer {

  /** Writes {@code length} values from {@code at} on; the same for the same random numbers. */
  void fill(float[] values, int at, int length, SplittableRandom random);

  /**
   * Uniform in ±1/√fanIn: what PyTorch gives the weights (Kaiming uniform, a = √5) and biases of
   * convolutional and linear layers.
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
}

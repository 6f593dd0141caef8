package org.tornadonn.layer;

import java.util.Arrays;
import java.util.StringJoiner;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/**
 * Numbers with a shape, row-major.
 *
 * @param shape the sizes of its axes
 * @param values as many as the shape holds, the last axis fastest
 */
public record Tensor(Shape shape, float[] values) {

  /** Checks that shape and values fit. */
  public Tensor {
    if (values.length != shape.size()) {
      throw new ShapeException(
          "A tensor %s has %d elements, but gets %d."
              .formatted(shape, shape.size(), values.length));
    }
  }

  private static final int MOST = 8;

  /**
   * {@return a tensor of one number}
   *
   * @param shape the sizes of its axes
   * @param value every element
   * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.full.html">PyTorch</a>
   */
  public static Tensor full(Shape shape, float value) {
    var values = new float[shape.size()];
    Arrays.fill(values, value);
    return new Tensor(shape, values);
  }

  /**
   * {@return a tensor of random numbers with mean 0 and variance 1, normally distributed}
   *
   * @param shape the sizes of its axes
   * @param random draws them, row by row
   * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.randn.html">PyTorch</a>
   */
  public static Tensor randn(Shape shape, RandomGenerator random) {
    var values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Tensor(shape, values);
  }

  /**
   * {@return where the highest number along an axis is, counted from 0, without that axis: classes,
   * of scores} Of equal ones the first; NaN is above all numbers, as in PyTorch.
   *
   * @param axis from 0, or backwards from −1, the last
   * @throws ShapeException if there is no such axis
   * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.argmax.html">PyTorch</a>
   */
  public Tensor argmax(int axis) {
    int rank = shape.rank();
    int at = axis < 0 ? axis + rank : axis;
    if (at < 0 || at >= rank) {
      throw new ShapeException(
          "A tensor %s has axes from 0 to %d, and no axis %d.".formatted(shape, rank - 1, axis));
    }
    int[] dims = shape.toArray();
    int[] rest =
        IntStream.range(0, rank).filter(other -> other != at).map(other -> dims[other]).toArray();
    int stride =
        IntStream.range(at + 1, rank).map(behind -> dims[behind]).reduce(1, (a, b) -> a * b);
    var highest = new float[values.length / dims[at]];
    for (int i = 0; i < highest.length; i++) {
      highest[i] = highest(i / stride * stride * dims[at] + i % stride, stride, dims[at]);
    }
    return new Tensor(Shape.of(rest), highest);
  }

  private int highest(int from, int stride, int length) {
    int highest = 0;
    for (int i = 1; i < length; i++) {
      float value = values[from + i * stride];
      float best = values[from + highest * stride];
      highest = value > best || (Float.isNaN(value) && !Float.isNaN(best)) ? i : highest;
    }
    return highest;
  }

  /** Its shape and its first numbers. */
  @Override
  public String toString() {
    var first = new StringJoiner(", ", "[", values.length > MOST ? ", …]" : "]");
    for (int i = 0; i < Math.min(MOST, values.length); i++) {
      first.add(String.valueOf(values[i]));
    }
    return "Tensor %s %s".formatted(shape, first);
  }
}

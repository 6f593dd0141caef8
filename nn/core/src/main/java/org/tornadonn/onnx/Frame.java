package org.tornadonn.onnx;

import java.util.Arrays;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.op.convolution.Window;

/**
 * A window of one to three axes with all that ONNX says about it. One axis is an image of one row.
 *
 * @param before padding in front of each axis
 * @param after padding behind each axis
 */
record Frame(int[] kernel, int[] strides, int[] before, int[] after, int[] dilations) {

  /**
   * Reads a window.
   *
   * @param sizes of the axes that it slides over
   * @param kernel its sizes if the node does not say them; empty if it has to
   */
  static Frame of(Invocation node, int[] sizes, int... kernel) {
    int axes = sizes.length;
    if (axes < 1 || axes > 3) {
      throw node.variant("slides over %d axes, 1 to 3 are read".formatted(axes));
    }
    long[] k = node.integers("kernel_shape", Arrays.stream(kernel).asLongStream().toArray());
    long[] ones = new long[axes];
    Arrays.fill(ones, 1);
    int[] size = ints(k, axes);
    if (kernel.length > 0 && !Arrays.equals(size, kernel)) {
      throw new Refusal(Reason.DAMAGED, "has a kernel_shape that is not that of its weight");
    }
    int[] strides = ints(node.integers("strides", ones), axes);
    int[] dilations = ints(node.integers("dilations", ones), axes);
    int[] pads = ints(node.integers("pads", new long[2 * axes]), 2 * axes);
    return new Frame(
        size,
        strides,
        Arrays.copyOf(pads, axes),
        Arrays.copyOfRange(pads, axes, 2 * axes),
        dilations);
  }

  private static int[] ints(long[] numbers, int count) {
    if (numbers.length != count
        || Arrays.stream(numbers).anyMatch(number -> number < 0 || number > Short.MAX_VALUE)) {
      throw new Refusal(
          Reason.DAMAGED,
          "has %s where %d sizes belong".formatted(Arrays.toString(numbers), count));
    }
    return Arrays.stream(numbers).mapToInt(number -> (int) number).toArray();
  }

  /** With the padding that a text asks for, so that images keep their size but for the stride. */
  Frame automatic(String auto, int... sizes) {
    return switch (auto) {
      case "NOTSET" -> this;
      case "VALID" -> padded(new int[axes()], new int[axes()]);
      case "SAME_UPPER", "SAME_LOWER" -> {
        int[] less = new int[axes()];
        int[] more = new int[axes()];
        for (int i = 0; i < axes(); i++) {
          int out = Math.ceilDiv(sizes[i], strides[i]);
          int total = Math.max(0, (out - 1) * strides[i] + reach(i) - sizes[i]);
          less[i] = total / 2;
          more[i] = total - less[i];
        }
        yield auto.equals("SAME_UPPER") ? padded(less, more) : padded(more, less);
      }
      default -> throw new Refusal(Reason.DAMAGED, "has an auto_pad '%s'".formatted(auto));
    };
  }

  Frame padded(int[] front, int[] back) {
    return new Frame(kernel, strides, front, back, dilations);
  }

  int axes() {
    return kernel.length;
  }

  /** From the first element of the kernel to the last, gaps included. */
  int reach(int axis) {
    return dilations[axis] * (kernel[axis] - 1) + 1;
  }

  /** The same along some of the axes. */
  Frame part(int from, int to) {
    return new Frame(
        Arrays.copyOfRange(kernel, from, to),
        Arrays.copyOfRange(strides, from, to),
        Arrays.copyOfRange(before, from, to),
        Arrays.copyOfRange(after, from, to),
        Arrays.copyOfRange(dilations, from, to));
  }

  private int row(int[] of, int absent) {
    return axes() == 1 ? absent : of[0];
  }

  Window window() {
    int last = axes() - 1;
    return new Window(
        row(kernel, 1),
        kernel[last],
        row(strides, 1),
        strides[last],
        row(before, 0),
        before[last],
        row(after, 0),
        after[last],
        row(dilations, 1),
        dilations[last]);
  }

  /** Whether padding is more than half a kernel somewhere. */
  boolean paddedWide() {
    for (int i = 0; i < axes(); i++) {
      if (2 * Math.max(before[i], after[i]) > kernel[i]) {
        return true;
      }
    }
    return false;
  }
}

package org.tornadonn.store.onnx;

import java.util.Arrays;
import org.tornadonn.plan.Shape;

/**
 * What a change of shape makes of a batch. Only what keeps its samples apart, whatever their
 * number, can be a layer.
 *
 * @param samples how many samples a batch has; 0 if the file leaves that open
 * @param sample the shape of each
 */
record Reshaping(long samples, Shape sample) {

  /** What has been proven. */
  enum Result {
    /** Each sample stays as it is. */
    SAME,
    /** Each sample becomes a row. */
    ROW,
    /** Something else, or it cannot be said. */
    OTHER
  }

  /**
   * ONNX's Flatten.
   *
   * @param axis the first of those that make up a row, from 0, the batch, to the number of all axes
   */
  Result flatten(int axis) {
    boolean samplesAreRows = axis == 0 ? samples == 1 : product(dims(axis - 1)) == 1;
    return samplesAreRows ? result(new long[] {sample.size()}) : Result.OTHER;
  }

  /**
   * ONNX's Reshape.
   *
   * @param shape has at most one −1, for what is left over
   * @param zeroCopies whether 0 stands for the size of the same axis before
   */
  Result reshape(long[] shape, boolean zeroCopies) {
    if (shape.length == 0 || !mayCount(shape[0], zeroCopies)) {
      return Result.OTHER;
    }
    long[] each = Arrays.copyOfRange(shape, 1, shape.length);
    for (int i = 0; i < each.length; i++) {
      if (each[i] == 0 && (!zeroCopies || i >= sample.rank())) {
        return Result.OTHER;
      }
      each[i] = each[i] == 0 ? sample.dim(i) : each[i];
    }
    boolean keepsSamples = shape[0] == 0 || shape[0] == samples;
    int open = indexOfOpen(each);
    if (open >= 0) {
      each[open] = 1;
      long rest = product(each);
      if (!keepsSamples || rest < 1 || sample.size() % rest != 0) {
        return Result.OTHER;
      }
      each[open] = sample.size() / rest;
    }
    // As many numbers in each sample as before: then there are as many samples, or ONNX refuses.
    return product(each) == sample.size() ? result(each) : Result.OTHER;
  }

  /** Whether the first size of a result can be the number of samples. */
  private boolean mayCount(long first, boolean zeroCopies) {
    return first == -1
        || (first == 0 && zeroCopies)
        || (first > 0 && (samples == 0 || first == samples));
  }

  private static int indexOfOpen(long[] sizes) {
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] == -1) {
        return i;
      }
    }
    return -1;
  }

  private Result result(long[] each) {
    if (Arrays.equals(each, dims(sample.rank()))) {
      return Result.SAME;
    }
    return each.length == 1 ? Result.ROW : Result.OTHER;
  }

  private long[] dims(int count) {
    return Arrays.stream(sample.toArray()).limit(count).asLongStream().toArray();
  }

  /** 0 for one that no array can hold. */
  private static long product(long... sizes) {
    long product = 1;
    for (long size : sizes) {
      if (size < 1 || size > Integer.MAX_VALUE / product) {
        return 0;
      }
      product *= size;
    }
    return product;
  }
}

package org.tornadonn.op.convolution;

import org.tornadonn.plan.Shape;

/**
 * The sizes of an operation on images: batch, then channels, rows and columns of input and output.
 */
public record ImageSizes(int n, int ci, int hi, int wi, int co, int ho, int wo) {

  /** Of images {@code (n, channels, rows, columns)}, or sequences {@code (n, channels, length)}. */
  public static ImageSizes of(Shape x, Shape y) {
    return new ImageSizes(x.dim(0), x.dim(1), rows(x), x.dim(-1), y.dim(1), rows(y), y.dim(-1));
  }

  private static int rows(Shape shape) {
    return shape.rank() == 3 ? 1 : shape.dim(2);
  }

  /** The same with what is input as output, and the other way round. */
  ImageSizes turned() {
    return new ImageSizes(n, co, ho, wo, ci, hi, wi);
  }

  /** The input and output channels of each group in one number: {@code in << 16 | out}. */
  int channelsOf(int groups) {
    return ci / groups << 16 | co / groups;
  }
}

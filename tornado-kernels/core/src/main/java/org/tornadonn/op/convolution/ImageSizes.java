package org.tornadonn.op.convolution;

import org.tornadonn.plan.Shape;

/**
 * The sizes of an operation on images: batch, then channels, rows and columns of input and output.
 */
public record ImageSizes(int n, int ci, int hi, int wi, int co, int ho, int wo) {

  public static ImageSizes of(Shape x, Shape y) {
    return new ImageSizes(x.dim(0), x.dim(1), x.dim(2), x.dim(3), y.dim(1), y.dim(2), y.dim(3));
  }
}

package org.tornadonn.conformance.oracle;

import org.tornadonn.plan.Shape;

/** Indexes elements of a batch of images (n, c, h, w), and of kernels, which have the same form. */
record Images(int n, int c, int h, int w) {

  /** Sequences are images of one row. */
  static Images of(Shape shape) {
    if (shape.rank() == 3) {
      return new Images(shape.dim(0), shape.dim(1), 1, shape.dim(2));
    }
    return new Images(shape.dim(0), shape.dim(1), shape.dim(2), shape.dim(3));
  }

  int size() {
    return n * c * h * w;
  }

  boolean holds(int row, int column) {
    return row >= 0 && row < h && column >= 0 && column < w;
  }

  int at(int sample, int channel, int row, int column) {
    return ((sample * c + channel) * h + row) * w + column;
  }
}

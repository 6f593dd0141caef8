package org.tornadonn.op.normalization;

import java.util.List;
import org.tornadonn.op.arithmetic.PartialSum;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/** The sizes of a batch norm: batch, channels, and rows × columns. */
record BatchNormShapes(int n, int channels, int plane) {

  static BatchNormShapes of(Shape x) {
    return new BatchNormShapes(x.dim(0), x.dim(1), x.dim(2) * x.dim(3));
  }

  /** Into how many parts the sums over the batch are cut. */
  int parts() {
    return PartialSum.parts(channels, n, n);
  }

  /** The samples of a part. */
  int perPart() {
    return Math.ceilDiv(n, parts());
  }

  /** Checks x and the values that there is one of for each channel. */
  static Shape check(List<Shape> inputs, int perChannel) {
    var x = inputs.getFirst();
    if (x.rank() != 4) {
      throw new ShapeException(
          "BatchNorm2d expects images (n, channels, height, width), but gets %s.".formatted(x));
    }
    for (int i = 1; i <= perChannel; i++) {
      if (!inputs.get(i).equals(Shape.of(x.dim(1)))) {
        throw new ShapeException(
            "BatchNorm2d is made for %d channels, but gets %d in %s: set numFeatures to %d."
                .formatted(inputs.get(i).size(), x.dim(1), x, x.dim(1)));
      }
    }
    return x;
  }
}

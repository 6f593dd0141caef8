package org.tornadonn.op;

import org.tornadonn.op.shape.SparseRows;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/** The locations that affine maps make of those of an image: a product of matrices. */
final class AffineGrid {

  private AffineGrid() {}

  /**
   * Records the grid.
   *
   * @param theta {@code (n, axes, axes + 1)}
   * @param size {@code (n, c, h, w)} or {@code (n, c, d, h, w)}
   */
  static Value of(Value theta, Shape size, boolean alignCorners) {
    int axes = size.rank() - 2;
    if (axes < 1 || !theta.shape().equals(Shape.of(size.dim(0), axes, axes + 1))) {
      throw new ShapeException(
          "affine_grid takes (n, 2, 3) for a size (n, c, h, w), or (n, 3, 4) for (n, c, d, h, w), but gets %s for %s."
              .formatted(theta.shape(), size));
    }
    int[] dims = size.toArray();
    long places = (long) size.size() / dims[0] / dims[1];
    if (places > SparseRows.LONGEST) {
      throw new ShapeException(
          "affine_grid makes up to %d locations for each image, but not %d."
              .formatted(SparseRows.LONGEST, places));
    }
    var locations = locations((int) places, axes, alignCorners, dims);
    var all = theta.tape().constant("locations", Shape.of((int) places, axes + 1), locations);
    int[] grid = new int[axes + 2];
    grid[0] = dims[0];
    System.arraycopy(dims, 2, grid, 1, axes);
    grid[axes + 1] = axes;
    return F.reshape(F.matmul(all, F.transpose(theta, -2, -1)), grid);
  }

  /** The location of each pixel, the last axis first, and 1 behind it. */
  private static float[] locations(int places, int axes, boolean alignCorners, int... dims) {
    var all = new float[places * (axes + 1)];
    for (int i = 0; i < places; i++) {
      int rest = i;
      for (int k = 0; k < axes; k++) {
        int length = dims[dims.length - 1 - k];
        all[i * (axes + 1) + k] = location(rest % length, length, alignCorners);
        rest /= length;
      }
      all[i * (axes + 1) + axes] = 1;
    }
    return all;
  }

  private static float location(int i, int length, boolean alignCorners) {
    if (!alignCorners) {
      return (float) ((2.0 * i + 1) / length - 1);
    }
    return length == 1 ? 0 : (float) (2.0 * i / (length - 1) - 1);
  }
}

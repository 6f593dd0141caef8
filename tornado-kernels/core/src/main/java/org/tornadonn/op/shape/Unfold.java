package org.tornadonn.op.shape;

import java.util.ArrayList;
import java.util.Arrays;
import org.tornadonn.op.arithmetic.Reshape;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * Square windows of images as columns, and back. Rows and columns of images are taken apart one
 * after the other, each by an {@link AxisMap} that lays its windows side by side.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Unfold.html">PyTorch</a>
 */
public final class Unfold {

  private Unfold() {}

  /**
   * Records the columns of images: {@code (n, c, h, w)} becomes {@code (n, c · kernelSize²,
   * windows)}.
   *
   * @param stride how far the window moves, at least 1
   * @param padding rows and columns of zeros on each side
   * @param dilation the distance of neighbouring elements of a window, at least 1
   */
  public static Value of(Value x, int kernelSize, int stride, int padding, int dilation) {
    if (x.shape().rank() != 4) {
      throw new ShapeException(
          "unfold expects images (n, c, h, w), but gets %s.".formatted(x.shape()));
    }
    var rows = new Windows(x.shape().dim(2), kernelSize, stride, padding, dilation);
    var columns = new Windows(x.shape().dim(3), kernelSize, stride, padding, dilation);
    var wide = AxisMap.of(AxisMap.of(x, 2, rows.map()), 3, columns.map());
    int n = x.shape().dim(0);
    int c = x.shape().dim(1);
    var apart = reshape(wide, n, c, kernelSize, rows.count(), kernelSize, columns.count());
    var ordered = Permute.of(apart, 0, 1, 2, 4, 3, 5);
    return reshape(ordered, n, c * kernelSize * kernelSize, rows.count() * columns.count());
  }

  /**
   * Records the images that columns add up to: {@code (n, c · kernelSize², windows)} becomes {@code
   * (n, c, height, width)}.
   *
   * @param stride how far the window moves, at least 1
   * @param padding rows and columns on each side that are left out
   * @param dilation the distance of neighbouring elements of a window, at least 1
   */
  public static Value fold(
      Value x, int height, int width, int kernelSize, int stride, int padding, int dilation) {
    var rows = new Windows(height, kernelSize, stride, padding, dilation);
    var columns = new Windows(width, kernelSize, stride, padding, dilation);
    int elements = kernelSize * kernelSize;
    if (x.shape().rank() != 3
        || x.shape().dim(1) % elements != 0
        || x.shape().dim(2) != rows.count() * columns.count()) {
      throw new ShapeException(
          "fold expects columns (n, c · %d, %d) for images of %d × %d, but gets %s."
              .formatted(elements, rows.count() * columns.count(), height, width, x.shape()));
    }
    int n = x.shape().dim(0);
    int c = x.shape().dim(1) / elements;
    var apart = reshape(x, n, c, kernelSize, kernelSize, rows.count(), columns.count());
    var ordered = Permute.of(apart, 0, 1, 2, 4, 3, 5);
    var wide = reshape(ordered, n, c, kernelSize * rows.count(), kernelSize * columns.count());
    return AxisMap.of(AxisMap.of(wide, 3, columns.map().transposed()), 2, rows.map().transposed());
  }

  private static Value reshape(Value x, int... dims) {
    return x.tape().apply(new Reshape(Shape.of(dims)), x);
  }

  /** Where windows of an axis lie. */
  private record Windows(int length, int kernel, int stride, int padding, int dilation) {

    Windows {
      if (length < 1 || kernel < 1 || stride < 1 || padding < 0 || dilation < 1) {
        throw new ShapeException(
            "Windows need an axis, a kernelSize, a stride and a dilation of at least 1 and a padding from 0 up, but get %d, %d, %d, %d and %d."
                .formatted(length, kernel, stride, dilation, padding));
      }
      if (length + 2L * padding < (kernel - 1L) * dilation + 1) {
        throw new ShapeException(
            "A window of %d elements, %d apart, does not fit on an axis of %d with a padding of %d."
                .formatted(kernel, dilation, length, padding));
      }
    }

    int count() {
      return (length + 2 * padding - (kernel - 1) * dilation - 1) / stride + 1;
    }

    /** From the axis to the first elements of all windows, then the second ones, and so on. */
    SparseRows map() {
      var starts = new int[kernel * count() + 1];
      var taken = new ArrayList<Integer>();
      for (int row = 0; row < kernel * count(); row++) {
        int from = row % count() * stride + row / count() * dilation - padding;
        if (from >= 0 && from < length) {
          taken.add(from);
        }
        starts[row + 1] = taken.size();
      }
      var ones = new float[taken.size()];
      Arrays.fill(ones, 1);
      return new SparseRows(
          length, starts, taken.stream().mapToInt(Integer::intValue).toArray(), ones);
    }
  }
}

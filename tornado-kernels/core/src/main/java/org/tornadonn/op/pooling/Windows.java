package org.tornadonn.op.pooling;

import java.util.List;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/**
 * The windows of a pool over images or sequences.
 *
 * @param operation the name in errors: {@code MaxPool2d}
 * @param ceil whether the last window may stand over the edge
 */
record Windows(String operation, Window window, boolean ceil) {

  /** As much fits into half a number, as kernels take it. */
  private static final int LIMIT = 1 << 15;

  Windows {
    int height = Math.max(window.paddingTop(), window.paddingBottom());
    int width = Math.max(window.paddingLeft(), window.paddingRight());
    if (height * 2 > window.reachHeight() || width * 2 > window.reachWidth()) {
      throw new ShapeException(
          "%s's padding %d×%d must be at most half its kernel %d×%d."
              .formatted(operation, height, width, window.reachHeight(), window.reachWidth()));
    }
    if (Math.max(window.reachHeight(), window.reachWidth()) >= LIMIT) {
      throw new ShapeException(
          "%s's kernel must reach over less than %d rows and columns: use a smaller kernel or dilation."
              .formatted(operation, LIMIT));
    }
  }

  /** The shape of a result over images. */
  Shape images(List<Shape> inputs) {
    var x = inputs.getFirst();
    if (x.rank() != 4) {
      throw new ShapeException(
          "%s expects images (n, channels, height, width), but gets %s.".formatted(operation, x));
    }
    int height = ceil ? window.outputHeightUp(x.dim(2)) : window.outputHeight(x.dim(2));
    requireElements(
        "rows",
        x.dim(2),
        height,
        window.kernelHeight(),
        window.strideHeight(),
        window.paddingTop(),
        window.dilationHeight());
    return Shape.of(x.dim(0), x.dim(1), height, columns(x.dim(3)));
  }

  /** The shape of a result over sequences. */
  Shape sequences(List<Shape> inputs) {
    var x = inputs.getFirst();
    if (x.rank() != 3) {
      throw new ShapeException(
          "%s expects sequences (n, channels, length), but gets %s.".formatted(operation, x));
    }
    return Shape.of(x.dim(0), x.dim(1), columns(x.dim(2)));
  }

  private int columns(int wi) {
    int width = ceil ? window.outputWidthUp(wi) : window.outputWidth(wi);
    requireElements(
        "columns",
        wi,
        width,
        window.kernelWidth(),
        window.strideWidth(),
        window.paddingLeft(),
        window.dilationWidth());
    return width;
  }

  /** A small image may lie in a gap of a window. */
  private void requireElements(
      String axis, int in, int windows, int kernel, int stride, int before, int dilation) {
    for (int i = 0; dilation > in && i < windows; i++) {
      int first = i * stride - before;
      int inside = first < 0 ? first + Math.ceilDiv(-first, dilation) * dilation : first;
      if (inside >= in || inside > first + (kernel - 1) * dilation) {
        throw new ShapeException(
            "%s's window %d has none of the %d %s in it, which lie in a gap of its dilation %d: use a smaller dilation or less padding."
                .formatted(operation, i, in, axis, dilation));
      }
    }
  }

  /** The most elements of a result's windows that one element is in. */
  int overlap() {
    return Math.ceilDiv(window.reachHeight(), window.strideHeight())
        * Math.ceilDiv(window.reachWidth(), window.strideWidth());
  }

  /** The elements of a window. */
  int taps() {
    return window.kernelHeight() * window.kernelWidth();
  }
}

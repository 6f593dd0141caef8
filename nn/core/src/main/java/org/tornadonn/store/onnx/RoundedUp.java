package org.tornadonn.store.onnx;

import org.tornadonn.op.convolution.Window;
import org.tornadonn.plan.Shape;

/** Pooling whose last window may stand over the edge (ceil_mode). */
final class RoundedUp {

  private RoundedUp() {}

  /** Refuses it where it would make a difference. */
  static void requireSame(Attributes attributes, Window window, Shape image) {
    boolean up = attributes.integer("ceil_mode", 0) != 0;
    if (up
        && (rest(image.dim(1), window.paddingHeight(), window.kernelHeight(), window.strideHeight())
            || rest(
                image.dim(2), window.paddingWidth(), window.kernelWidth(), window.strideWidth()))) {
      throw attributes.unsupported(
          "ceil_mode 1, which differs from 0 for images of %d by %d"
              .formatted(image.dim(1), image.dim(2)));
    }
  }

  private static boolean rest(int size, int padding, int kernel, int stride) {
    return (size + 2L * padding - kernel) % stride != 0;
  }
}

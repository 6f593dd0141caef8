package org.tornadonn.op.convolution;

import org.tornadonn.plan.ShapeException;

/**
 * A window that slides over an image: kernel size, stride and zero padding, in rows and columns.
 *
 * <p>Output size, as in PyTorch: {@code floor((in + 2·padding − kernel) / stride) + 1}.
 */
public record Window(
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int paddingHeight,
    int paddingWidth) {

  private static final int LIMIT = 1 << 15;

  /** With fewer channels, Winograd's transforms cost what its products save. */
  private static final int MANY_CHANNELS = 32;

  public Window {
    if (kernelHeight < 1 || kernelWidth < 1 || strideHeight < 1 || strideWidth < 1) {
      throw new ShapeException(
          "Kernel size %d×%d and stride %d×%d must be at least 1."
              .formatted(kernelHeight, kernelWidth, strideHeight, strideWidth));
    }
    if (paddingHeight < 0 || paddingWidth < 0) {
      throw new ShapeException(
          "Padding %d×%d must not be negative.".formatted(paddingHeight, paddingWidth));
    }
    if (Math.max(kernelHeight, kernelWidth) >= LIMIT
        || Math.max(strideHeight, strideWidth) >= LIMIT
        || Math.max(paddingHeight, paddingWidth) >= LIMIT) {
      throw new ShapeException(
          "Kernel size, stride and padding must be below %d.".formatted(LIMIT));
    }
  }

  /**
   * Whether executors may compute a convolution and its gradients by Winograd's minimal filtering:
   * 3×3 with stride 1, from and to at least 32 channels.
   */
  public boolean minimalFiltering(int ci, int co) {
    return kernelHeight == 3
        && kernelWidth == 3
        && strideHeight == 1
        && strideWidth == 1
        && Math.min(ci, co) >= MANY_CHANNELS;
  }

  /**
   * How many times as large as products of an input and a weight the terms of such a convolution
   * may be. Minimal filtering sums transformed numbers up; that was seen to err four times as much
   * as {@code Rounding.ofSum} allows for the products themselves (288 to 1152 terms).
   */
  public double amplification(int ci, int co) {
    return minimalFiltering(ci, co) ? 6 : 1;
  }

  /** A window with the same sizes in both directions. */
  public static Window square(int kernel, int stride, int padding) {
    return new Window(kernel, kernel, stride, stride, padding, padding);
  }

  /** This window with another stride. */
  public Window withStride(int height, int width) {
    return new Window(kernelHeight, kernelWidth, height, width, paddingHeight, paddingWidth);
  }

  /** This window with another padding. */
  public Window withPadding(int height, int width) {
    return new Window(kernelHeight, kernelWidth, strideHeight, strideWidth, height, width);
  }

  /**
   * The number of output rows.
   *
   * @throws ShapeException if the padded input is smaller than the kernel
   */
  public int outputHeight(int height) {
    return output("rows", height, kernelHeight, strideHeight, paddingHeight);
  }

  /**
   * The number of output columns.
   *
   * @throws ShapeException if the padded input is smaller than the kernel
   */
  public int outputWidth(int width) {
    return output("columns", width, kernelWidth, strideWidth, paddingWidth);
  }

  private static int output(String axis, int in, int kernel, int stride, int padding) {
    long room = in + 2L * padding - kernel;
    if (room < 0) {
      throw new ShapeException(
          "an input of %d %s with padding %d is smaller than the kernel of %d: use a larger input, more padding or a smaller kernel."
              .formatted(in, axis, padding, kernel));
    }
    return Math.toIntExact(Math.min(room / stride + 1, Integer.MAX_VALUE));
  }

  /** Kernel height and width in one number, as kernels take it: {@code height << 16 | width}. */
  public int kernel() {
    return kernelHeight << 16 | kernelWidth;
  }

  /** Vertical and horizontal stride in one number: {@code height << 16 | width}. */
  public int stride() {
    return strideHeight << 16 | strideWidth;
  }

  /** Vertical and horizontal padding in one number: {@code height << 16 | width}. */
  public int padding() {
    return paddingHeight << 16 | paddingWidth;
  }
}

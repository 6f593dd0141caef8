package org.tornadonn.op.convolution;

import org.tornadonn.plan.ShapeException;

/**
 * A window that slides over an image: kernel size, stride, zero padding and dilation, in rows and
 * columns. Dilation is the distance of neighbouring elements of the kernel: 1 leaves no gaps.
 *
 * <p>Output size, as in PyTorch: {@code floor((in + before + after − dilation·(kernel − 1) − 1) /
 * stride) + 1}, where before and after are the padding at both ends.
 */
public record Window(
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int paddingTop,
    int paddingLeft,
    int paddingBottom,
    int paddingRight,
    int dilationHeight,
    int dilationWidth) {

  private static final int LIMIT = 1 << 15;

  /** With fewer channels, Winograd's transforms cost what its products save. */
  private static final int MANY_CHANNELS = 32;

  public Window {
    if (kernelHeight < 1 || kernelWidth < 1 || strideHeight < 1 || strideWidth < 1) {
      throw new ShapeException(
          "Kernel size %d×%d and stride %d×%d must be at least 1."
              .formatted(kernelHeight, kernelWidth, strideHeight, strideWidth));
    }
    if (Math.min(Math.min(paddingTop, paddingLeft), Math.min(paddingBottom, paddingRight)) < 0) {
      throw new ShapeException(
          "Padding %s must not be negative."
              .formatted(padding(paddingTop, paddingLeft, paddingBottom, paddingRight)));
    }
    if (dilationHeight < 1 || dilationWidth < 1) {
      throw new ShapeException(
          "Dilation %d×%d must be at least 1, which leaves no gaps."
              .formatted(dilationHeight, dilationWidth));
    }
    if (Math.max(kernelHeight, kernelWidth) >= LIMIT
        || Math.max(strideHeight, strideWidth) >= LIMIT
        || Math.max(paddingTop, paddingLeft) >= LIMIT
        || Math.max(paddingBottom, paddingRight) >= LIMIT
        || Math.max(dilationHeight, dilationWidth) >= LIMIT) {
      throw new ShapeException(
          "Kernel size, stride, padding and dilation must be below %d.".formatted(LIMIT));
    }
  }

  /** A window without gaps, with the same padding above and below, left and right. */
  public Window(
      int kernelHeight,
      int kernelWidth,
      int strideHeight,
      int strideWidth,
      int paddingHeight,
      int paddingWidth) {
    this(
        kernelHeight,
        kernelWidth,
        strideHeight,
        strideWidth,
        paddingHeight,
        paddingWidth,
        paddingHeight,
        paddingWidth,
        1,
        1);
  }

  private static String padding(int top, int left, int bottom, int right) {
    return top == bottom && left == right
        ? top + "×" + left
        : "(top %d, left %d, bottom %d, right %d)".formatted(top, left, bottom, right);
  }

  /**
   * Whether it has no gaps and the same padding on opposite sides: what tuned kernels understand.
   */
  public boolean plain() {
    return dilationHeight == 1 && dilationWidth == 1 && evenlyPadded();
  }

  /** Whether the padding is the same on opposite sides. */
  public boolean evenlyPadded() {
    return paddingTop == paddingBottom && paddingLeft == paddingRight;
  }

  /**
   * The rows of padding above, which are as many as those below.
   *
   * @throws IllegalStateException if they are not
   */
  public int paddingHeight() {
    requireEven();
    return paddingTop;
  }

  /**
   * The columns of padding to the left, which are as many as those to the right.
   *
   * @throws IllegalStateException if they are not
   */
  public int paddingWidth() {
    requireEven();
    return paddingLeft;
  }

  private void requireEven() {
    if (!evenlyPadded()) {
      throw new IllegalStateException(
          "The padding "
              + padding(paddingTop, paddingLeft, paddingBottom, paddingRight)
              + " differs on opposite sides.");
    }
  }

  /**
   * Checks that it is one of sequences, which are images of one row.
   *
   * @param operation the name of what needs that
   * @throws ShapeException if it is not
   */
  public void requireRow(String operation) {
    if (kernelHeight != 1 || strideHeight != 1 || paddingTop + paddingBottom > 0) {
      throw new ShapeException(
          "%s slides over sequences: its window has one row, but this one is %d×%d with stride %d×%d."
              .formatted(operation, kernelHeight, kernelWidth, strideHeight, strideWidth));
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
        && plain()
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

  /** A window over sequences: images of one row. */
  public static Window row(int kernel, int stride, int padding) {
    return new Window(1, kernel, 1, stride, 0, padding);
  }

  /** This window with another stride. */
  public Window withStride(int height, int width) {
    return new Window(
        kernelHeight,
        kernelWidth,
        height,
        width,
        paddingTop,
        paddingLeft,
        paddingBottom,
        paddingRight,
        dilationHeight,
        dilationWidth);
  }

  /** This window with another padding, the same above and below, left and right. */
  public Window withPadding(int height, int width) {
    return withPadding(height, width, height, width);
  }

  /** This window with another padding on each side. */
  public Window withPadding(int top, int left, int bottom, int right) {
    return new Window(
        kernelHeight,
        kernelWidth,
        strideHeight,
        strideWidth,
        top,
        left,
        bottom,
        right,
        dilationHeight,
        dilationWidth);
  }

  /** This window with another dilation. */
  public Window withDilation(int height, int width) {
    return new Window(
        kernelHeight,
        kernelWidth,
        strideHeight,
        strideWidth,
        paddingTop,
        paddingLeft,
        paddingBottom,
        paddingRight,
        height,
        width);
  }

  /**
   * This window with the padding that gives results as large as the image, PyTorch's {@code
   * padding="same"}: of an odd number, the larger half is below and to the right.
   *
   * @throws ShapeException if the stride is not 1
   */
  public Window withSamePadding() {
    if (strideHeight != 1 || strideWidth != 1) {
      throw new ShapeException(
          "Padding 'same' needs stride 1, but the stride is %d×%d: pad by numbers, or set the stride to 1."
              .formatted(strideHeight, strideWidth));
    }
    int rows = reachHeight() - 1;
    int columns = reachWidth() - 1;
    return withPadding(rows / 2, columns / 2, rows - rows / 2, columns - columns / 2);
  }

  /** The rows from the first that it takes to the last. */
  public int reachHeight() {
    return reach(kernelHeight, dilationHeight);
  }

  /** The columns from the first that it takes to the last. */
  public int reachWidth() {
    return reach(kernelWidth, dilationWidth);
  }

  private static int reach(int kernel, int dilation) {
    return (kernel - 1) * dilation + 1;
  }

  /**
   * The number of output rows.
   *
   * @throws ShapeException if the padded input is smaller than the kernel
   */
  public int outputHeight(int height) {
    return output("rows", height, reachHeight(), strideHeight, paddingTop, paddingBottom);
  }

  /**
   * The number of output columns.
   *
   * @throws ShapeException if the padded input is smaller than the kernel
   */
  public int outputWidth(int width) {
    return output("columns", width, reachWidth(), strideWidth, paddingLeft, paddingRight);
  }

  /**
   * The number of output rows where the last window may stand over the edge: as many as {@code
   * ceil} instead of {@code floor} gives, but every window starts inside the image or its padding
   * above.
   *
   * @throws ShapeException if the padded input is smaller than the kernel
   */
  public int outputHeightUp(int height) {
    return up(outputHeight(height), height, reachHeight(), strideHeight, paddingTop, paddingBottom);
  }

  /**
   * The number of output columns where the last window may stand over the edge.
   *
   * @throws ShapeException if the padded input is smaller than the kernel
   * @see #outputHeightUp
   */
  public int outputWidthUp(int width) {
    return up(outputWidth(width), width, reachWidth(), strideWidth, paddingLeft, paddingRight);
  }

  private static int up(int floor, int in, int reach, int stride, int before, int after) {
    boolean rest = ((long) in + before + after - reach) % stride > 0;
    return rest && (long) floor * stride < (long) in + before ? floor + 1 : floor;
  }

  private static int output(String axis, int in, int reach, int stride, int before, int after) {
    long room = (long) in + before + after - reach;
    if (room < 0) {
      throw new ShapeException(
          "an input of %d %s with padding %s is smaller than the kernel of %d: use a larger input, more padding or a smaller kernel."
              .formatted(in, axis, before == after ? before : before + " and " + after, reach));
    }
    return Math.toIntExact(Math.min(room / stride + 1, Integer.MAX_VALUE));
  }

  /** Kernel height and width in one number, as kernels take it: {@code height << 16 | width}. */
  public int kernel() {
    return kernelHeight << 16 | kernelWidth;
  }

  /** {@link #reachHeight} and {@link #reachWidth} in one number: {@code height << 16 | width}. */
  public int reach() {
    return reachHeight() << 16 | reachWidth();
  }

  /** Vertical and horizontal stride in one number: {@code height << 16 | width}. */
  public int stride() {
    return strideHeight << 16 | strideWidth;
  }

  /** Padding above and to the left in one number: {@code top << 16 | left}. */
  public int padding() {
    return paddingTop << 16 | paddingLeft;
  }

  /** Padding below and to the right in one number: {@code bottom << 16 | right}. */
  public int paddingBehind() {
    return paddingBottom << 16 | paddingRight;
  }

  /** Vertical and horizontal dilation in one number: {@code height << 16 | width}. */
  public int dilation() {
    return dilationHeight << 16 | dilationWidth;
  }
}

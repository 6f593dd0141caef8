package org.tornadonn.op.pooling;

import org.tornadonn.op.arithmetic.Identity;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Value;

/** Pools as functions of values, by PyTorch's names. */
public final class Pools {

  private Pools() {}

  /**
   * The largest values of square windows that lie side by side.
   *
   * @param x images {@code (n, channels, h, w)}
   * @param kernelSize rows and columns of the window, at least 1
   * @return {@code (n, channels, ho, wo)}
   * @see MaxPool2d
   */
  public static Value maxPool2d(Value x, int kernelSize) {
    return maxPool2d(x, kernelSize, kernelSize, 0, 1, false);
  }

  /**
   * The largest values of square windows.
   *
   * @param x images {@code (n, channels, h, w)}
   * @param kernelSize rows and columns of the window, at least 1
   * @param stride how far it moves, down and to the right, at least 1
   * @param padding rows and columns on each side, which never win; at most half the kernel
   * @param dilation the distance of neighbouring elements of a window, at least 1
   * @param ceilMode whether the last windows may stand over the edge
   * @return {@code (n, channels, ho, wo)}
   * @see MaxPool2d
   */
  public static Value maxPool2d(
      Value x, int kernelSize, int stride, int padding, int dilation, boolean ceilMode) {
    var window = Window.square(kernelSize, stride, padding).withDilation(dilation, dilation);
    return maxPool2d(x, window, ceilMode);
  }

  /** The same with any window. */
  public static Value maxPool2d(Value x, Window window, boolean ceilMode) {
    return apply(new MaxPool2d(window, ceilMode), x);
  }

  /**
   * The largest values of windows of sequences.
   *
   * @param x sequences {@code (n, channels, length)}
   * @param kernelSize the length of the window, at least 1
   * @param stride how far it moves, at least 1
   * @param padding elements at each end, which never win; at most half the kernel
   * @param dilation the distance of neighbouring elements of a window, at least 1
   * @param ceilMode whether the last window may stand over the end
   * @return {@code (n, channels, lo)}
   * @see MaxPool1d
   */
  public static Value maxPool1d(
      Value x, int kernelSize, int stride, int padding, int dilation, boolean ceilMode) {
    var window = Window.row(kernelSize, stride, padding).withDilation(1, dilation);
    return maxPool1d(x, window, ceilMode);
  }

  /** The same with a window of one row. */
  public static Value maxPool1d(Value x, Window window, boolean ceilMode) {
    return apply(new MaxPool1d(window, ceilMode), x);
  }

  /**
   * The means of square windows that lie side by side.
   *
   * @param x images {@code (n, channels, h, w)}
   * @param kernelSize rows and columns of the window, at least 1
   * @return {@code (n, channels, ho, wo)}
   * @see AvgPool2d
   */
  public static Value avgPool2d(Value x, int kernelSize) {
    return avgPool2d(x, kernelSize, kernelSize, 0, false, true);
  }

  /**
   * The means of square windows.
   *
   * @param x images {@code (n, channels, h, w)}
   * @param kernelSize rows and columns of the window, at least 1
   * @param stride how far it moves, down and to the right, at least 1
   * @param padding rows and columns of zeros on each side; at most half the kernel
   * @param ceilMode whether the last windows may stand over the edge
   * @param countIncludePad whether zeros of the padding count
   * @return {@code (n, channels, ho, wo)}
   * @see AvgPool2d
   */
  public static Value avgPool2d(
      Value x, int kernelSize, int stride, int padding, boolean ceilMode, boolean countIncludePad) {
    var window = Window.square(kernelSize, stride, padding);
    return avgPool2d(x, window, ceilMode, countIncludePad, 0);
  }

  /**
   * The same with any window.
   *
   * @param divisor what sums are divided by instead of the size of the window; 0 for that size
   */
  public static Value avgPool2d(
      Value x, Window window, boolean ceilMode, boolean countIncludePad, int divisor) {
    return apply(new AvgPool2d(window, countIncludePad, ceilMode, divisor), x);
  }

  /**
   * The means of windows of sequences.
   *
   * @param x sequences {@code (n, channels, length)}
   * @param kernelSize the length of the window, at least 1
   * @param stride how far it moves, at least 1
   * @param padding zeros at each end; at most half the kernel
   * @param ceilMode whether the last window may stand over the end
   * @param countIncludePad whether zeros of the padding count
   * @return {@code (n, channels, lo)}
   * @see AvgPool1d
   */
  public static Value avgPool1d(
      Value x, int kernelSize, int stride, int padding, boolean ceilMode, boolean countIncludePad) {
    var window = Window.row(kernelSize, stride, padding);
    return avgPool1d(x, window, ceilMode, countIncludePad);
  }

  /** The same with a window of one row. */
  public static Value avgPool1d(Value x, Window window, boolean ceilMode, boolean countIncludePad) {
    return apply(new AvgPool1d(window, countIncludePad, ceilMode), x);
  }

  /**
   * The means of so many windows.
   *
   * @param x images {@code (n, channels, h, w)}
   * @param height rows of the result, at least 1
   * @param width columns of the result, at least 1
   * @return {@code (n, channels, height, width)}
   * @see AdaptiveAvgPool2d
   */
  public static Value adaptiveAvgPool2d(Value x, int height, int width) {
    return apply(new AdaptiveAvgPool2d(height, width), x);
  }

  /**
   * The means of so many windows of sequences.
   *
   * @param x sequences {@code (n, channels, length)}
   * @param size the length of the result, at least 1
   * @return {@code (n, channels, size)}
   * @see AdaptiveAvgPool1d
   */
  public static Value adaptiveAvgPool1d(Value x, int size) {
    return apply(new AdaptiveAvgPool1d(size), x);
  }

  /**
   * The largest values of so many windows.
   *
   * @param x images {@code (n, channels, h, w)}
   * @param height rows of the result, at least 1
   * @param width columns of the result, at least 1
   * @return {@code (n, channels, height, width)}
   * @see AdaptiveMaxPool2d
   */
  public static Value adaptiveMaxPool2d(Value x, int height, int width) {
    return apply(new AdaptiveMaxPool2d(height, width), x);
  }

  /**
   * The largest values of so many windows of sequences.
   *
   * @param x sequences {@code (n, channels, length)}
   * @param size the length of the result, at least 1
   * @return {@code (n, channels, size)}
   * @see AdaptiveMaxPool1d
   */
  public static Value adaptiveMaxPool1d(Value x, int size) {
    return apply(new AdaptiveMaxPool1d(size), x);
  }

  private static Value apply(Operation pool, Value x) {
    return x.tape().apply(pool, Identity.own(x));
  }
}

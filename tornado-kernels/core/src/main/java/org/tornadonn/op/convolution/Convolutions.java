package org.tornadonn.op.convolution;

import org.jspecify.annotations.Nullable;
import org.tornadonn.op.arithmetic.Identity;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/** Convolutions as functions of values, by PyTorch's names. */
public final class Convolutions {

  private Convolutions() {}

  /**
   * Convolves images with stride 1 and no padding.
   *
   * @param x images {@code (n, channels, h, w)}
   * @param weight {@code (out, channels, kh, kw)}
   * @param bias {@code (out)}, or null
   * @return {@code (n, out, h − kh + 1, w − kw + 1)}
   * @see Conv2d
   */
  public static Value conv2d(Value x, Value weight, @Nullable Value bias) {
    return conv2d(x, weight, bias, 1, 0, 1, 1);
  }

  /**
   * Convolves images.
   *
   * @param x images {@code (n, channels, h, w)}
   * @param weight {@code (out, channels / groups, kh, kw)}
   * @param bias {@code (out)}, or null
   * @param stride how far the window moves, down and to the right, at least 1
   * @param padding rows and columns of zeros on each side
   * @param dilation the distance of neighbouring elements of the kernel, at least 1
   * @param groups into how many parts the channels are cut, at least 1
   * @return {@code (n, out, ho, wo)}
   * @see Conv2d
   */
  public static Value conv2d(
      Value x,
      Value weight,
      @Nullable Value bias,
      int stride,
      int padding,
      int dilation,
      int groups) {
    return conv2d(x, weight, bias, window(weight, stride, padding, dilation), groups);
  }

  /** The same with any window. */
  public static Value conv2d(
      Value x, Value weight, @Nullable Value bias, Window window, int groups) {
    return apply(new Conv2d(window, groups), x, weight, bias);
  }

  /**
   * Convolves sequences.
   *
   * @param x sequences {@code (n, channels, length)}
   * @param weight {@code (out, channels / groups, k)}
   * @param bias {@code (out)}, or null
   * @param stride how far the window moves, at least 1
   * @param padding zeros at each end
   * @param dilation the distance of neighbouring elements of the kernel, at least 1
   * @param groups into how many parts the channels are cut, at least 1
   * @return {@code (n, out, lo)}
   * @see Conv1d
   */
  public static Value conv1d(
      Value x,
      Value weight,
      @Nullable Value bias,
      int stride,
      int padding,
      int dilation,
      int groups) {
    return conv1d(x, weight, bias, row(weight, stride, padding, dilation), groups);
  }

  /** The same with a window of one row. */
  public static Value conv1d(
      Value x, Value weight, @Nullable Value bias, Window window, int groups) {
    return apply(new Conv1d(window, groups), x, weight, bias);
  }

  /**
   * Convolves images the other way round, which makes them larger.
   *
   * @param x images {@code (n, channels, h, w)}
   * @param weight {@code (channels, out / groups, kh, kw)}
   * @param bias {@code (out)}, or null
   * @param stride how far apart the elements of x lie in the result, at least 1
   * @param padding rows and columns that are left out of the result on each side
   * @param outputPadding rows and columns that the result has more below and to the right
   * @param groups into how many parts the channels are cut, at least 1
   * @param dilation the distance of neighbouring elements of the kernel, at least 1
   * @return {@code (n, out, ho, wo)}
   * @see ConvTranspose2d
   */
  public static Value convTranspose2d(
      Value x,
      Value weight,
      @Nullable Value bias,
      int stride,
      int padding,
      int outputPadding,
      int groups,
      int dilation) {
    var window = window(weight, stride, padding, dilation);
    return convTranspose2d(x, weight, bias, window, outputPadding, outputPadding, groups);
  }

  /** The same with any window, and with an output padding for rows and one for columns. */
  public static Value convTranspose2d(
      Value x,
      Value weight,
      @Nullable Value bias,
      Window window,
      int outputPaddingHeight,
      int outputPaddingWidth,
      int groups) {
    var operation = new ConvTranspose2d(window, outputPaddingHeight, outputPaddingWidth, groups);
    return apply(operation, x, weight, bias);
  }

  /**
   * Convolves sequences the other way round, which makes them longer.
   *
   * @param x sequences {@code (n, channels, length)}
   * @param weight {@code (channels, out / groups, k)}
   * @param bias {@code (out)}, or null
   * @param stride how far apart the elements of x lie in the result, at least 1
   * @param padding elements that are left out of the result at each end
   * @param outputPadding elements that the result has more at its end
   * @param groups into how many parts the channels are cut, at least 1
   * @param dilation the distance of neighbouring elements of the kernel, at least 1
   * @return {@code (n, out, lo)}
   * @see ConvTranspose1d
   */
  public static Value convTranspose1d(
      Value x,
      Value weight,
      @Nullable Value bias,
      int stride,
      int padding,
      int outputPadding,
      int groups,
      int dilation) {
    var window = row(weight, stride, padding, dilation);
    return convTranspose1d(x, weight, bias, window, outputPadding, groups);
  }

  /** The same with a window of one row. */
  public static Value convTranspose1d(
      Value x, Value weight, @Nullable Value bias, Window window, int outputPadding, int groups) {
    return apply(new ConvTranspose1d(window, outputPadding, groups), x, weight, bias);
  }

  private static void require(Value weight, int rank, String axes) {
    if (weight.shape().rank() != rank) {
      throw new ShapeException(
          "A convolution has a weight %s, but gets %s.".formatted(axes, weight.shape()));
    }
  }

  private static Window window(Value weight, int stride, int padding, int dilation) {
    var shape = weight.shape();
    require(weight, 4, "(out, channels, kh, kw)");
    return new Window(shape.dim(-2), shape.dim(-1), stride, stride, padding, padding)
        .withDilation(dilation, dilation);
  }

  private static Window row(Value weight, int stride, int padding, int dilation) {
    require(weight, 3, "(out, channels, k)");
    return Window.row(weight.shape().dim(-1), stride, padding).withDilation(1, dilation);
  }

  private static Value apply(Operation operation, Value x, Value weight, @Nullable Value bias) {
    var own = Identity.own(x);
    return bias == null
        ? x.tape().apply(operation, own, weight)
        : x.tape().apply(operation, own, weight, bias);
  }
}

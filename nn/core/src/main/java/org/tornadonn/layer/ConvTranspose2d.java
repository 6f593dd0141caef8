package org.tornadonn.layer;

import org.tornadonn.op.convolution.Convolutions;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * Transposed two-dimensional convolution, which makes images larger, over images {@code (n,
 * inChannels, h, w)}; parameters {@code weight (inChannels, outChannels / groups, kh, kw)} and
 * {@code bias (outChannels)}.
 *
 * @param inChannels the channels of the images that come, at least 1
 * @param outChannels the channels of the result, at least 1
 * @param window kernel size, stride (default 1), padding (default 0) and dilation (default 1)
 * @param outputPaddingHeight rows that the result has more below; default 0
 * @param outputPaddingWidth columns that it has more to the right; default 0
 * @param groups into how many parts channels are cut, each with weights of its own; default 1.
 *     inChannels makes a depthwise convolution
 * @param bias whether to add a bias; default true
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.ConvTranspose2d.html">PyTorch</a>
 */
public record ConvTranspose2d(
    int inChannels,
    int outChannels,
    Window window,
    int outputPaddingHeight,
    int outputPaddingWidth,
    int groups,
    boolean bias)
    implements Layer {

  /** Checks that there are channels, which groups divide. */
  public ConvTranspose2d {
    Channels.check("ConvTranspose2d", inChannels, outChannels, groups);
  }

  /**
   * {@return this layer with another stride}
   *
   * @param stride how far the window moves, down and to the right, at least 1
   */
  public ConvTranspose2d stride(int stride) {
    return stride(stride, stride);
  }

  /**
   * {@return this layer with another stride in rows and columns}
   *
   * @param height how many rows the kernel moves down, at least 1
   * @param width how many columns it moves to the right, at least 1
   */
  public ConvTranspose2d stride(int height, int width) {
    return new ConvTranspose2d(
        inChannels,
        outChannels,
        window.withStride(height, width),
        outputPaddingHeight,
        outputPaddingWidth,
        groups,
        bias);
  }

  /**
   * {@return this layer with less of the result on all four sides}
   *
   * @param padding rows and columns that are left out on each side, 0 or more
   */
  public ConvTranspose2d padding(int padding) {
    return padding(padding, padding);
  }

  /**
   * {@return this layer with less of the result above and below, left and right}
   *
   * @param height rows that are left out above, and as many below
   * @param width columns that are left out to the left, and as many to the right
   */
  public ConvTranspose2d padding(int height, int width) {
    return new ConvTranspose2d(
        inChannels,
        outChannels,
        window.withPadding(height, width),
        outputPaddingHeight,
        outputPaddingWidth,
        groups,
        bias);
  }

  /**
   * {@return this layer with more of the result below and to the right}
   *
   * @param outputPadding rows and columns, less than stride or dilation
   */
  public ConvTranspose2d outputPadding(int outputPadding) {
    return outputPadding(outputPadding, outputPadding);
  }

  /**
   * {@return this layer with more of the result below and to the right}
   *
   * @param height rows below, less than stride or dilation
   * @param width columns to the right, less than stride or dilation
   */
  public ConvTranspose2d outputPadding(int height, int width) {
    return new ConvTranspose2d(inChannels, outChannels, window, height, width, groups, bias);
  }

  /**
   * {@return this layer with another dilation}
   *
   * @param dilation the distance of neighbouring elements of the kernel, at least 1
   */
  public ConvTranspose2d dilation(int dilation) {
    return dilation(dilation, dilation);
  }

  /**
   * {@return this layer with another dilation in rows and columns}
   *
   * @param height the distance of neighbouring rows of the kernel, at least 1
   * @param width the distance of its neighbouring columns, at least 1
   */
  public ConvTranspose2d dilation(int height, int width) {
    return new ConvTranspose2d(
        inChannels,
        outChannels,
        window.withDilation(height, width),
        outputPaddingHeight,
        outputPaddingWidth,
        groups,
        bias);
  }

  /**
   * {@return this layer with another number of groups}
   *
   * @param groups into how many parts channels are cut, each with weights of its own
   */
  public ConvTranspose2d groups(int groups) {
    return new ConvTranspose2d(
        inChannels, outChannels, window, outputPaddingHeight, outputPaddingWidth, groups, bias);
  }

  /**
   * {@return this layer with or without a bias}
   *
   * @param bias whether it adds one number to each output
   */
  public ConvTranspose2d bias(boolean bias) {
    return new ConvTranspose2d(
        inChannels, outChannels, window, outputPaddingHeight, outputPaddingWidth, groups, bias);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    var shape =
        Shape.of(inChannels, outChannels / groups, window.kernelHeight(), window.kernelWidth());
    var start = Initializer.kaimingUniform(shape.sample().size());
    var weight = scope.parameter("weight", shape, start);
    var shift = bias ? scope.parameter("bias", Shape.of(outChannels), start) : null;
    return Convolutions.convTranspose2d(
        x, weight, shift, window, outputPaddingHeight, outputPaddingWidth, groups);
  }
}

package org.tornadonn.layer;

import org.tornadonn.op.convolution.Convolutions;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * Two-dimensional convolution over images {@code (n, inChannels, h, w)}; parameters {@code weight
 * (outChannels, inChannels / groups, kh, kw)} and {@code bias (outChannels)}.
 *
 * @param inChannels the channels of the images that come, at least 1
 * @param outChannels the channels of the result, at least 1
 * @param window kernel size, stride (default 1), padding (default 0) and dilation (default 1)
 * @param groups into how many parts channels are cut, each with weights of its own; default 1.
 *     inChannels makes a depthwise convolution
 * @param bias whether to add a bias; default true
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html">PyTorch</a>
 */
public record Conv2d(int inChannels, int outChannels, Window window, int groups, boolean bias)
    implements Layer {

  /** Checks that there are channels, which groups divide. */
  public Conv2d {
    Channels.check("Conv2d", inChannels, outChannels, groups);
  }

  /**
   * A convolution of every channel with every other.
   *
   * @param inChannels the channels of the images that come, at least 1
   * @param outChannels the channels of the result, at least 1
   * @param window kernel size, stride, padding and dilation
   * @param bias whether to add a bias
   */
  public Conv2d(int inChannels, int outChannels, Window window, boolean bias) {
    this(inChannels, outChannels, window, 1, bias);
  }

  /**
   * {@return this layer with another stride}
   *
   * @param stride how far the window moves, down and to the right, at least 1
   */
  public Conv2d stride(int stride) {
    return stride(stride, stride);
  }

  /**
   * {@return this layer with another stride in rows and columns}
   *
   * @param height how many rows the kernel moves down, at least 1
   * @param width how many columns it moves to the right, at least 1
   */
  public Conv2d stride(int height, int width) {
    return new Conv2d(inChannels, outChannels, window.withStride(height, width), groups, bias);
  }

  /**
   * {@return this layer with zero padding on all four sides}
   *
   * @param padding rows and columns of zeros on each side, 0 or more
   */
  public Conv2d padding(int padding) {
    return padding(padding, padding);
  }

  /**
   * {@return this layer with zero padding above and below, left and right}
   *
   * @param height rows of zeros above, and as many below
   * @param width columns of zeros to the left, and as many to the right
   */
  public Conv2d padding(int height, int width) {
    return padding(height, width, height, width);
  }

  /**
   * {@return this layer with zero padding of its own on each side}
   *
   * @param top rows of zeros above
   * @param left columns of zeros to the left
   * @param bottom rows of zeros below
   * @param right columns of zeros to the right
   */
  public Conv2d padding(int top, int left, int bottom, int right) {
    return new Conv2d(
        inChannels, outChannels, window.withPadding(top, left, bottom, right), groups, bias);
  }

  /**
   * {@return this layer with the padding that keeps the size of images, PyTorch's {@code
   * padding="same"}} It follows from the kernel and its dilation: set that first.
   */
  public Conv2d samePadding() {
    return new Conv2d(inChannels, outChannels, window.withSamePadding(), groups, bias);
  }

  /**
   * {@return this layer with another dilation}
   *
   * @param dilation the distance of neighbouring elements of the kernel, at least 1
   */
  public Conv2d dilation(int dilation) {
    return dilation(dilation, dilation);
  }

  /**
   * {@return this layer with another dilation in rows and columns}
   *
   * @param height the distance of neighbouring rows of the kernel, at least 1
   * @param width the distance of its neighbouring columns, at least 1
   */
  public Conv2d dilation(int height, int width) {
    return new Conv2d(inChannels, outChannels, window.withDilation(height, width), groups, bias);
  }

  /**
   * {@return this layer with another number of groups}
   *
   * @param groups into how many parts channels are cut, each with weights of its own
   */
  public Conv2d groups(int groups) {
    return new Conv2d(inChannels, outChannels, window, groups, bias);
  }

  /**
   * {@return this layer with or without a bias}
   *
   * @param bias whether it adds one number to each output
   */
  public Conv2d bias(boolean bias) {
    return new Conv2d(inChannels, outChannels, window, groups, bias);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    var shape =
        Shape.of(outChannels, inChannels / groups, window.kernelHeight(), window.kernelWidth());
    var start = Initializer.kaimingUniform(shape.sample().size());
    var weight = scope.parameter("weight", shape, start);
    var shift = bias ? scope.parameter("bias", Shape.of(outChannels), start) : null;
    return Convolutions.conv2d(x, weight, shift, window, groups);
  }
}

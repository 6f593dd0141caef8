package org.tornadonn.layer;

import org.tornadonn.op.convolution.Window;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * Two-dimensional convolution over images {@code (n, inChannels, h, w)}; parameters {@code weight
 * (outChannels, inChannels, kh, kw)} and {@code bias (outChannels)}.
 *
 * @param inChannels the channels of the images that come, at least 1
 * @param outChannels the channels of the result, at least 1
 * @param window kernel size, stride (default 1) and padding (default 0)
 * @param bias whether to add a bias; default true
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html">PyTorch</a>
 */
public record Conv2d(int inChannels, int outChannels, Window window, boolean bias)
    implements Layer {

  /** Checks that there are channels. */
  public Conv2d {
    if (inChannels < 1 || outChannels < 1) {
      throw new ShapeException(
          "Conv2d needs at least one channel, but gets inChannels %d and outChannels %d."
              .formatted(inChannels, outChannels));
    }
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
    return new Conv2d(inChannels, outChannels, window.withStride(height, width), bias);
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
    return new Conv2d(inChannels, outChannels, window.withPadding(height, width), bias);
  }

  /**
   * {@return this layer with or without a bias}
   *
   * @param bias whether it adds one number to each output
   */
  public Conv2d bias(boolean bias) {
    return new Conv2d(inChannels, outChannels, window, bias);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    var start =
        Initializer.kaimingUniform(inChannels * window.kernelHeight() * window.kernelWidth());
    var weight =
        scope.parameter(
            "weight",
            Shape.of(outChannels, inChannels, window.kernelHeight(), window.kernelWidth()),
            start);
    var operation = new org.tornadonn.op.convolution.Conv2d(window);
    return bias
        ? scope.apply(operation, x, weight, scope.parameter("bias", Shape.of(outChannels), start))
        : scope.apply(operation, x, weight);
  }
}

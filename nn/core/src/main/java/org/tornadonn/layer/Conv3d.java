package org.tornadonn.layer;

import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.volume.Volumes;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * Three-dimensional convolution over volumes {@code (n, inChannels, d, h, w)}, or over the frames
 * of videos; parameters {@code weight (outChannels, inChannels / groups, kd, kh, kw)} and {@code
 * bias (outChannels)}.
 *
 * @param inChannels the channels of the volumes that come, at least 1
 * @param outChannels the channels of the result, at least 1
 * @param depth how the window moves along depth, one row: kernel size, stride (default 1), padding
 *     (default 0) and dilation (default 1)
 * @param window how it moves in each plane
 * @param groups into how many parts channels are cut, each with weights of its own; default 1
 * @param bias whether to add a bias; default true
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv3d.html">PyTorch</a>
 */
public record Conv3d(
    int inChannels, int outChannels, Window depth, Window window, int groups, boolean bias)
    implements Layer {

  /** Checks that there are channels, which groups divide. */
  public Conv3d {
    Channels.check("Conv3d", inChannels, outChannels, groups);
    depth.requireRow("Conv3d's depth");
  }

  /**
   * {@return this layer with another stride}
   *
   * @param stride how far the window moves in each direction, at least 1
   */
  public Conv3d stride(int stride) {
    return stride(stride, stride, stride);
  }

  /**
   * {@return this layer with a stride of its own in each direction}
   *
   * @param planes how far the window moves along depth, at least 1
   * @param height how many rows it moves down, at least 1
   * @param width how many columns it moves to the right, at least 1
   */
  public Conv3d stride(int planes, int height, int width) {
    return new Conv3d(
        inChannels,
        outChannels,
        depth.withStride(1, planes),
        window.withStride(height, width),
        groups,
        bias);
  }

  /**
   * {@return this layer with zero padding on all six sides}
   *
   * @param padding planes, rows and columns of zeros on each side
   */
  public Conv3d padding(int padding) {
    return padding(padding, padding, padding);
  }

  /**
   * {@return this layer with a padding of its own in each direction}
   *
   * @param planes planes in front, and as many behind
   * @param height rows above, and as many below
   * @param width columns to the left, and as many to the right
   */
  public Conv3d padding(int planes, int height, int width) {
    return new Conv3d(
        inChannels,
        outChannels,
        depth.withPadding(0, planes),
        window.withPadding(height, width),
        groups,
        bias);
  }

  /**
   * {@return this layer with another dilation}
   *
   * @param dilation the distance of neighbouring elements of the kernel, at least 1
   */
  public Conv3d dilation(int dilation) {
    return new Conv3d(
        inChannels,
        outChannels,
        depth.withDilation(1, dilation),
        window.withDilation(dilation, dilation),
        groups,
        bias);
  }

  /**
   * {@return this layer with another number of groups}
   *
   * @param groups into how many parts channels are cut, each with weights of its own
   */
  public Conv3d groups(int groups) {
    return new Conv3d(inChannels, outChannels, depth, window, groups, bias);
  }

  /**
   * {@return this layer with or without a bias}
   *
   * @param bias whether it adds one number to each output
   */
  public Conv3d bias(boolean bias) {
    return new Conv3d(inChannels, outChannels, depth, window, groups, bias);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    var shape =
        Shape.of(
            outChannels,
            inChannels / groups,
            depth.kernelWidth(),
            window.kernelHeight(),
            window.kernelWidth());
    var start = Initializer.kaimingUniform(shape.sample().size());
    var weight = scope.parameter("weight", shape, start);
    var shift = bias ? scope.parameter("bias", Shape.of(outChannels), start) : null;
    return Volumes.conv3d(x, weight, shift, depth, window, groups);
  }
}

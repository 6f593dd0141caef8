package org.tornadonn.layer;

import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.volume.Volumes;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * Transposed convolution, which makes volumes larger, over volumes {@code (n, inChannels, d, h,
 * w)}; parameters {@code weight (inChannels, outChannels / groups, kd, kh, kw)} and {@code bias
 * (outChannels)}.
 *
 * @param inChannels the channels of the volumes that come, at least 1
 * @param outChannels the channels of the result, at least 1
 * @param depth how the window moves along depth, one row: kernel size, stride (default 1), padding
 *     (default 0) and dilation (default 1)
 * @param window how it moves in each plane
 * @param outputPadding how many planes, rows and columns the result has more at its ends; default 0
 * @param groups into how many parts channels are cut, each with weights of its own; default 1
 * @param bias whether to add a bias; default true
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.ConvTranspose3d.html">PyTorch</a>
 */
public record ConvTranspose3d(
    int inChannels,
    int outChannels,
    Window depth,
    Window window,
    int outputPadding,
    int groups,
    boolean bias)
    implements Layer {

  /** Checks that there are channels, which groups divide. */
  public ConvTranspose3d {
    Channels.check("ConvTranspose3d", inChannels, outChannels, groups);
    depth.requireRow("ConvTranspose3d's depth");
  }

  /**
   * {@return this layer with another stride}
   *
   * @param stride how far the window moves in each direction, at least 1
   */
  public ConvTranspose3d stride(int stride) {
    return stride(stride, stride, stride);
  }

  /**
   * {@return this layer with a stride of its own in each direction}
   *
   * @param planes how far the window moves along depth, at least 1
   * @param height how many rows it moves down, at least 1
   * @param width how many columns it moves to the right, at least 1
   */
  public ConvTranspose3d stride(int planes, int height, int width) {
    return new ConvTranspose3d(
        inChannels,
        outChannels,
        depth.withStride(1, planes),
        window.withStride(height, width),
        outputPadding,
        groups,
        bias);
  }

  /**
   * {@return this layer with less of the result on all six sides}
   *
   * @param padding planes, rows and columns that are left out on each side
   */
  public ConvTranspose3d padding(int padding) {
    return padding(padding, padding, padding);
  }

  /**
   * {@return this layer with a padding of its own in each direction}
   *
   * @param planes planes in front, and as many behind
   * @param height rows above, and as many below
   * @param width columns to the left, and as many to the right
   */
  public ConvTranspose3d padding(int planes, int height, int width) {
    return new ConvTranspose3d(
        inChannels,
        outChannels,
        depth.withPadding(0, planes),
        window.withPadding(height, width),
        outputPadding,
        groups,
        bias);
  }

  /**
   * {@return this layer with more of the result at its ends}
   *
   * @param more planes, rows and columns, fewer than stride or dilation
   */
  public ConvTranspose3d outputPadding(int more) {
    return new ConvTranspose3d(inChannels, outChannels, depth, window, more, groups, bias);
  }

  /**
   * {@return this layer with another dilation}
   *
   * @param dilation the distance of neighbouring elements of the kernel, at least 1
   */
  public ConvTranspose3d dilation(int dilation) {
    return new ConvTranspose3d(
        inChannels,
        outChannels,
        depth.withDilation(1, dilation),
        window.withDilation(dilation, dilation),
        outputPadding,
        groups,
        bias);
  }

  /**
   * {@return this layer with another number of groups}
   *
   * @param groups into how many parts channels are cut, each with weights of its own
   */
  public ConvTranspose3d groups(int groups) {
    return new ConvTranspose3d(inChannels, outChannels, depth, window, outputPadding, groups, bias);
  }

  /**
   * {@return this layer with or without a bias}
   *
   * @param bias whether it adds one number to each output
   */
  public ConvTranspose3d bias(boolean bias) {
    return new ConvTranspose3d(inChannels, outChannels, depth, window, outputPadding, groups, bias);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    var shape =
        Shape.of(
            inChannels,
            outChannels / groups,
            depth.kernelWidth(),
            window.kernelHeight(),
            window.kernelWidth());
    var start = Initializer.kaimingUniform(shape.sample().size());
    var weight = scope.parameter("weight", shape, start);
    var shift = bias ? scope.parameter("bias", Shape.of(outChannels), start) : null;
    return Volumes.convTranspose3d(x, weight, shift, depth, window, outputPadding, groups);
  }
}

package org.tornadonn.layer;

import org.tornadonn.op.convolution.Convolutions;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * Transposed convolution, which makes sequences longer, over sequences {@code (n, inChannels,
 * length)}; parameters {@code weight (inChannels, outChannels / groups, k)} and {@code bias
 * (outChannels)}.
 *
 * @param inChannels the channels of the sequences that come, at least 1
 * @param outChannels the channels of the result, at least 1
 * @param window kernel size, stride (default 1), padding (default 0) and dilation (default 1)
 * @param outputPadding how many elements the result has more at its end; default 0
 * @param groups into how many parts channels are cut, each with weights of its own; default 1.
 *     inChannels makes a depthwise convolution
 * @param bias whether to add a bias; default true
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.ConvTranspose1d.html">PyTorch</a>
 */
public record ConvTranspose1d(
    int inChannels, int outChannels, Window window, int outputPadding, int groups, boolean bias)
    implements Layer {

  /** Checks that there are channels, which groups divide. */
  public ConvTranspose1d {
    Channels.check("ConvTranspose1d", inChannels, outChannels, groups);
  }

  /**
   * {@return this layer with another stride}
   *
   * @param stride how far the window moves, at least 1
   */
  public ConvTranspose1d stride(int stride) {
    return new ConvTranspose1d(
        inChannels, outChannels, window.withStride(1, stride), outputPadding, groups, bias);
  }

  /**
   * {@return this layer with less of the result at both ends}
   *
   * @param padding elements that are left out at each end, 0 or more
   */
  public ConvTranspose1d padding(int padding) {
    return new ConvTranspose1d(
        inChannels, outChannels, window.withPadding(0, padding), outputPadding, groups, bias);
  }

  /**
   * {@return this layer with more of the result at its end}
   *
   * @param more how many elements, less than stride or dilation
   */
  public ConvTranspose1d outputPadding(int more) {
    return new ConvTranspose1d(inChannels, outChannels, window, more, groups, bias);
  }

  /**
   * {@return this layer with another dilation}
   *
   * @param dilation the distance of neighbouring elements of the kernel, at least 1
   */
  public ConvTranspose1d dilation(int dilation) {
    return new ConvTranspose1d(
        inChannels, outChannels, window.withDilation(1, dilation), outputPadding, groups, bias);
  }

  /**
   * {@return this layer with another number of groups}
   *
   * @param groups into how many parts channels are cut, each with weights of its own
   */
  public ConvTranspose1d groups(int groups) {
    return new ConvTranspose1d(inChannels, outChannels, window, outputPadding, groups, bias);
  }

  /**
   * {@return this layer with or without a bias}
   *
   * @param bias whether it adds one number to each output
   */
  public ConvTranspose1d bias(boolean bias) {
    return new ConvTranspose1d(inChannels, outChannels, window, outputPadding, groups, bias);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    var shape = Shape.of(inChannels, outChannels / groups, window.kernelWidth());
    var start = Initializer.kaimingUniform(shape.sample().size());
    var weight = scope.parameter("weight", shape, start);
    var shift = bias ? scope.parameter("bias", Shape.of(outChannels), start) : null;
    return Convolutions.convTranspose1d(x, weight, shift, window, outputPadding, groups);
  }
}

package org.tornadonn.layer;

import org.tornadonn.op.convolution.Convolutions;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * Convolution over sequences {@code (n, inChannels, length)}; parameters {@code weight
 * (outChannels, inChannels / groups, k)} and {@code bias (outChannels)}.
 *
 * @param inChannels the channels of the sequences that come, at least 1
 * @param outChannels the channels of the result, at least 1
 * @param window kernel size, stride (default 1), padding (default 0) and dilation (default 1)
 * @param groups into how many parts channels are cut, each with weights of its own; default 1.
 *     inChannels makes a depthwise convolution
 * @param bias whether to add a bias; default true
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv1d.html">PyTorch</a>
 */
public record Conv1d(int inChannels, int outChannels, Window window, int groups, boolean bias)
    implements Layer {

  /** Checks that there are channels, which groups divide. */
  public Conv1d {
    Channels.check("Conv1d", inChannels, outChannels, groups);
  }

  /**
   * {@return this layer with another stride}
   *
   * @param stride how far the window moves, at least 1
   */
  public Conv1d stride(int stride) {
    return new Conv1d(inChannels, outChannels, window.withStride(1, stride), groups, bias);
  }

  /**
   * {@return this layer with zero padding at both ends}
   *
   * @param padding zeros at each end, 0 or more
   */
  public Conv1d padding(int padding) {
    return padding(padding, padding);
  }

  /**
   * {@return this layer with zero padding of its own at each end}
   *
   * @param left zeros before the beginning; all of them make a causal convolution
   * @param right zeros behind the end
   */
  public Conv1d padding(int left, int right) {
    return new Conv1d(inChannels, outChannels, window.withPadding(0, left, 0, right), groups, bias);
  }

  /**
   * {@return this layer with the padding that keeps the length of sequences, PyTorch's {@code
   * padding="same"}} It follows from the kernel and its dilation: set that first.
   */
  public Conv1d samePadding() {
    return new Conv1d(inChannels, outChannels, window.withSamePadding(), groups, bias);
  }

  /**
   * {@return this layer with another dilation}
   *
   * @param dilation the distance of neighbouring elements of the kernel, at least 1
   */
  public Conv1d dilation(int dilation) {
    return new Conv1d(inChannels, outChannels, window.withDilation(1, dilation), groups, bias);
  }

  /**
   * {@return this layer with another number of groups}
   *
   * @param groups into how many parts channels are cut, each with weights of its own
   */
  public Conv1d groups(int groups) {
    return new Conv1d(inChannels, outChannels, window, groups, bias);
  }

  /**
   * {@return this layer with or without a bias}
   *
   * @param bias whether it adds one number to each output
   */
  public Conv1d bias(boolean bias) {
    return new Conv1d(inChannels, outChannels, window, groups, bias);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    var shape = Shape.of(outChannels, inChannels / groups, window.kernelWidth());
    var start = Initializer.kaimingUniform(shape.sample().size());
    var weight = scope.parameter("weight", shape, start);
    var shift = bias ? scope.parameter("bias", Shape.of(outChannels), start) : null;
    return Convolutions.conv1d(x, weight, shift, window, groups);
  }
}

package org.tornadonn.zoo;

import static org.tornadonn.layer.Layers.adaptiveAvgPool2d;
import static org.tornadonn.layer.Layers.batchNorm2d;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.maxPool2d;
import static org.tornadonn.layer.Layers.sequential;
import static org.tornadonn.op.F.add;
import static org.tornadonn.op.F.flatten;
import static org.tornadonn.op.F.relu;

import java.util.ArrayList;
import java.util.List;
import org.tornadonn.layer.Initializer;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Scope;
import org.tornadonn.plan.Value;

/**
 * Residual networks, and ResNeXts, whose blocks convolve in groups. Input {@code (n, 3, h, w)} (or
 * any other number of channels), from 32 pixels up; output {@code (n, classes)}.
 *
 * @param depths the blocks of each of the four stages
 * @param isBottleneck whether a block has three convolutions, 1×1, 3×3 and 1×1, or two of 3×3
 * @param groups of the 3×3 convolution of a bottleneck
 * @param groupWidth the channels of each of these groups in the first stage; 64 if it is one
 * @param isStemSmall whether the first convolution is 3×3 with a stride of 1 and no pooling behind
 *     it, as pictures of 32×32 want it; otherwise 7×7 with a stride of 2, and a maximum of 3×3
 * @param classes the number of outputs
 * @see <a href="https://arxiv.org/abs/1512.03385">He and others, Deep residual learning</a>
 * @see <a href="https://arxiv.org/abs/1611.05431">Xie and others, Aggregated residual
 *     transformations</a>
 */
public record ResNet(
    List<Integer> depths,
    boolean isBottleneck,
    int groups,
    int groupWidth,
    boolean isStemSmall,
    int classes)
    implements Layer {

  /** Copies the list. */
  public ResNet {
    depths = List.copyOf(depths);
  }

  /** {@return ResNet-18} */
  public static ResNet resnet18(int classes) {
    return new ResNet(List.of(2, 2, 2, 2), false, 1, 64, false, classes);
  }

  /** {@return ResNet-34} */
  public static ResNet resnet34(int classes) {
    return new ResNet(List.of(3, 4, 6, 3), false, 1, 64, false, classes);
  }

  /** {@return ResNet-50} */
  public static ResNet resnet50(int classes) {
    return new ResNet(List.of(3, 4, 6, 3), true, 1, 64, false, classes);
  }

  /** {@return ResNeXt-50, with 32 groups of 4 channels} */
  public static ResNet resnext50(int classes) {
    return new ResNet(List.of(3, 4, 6, 3), true, 32, 4, false, classes);
  }

  /**
   * {@return this network with a first convolution of 3×3 that halves nothing, and without the
   * pooling behind it: for small pictures, such as CIFAR's of 32×32}
   */
  public ResNet withSmallStem() {
    return new ResNet(depths, isBottleneck, groups, groupWidth, true, classes);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    var own = scope.beginning(First.convolutions(Initializer::kaimingNormalFanOut));
    int in = x.shape().dim(1);
    var stem = isStemSmall ? conv2d(in, 64, 3).padding(1) : conv2d(in, 64, 7).stride(2).padding(3);
    var y = own.call("conv1", stem.bias(false), x);
    y = relu(own.call("bn1", batchNorm2d(64), y));
    y = isStemSmall ? y : own.call("maxpool", maxPool2d(3, 2, 1), y);
    for (int stage = 0; stage < depths.size(); stage++) {
      y = own.call("layer" + (stage + 1), stage(stage, y.shape().dim(1)), y);
    }
    y = flatten(own.call("avgpool", adaptiveAvgPool2d(1, 1), y), 1, -1);
    return own.call("fc", linear(y.shape().dim(1), classes), y);
  }

  private Layer stage(int stage, int channels) {
    var blocks = new ArrayList<Layer>();
    int planes = 64 << stage;
    int out = isBottleneck ? 4 * planes : planes;
    for (int i = 0; i < depths.get(stage); i++) {
      int in = i == 0 ? channels : out;
      int stride = i == 0 && stage > 0 ? 2 : 1;
      blocks.add(
          isBottleneck
              ? new Bottleneck(in, planes * groupWidth / 64 * groups, out, stride, groups)
              : new Basic(in, out, stride));
    }
    return sequential(blocks.toArray(Layer[]::new));
  }

  /** Two 3×3 convolutions past which x goes. */
  private record Basic(int in, int out, int stride) implements Layer {

    @Override
    public Value forward(Scope scope, Value x) {
      var y = scope.call("conv1", conv2d(in, out, 3).stride(stride).padding(1).bias(false), x);
      y = relu(scope.call("bn1", batchNorm2d(out), y));
      y = scope.call("conv2", conv2d(out, out, 3).padding(1).bias(false), y);
      y = scope.call("bn2", batchNorm2d(out), y);
      return relu(add(y, shortcut(scope, x, in, out, stride)));
    }
  }

  /** A 3×3 convolution between two of 1×1, past which x goes. */
  private record Bottleneck(int in, int width, int out, int stride, int groups) implements Layer {

    @Override
    public Value forward(Scope scope, Value x) {
      var middle = conv2d(width, width, 3).stride(stride).padding(1).groups(groups).bias(false);
      var y = scope.call("conv1", conv2d(in, width, 1).bias(false), x);
      y = relu(scope.call("bn1", batchNorm2d(width), y));
      y = scope.call("conv2", middle, y);
      y = relu(scope.call("bn2", batchNorm2d(width), y));
      y = scope.call("conv3", conv2d(width, out, 1).bias(false), y);
      y = scope.call("bn3", batchNorm2d(out), y);
      return relu(add(y, shortcut(scope, x, in, out, stride)));
    }
  }

  private static Value shortcut(Scope scope, Value x, int in, int out, int stride) {
    return stride == 1 && in == out
        ? x
        : scope.call(
            "downsample",
            sequential(conv2d(in, out, 1).stride(stride).bias(false), batchNorm2d(out)),
            x);
  }
}

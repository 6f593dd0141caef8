package org.tornadonn.zoo;

import static org.tornadonn.layer.Layers.adaptiveAvgPool2d;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.layerNorm;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.op.F.add;
import static org.tornadonn.op.F.flatten;
import static org.tornadonn.op.F.gelu;
import static org.tornadonn.op.F.mul;
import static org.tornadonn.op.F.permute;

import java.util.List;
import org.tornadonn.layer.Initializer;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Scope;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * Convolutional networks built like transformers. Input {@code (n, 3, h, w)}, from 32 pixels up;
 * output {@code (n, classes)}.
 *
 * @param depths the blocks of each stage
 * @param widths the channels of each stage
 * @param drop the probability that a sample goes past the last block while training; less for
 *     earlier ones
 * @param classes the number of outputs
 * @see <a href="https://arxiv.org/abs/2201.03545">Liu and others, A ConvNet for the 2020s</a>
 */
public record ConvNeXt(List<Integer> depths, List<Integer> widths, float drop, int classes)
    implements Layer {

  private static final float EPS = 1e-6f;

  private static final Initializer START = Initializer.truncatedNormal(0.02);

  /** Copies the lists. */
  public ConvNeXt {
    depths = List.copyOf(depths);
    widths = List.copyOf(widths);
  }

  /** {@return ConvNeXt-Tiny} */
  public static ConvNeXt convnextTiny(int classes) {
    return new ConvNeXt(List.of(3, 3, 9, 3), List.of(96, 192, 384, 768), 0.1f, classes);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    var own = scope.beginning(First.all(weight -> START, weight -> START));
    var y = own.call("features", this::features, x);
    y = own.call("avgpool", adaptiveAvgPool2d(1, 1), y);
    return own.call("classifier", this::classifier, y);
  }

  private Value features(Scope scope, Value x) {
    var y = x;
    int total = depths.stream().mapToInt(Integer::intValue).sum() - 1;
    int block = 0;
    for (int stage = 0; stage < depths.size(); stage++) {
      int of = stage;
      int first = block;
      y = scope.call(String.valueOf(2 * stage), (inner, z) -> down(inner, z, of), y);
      y =
          scope.call(
              String.valueOf(2 * stage + 1), (inner, z) -> stage(inner, z, of, first, total), y);
      block += depths.get(stage);
    }
    return y;
  }

  private Value down(Scope scope, Value x, int stage) {
    int in = x.shape().dim(1);
    int out = widths.get(stage);
    return stage == 0
        ? scope.call("1", ConvNeXt::normalized, scope.call("0", conv2d(in, out, 4).stride(4), x))
        : scope.call("1", conv2d(in, out, 2).stride(2), scope.call("0", ConvNeXt::normalized, x));
  }

  private Value stage(Scope scope, Value x, int stage, int first, int total) {
    var y = x;
    for (int i = 0; i < depths.get(stage); i++) {
      y =
          scope.call(
              String.valueOf(i), new Block(widths.get(stage), drop * (first + i) / total), y);
    }
    return y;
  }

  private Value classifier(Scope scope, Value x) {
    var y = flatten(scope.call("0", ConvNeXt::normalized, x), 1, -1);
    return scope.call("2", linear(y.shape().dim(1), classes), y);
  }

  /** Layer normalization of the channels of each pixel. */
  private static Value normalized(Scope scope, Value x) {
    var norm = layerNorm(x.shape().dim(1)).eps(EPS);
    return permute(norm.forward(scope, permute(x, 0, 2, 3, 1)), 0, 3, 1, 2);
  }

  /** A 7×7 convolution of each channel, then two layers for each pixel. */
  private record Block(int channels, float drop) implements Layer {

    @Override
    public Value forward(Scope scope, Value x) {
      Initializer small =
          (values, at, length, random) -> java.util.Arrays.fill(values, at, at + length, 1e-6f);
      var scale = scope.parameter("layer_scale", Shape.of(channels, 1, 1), small);
      var y = mul(scope.call("block", this::branch, x), scale);
      return add(scope.call("stochastic_depth", new StochasticDepth(drop), y), x);
    }

    private Value branch(Scope scope, Value x) {
      var y = scope.call("0", conv2d(channels, channels, 7).padding(3).groups(channels), x);
      y = scope.call("2", layerNorm(channels).eps(EPS), permute(y, 0, 2, 3, 1));
      y = gelu(scope.call("3", linear(channels, 4 * channels), y));
      return permute(scope.call("5", linear(4 * channels, channels), y), 0, 3, 1, 2);
    }
  }
}

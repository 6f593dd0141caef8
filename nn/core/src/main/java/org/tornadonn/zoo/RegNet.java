package org.tornadonn.zoo;

import static org.tornadonn.layer.Layers.adaptiveAvgPool2d;
import static org.tornadonn.layer.Layers.batchNorm2d;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sigmoid;
import static org.tornadonn.op.F.add;
import static org.tornadonn.op.F.flatten;

import java.util.List;
import org.tornadonn.layer.Initializer;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Layers;
import org.tornadonn.layer.Scope;
import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * Residual networks whose widths and depths follow a line, with squeeze and excitation. Input
 * {@code (n, 3, h, w)}, from 32 pixels up; output {@code (n, classes)}.
 *
 * @param depths the blocks of each stage
 * @param widths the channels of each stage
 * @param groupWidth the channels of a group of the 3×3 convolutions
 * @param classes the number of outputs
 * @see <a href="https://arxiv.org/abs/2003.13678">Radosavovic and others, Designing network design
 *     spaces</a>
 */
public record RegNet(List<Integer> depths, List<Integer> widths, int groupWidth, int classes)
    implements Layer {

  /** Copies the lists. */
  public RegNet {
    depths = List.copyOf(depths);
    widths = List.copyOf(widths);
  }

  /** {@return RegNetY-400MF} */
  public static RegNet regnetY400mf(int classes) {
    return new RegNet(List.of(1, 3, 6, 6), List.of(48, 104, 208, 440), 8, classes);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    var own =
        scope.beginning(
            First.either(
                First.convolutions(Initializer::kaimingNormalFanOut), First.linear(First::small)));
    int in = x.shape().dim(1);
    var y = own.call("stem", Convolution.of(in, 32, 3, 2, 1, batchNorm2d(32), relu()), x);
    y = own.call("trunk_output", this::trunk, y);
    y = flatten(own.call("avgpool", adaptiveAvgPool2d(1, 1), y), 1, -1);
    return own.call("fc", linear(y.shape().dim(1), classes), y);
  }

  private Value trunk(Scope scope, Value x) {
    var y = x;
    for (int stage = 1; stage <= depths.size(); stage++) {
      int of = stage;
      y = scope.call("block" + stage, (inner, z) -> stage(inner, z, of), y);
    }
    return y;
  }

  private Value stage(Scope scope, Value x, int stage) {
    var y = x;
    int out = widths.get(stage - 1);
    for (int i = 0; i < depths.get(stage - 1); i++) {
      var block = new Block(y.shape().dim(1), out, i == 0 ? 2 : 1, out / groupWidth);
      y = scope.call("block" + stage + "-" + i, block, y);
    }
    return y;
  }

  /** A bottleneck that is as wide in the middle as at its end. */
  private record Block(int in, int out, int stride, int groups) implements Layer {

    @Override
    public Value forward(Scope scope, Value x) {
      var past = x;
      if (in != out || stride != 1) {
        var proj = Layers.conv2d(in, out, 1).stride(stride).bias(false);
        past = scope.call("proj", Layers.sequential(proj, batchNorm2d(out)), x);
      }
      return F.relu(add(past, scope.call("f", this::branch, x)));
    }

    private Value branch(Scope scope, Value x) {
      int squeezed = Math.round(0.25f * in);
      var b = Convolution.of(out, out, 3, stride, groups, batchNorm2d(out), relu());
      var y = scope.call("a", Convolution.of(in, out, 1, 1, 1, batchNorm2d(out), relu()), x);
      y = scope.call("b", b, y);
      y = scope.call("se", new SqueezeExcitation(out, squeezed, relu(), sigmoid()), y);
      return scope.call("c", Convolution.project(out, out, batchNorm2d(out)), y);
    }
  }
}

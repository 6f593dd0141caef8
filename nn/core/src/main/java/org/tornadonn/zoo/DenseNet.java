package org.tornadonn.zoo;

import static org.tornadonn.layer.Layers.adaptiveAvgPool2d;
import static org.tornadonn.layer.Layers.avgPool2d;
import static org.tornadonn.layer.Layers.batchNorm2d;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.maxPool2d;
import static org.tornadonn.op.F.cat;
import static org.tornadonn.op.F.flatten;
import static org.tornadonn.op.F.relu;

import java.util.List;
import org.tornadonn.layer.Initializer;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Scope;
import org.tornadonn.plan.Value;

/**
 * Networks in which each layer of a block sees all earlier ones. Input {@code (n, 3, h, w)}, from
 * 32 pixels up; output {@code (n, classes)}.
 *
 * @param growth the channels that each layer adds
 * @param depths the layers of each of the four blocks
 * @param classes the number of outputs
 * @see <a href="https://arxiv.org/abs/1608.06993">Huang and others, Densely connected convolutional
 *     networks</a>
 */
public record DenseNet(int growth, List<Integer> depths, int classes) implements Layer {

  /** Copies the list. */
  public DenseNet {
    depths = List.copyOf(depths);
  }

  /** {@return DenseNet-121} */
  public static DenseNet densenet121(int classes) {
    return new DenseNet(32, List.of(6, 12, 24, 16), classes);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    var own =
        scope.beginning(
            First.all(
                Initializer::kaimingNormal, shape -> Initializer.kaimingUniform(shape.dim(1))));
    var y = own.call("features", this::features, x);
    y = flatten(own.call("avgpool", adaptiveAvgPool2d(1, 1), relu(y)), 1, -1);
    return own.call("classifier", linear(y.shape().dim(1), classes), y);
  }

  private Value features(Scope scope, Value x) {
    int first = 2 * growth;
    var stem = conv2d(x.shape().dim(1), first, 7).stride(2).padding(3).bias(false);
    var y = scope.call("conv0", stem, x);
    y = relu(scope.call("norm0", batchNorm2d(first), y));
    y = scope.call("pool0", maxPool2d(3, 2, 1), y);
    for (int block = 1; block <= depths.size(); block++) {
      int depth = depths.get(block - 1);
      y = scope.call("denseblock" + block, (inner, z) -> block(inner, z, depth), y);
      if (block < depths.size()) {
        y = scope.call("transition" + block, DenseNet::transition, y);
      }
    }
    return scope.call("norm" + (depths.size() + 1), batchNorm2d(y.shape().dim(1)), y);
  }

  private Value block(Scope scope, Value x, int depth) {
    var y = x;
    for (int i = 1; i <= depth; i++) {
      y = cat(1, y, scope.call("denselayer" + i, this::layer, y));
    }
    return y;
  }

  private Value layer(Scope scope, Value x) {
    int in = x.shape().dim(1);
    var y = relu(scope.call("norm1", batchNorm2d(in), x));
    y = scope.call("conv1", conv2d(in, 4 * growth, 1).bias(false), y);
    y = relu(scope.call("norm2", batchNorm2d(4 * growth), y));
    return scope.call("conv2", conv2d(4 * growth, growth, 3).padding(1).bias(false), y);
  }

  private static Value transition(Scope scope, Value x) {
    int in = x.shape().dim(1);
    var y = relu(scope.call("norm", batchNorm2d(in), x));
    y = scope.call("conv", conv2d(in, in / 2, 1).bias(false), y);
    return scope.call("pool", avgPool2d(2), y);
  }
}

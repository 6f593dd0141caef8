package org.tornadonn.zoo;

import static org.tornadonn.layer.Layers.adaptiveAvgPool2d;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.dropout;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.maxPool2d;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.sequential;
import static org.tornadonn.op.F.cat;
import static org.tornadonn.op.F.relu;

import org.tornadonn.layer.Initializer;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Layers;
import org.tornadonn.layer.Scope;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * AlexNet's accuracy with a fiftieth of its parameters. Input {@code (n, 3, h, w)}, from 25 pixels
 * up; output {@code (n, classes)}.
 *
 * @see <a href="https://arxiv.org/abs/1602.07360">Iandola and others, SqueezeNet</a>
 */
public final class SqueezeNet {

  private SqueezeNet() {}

  /** {@return SqueezeNet 1.1} */
  @SuppressWarnings("ReferenceEquality") // another convolution may be equal to the last
  public static Layer squeezenet(int classes) {
    var last = conv2d(512, classes, 1);
    var halve = maxPool2d(3, 2).ceilMode(true);
    return sequential(
            named(
                "features",
                conv2d(3, 64, 3).stride(2),
                Layers.relu(),
                halve,
                new Fire(64, 16, 64),
                new Fire(128, 16, 64),
                halve,
                new Fire(128, 32, 128),
                new Fire(256, 32, 128),
                halve,
                new Fire(256, 48, 192),
                new Fire(384, 48, 192),
                new Fire(384, 64, 256),
                new Fire(512, 64, 256)),
            named("classifier", dropout(0.5f), last, Layers.relu(), adaptiveAvgPool2d(1, 1)),
            named("flatten", flatten()))
        .beginning((layer, name, shape) -> first(layer == last, name, shape));
  }

  private static Initializer first(boolean isLast, String name, Shape shape) {
    if (name.equals("bias")) {
      return Initializer.zeros();
    }
    return isLast ? First.small(shape) : Initializer.kaimingUniform(shape);
  }

  /**
   * A 1×1 convolution to few channels, then one of 1×1 and one of 3×3 side by side.
   *
   * @param expanded the channels of each of these
   */
  public record Fire(int in, int squeezed, int expanded) implements Layer {

    @Override
    public Value forward(Scope scope, Value x) {
      var y = relu(scope.call("squeeze", conv2d(in, squeezed, 1), x));
      return cat(
          1,
          relu(scope.call("expand1x1", conv2d(squeezed, expanded, 1), y)),
          relu(scope.call("expand3x3", conv2d(squeezed, expanded, 3).padding(1), y)));
    }
  }
}

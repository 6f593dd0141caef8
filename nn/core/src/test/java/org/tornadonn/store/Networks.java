package org.tornadonn.store;

import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.lazyLinear;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.maxPool2d;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;

import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;

/** Small networks. */
final class Networks {

  private Networks() {}

  /** The layers of safetensors_fixtures.py: every kind, nested and named. */
  static Layer layers() {
    return sequential(
        named("conv", conv2d(1, 3, 3).stride(2).padding(1), relu(), maxPool2d(2)),
        named("flatten", flatten()),
        named("fc", lazyLinear(5).bias(false), relu(), linear(5, 2)));
  }

  static Shape input() {
    return Shape.of(1, 13, 9);
  }

  static Model small() {
    return new Model(layers(), input(), 1);
  }
}

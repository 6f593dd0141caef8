package org.tornadonn.layer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.tornadonn.plan.Value;

/**
 * Layers one after the other. A child that has no name of its own is called by its position, from
 * 0.
 *
 * @param layers with different names
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Sequential.html">PyTorch</a>
 */
public record Sequential(List<Named> layers) implements Layer {

  /** Checks that the names are different. */
  public Sequential {
    layers = List.copyOf(layers);
    var names = new HashSet<String>();
    for (var layer : layers) {
      if (!names.add(layer.name())) {
        throw new IllegalArgumentException(
            "Two layers of a Sequential are called '%s': give each a name of its own."
                .formatted(layer.name()));
      }
    }
  }

  /**
   * {@return a sequence of layers}
   *
   * @param layers in the order in which they run; one without a name is called by its position,
   *     from 0
   */
  public static Sequential of(Layer... layers) {
    var named = new ArrayList<Named>();
    for (var layer : layers) {
      named.add(layer instanceof Named n ? n : new Named(String.valueOf(named.size()), layer));
    }
    return new Sequential(named);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    var value = x;
    for (var child : layers) {
      value = scope.call(child.name(), child.layer(), value);
    }
    return value;
  }
}

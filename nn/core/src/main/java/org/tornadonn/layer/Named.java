package org.tornadonn.layer;

import org.tornadonn.plan.Value;

/**
 * A layer with the name that it shall have in a {@link Sequential}.
 *
 * @param name not empty and without dots
 * @param layer what is called so
 */
public record Named(String name, Layer layer) implements Layer {

  /** Checks the name. */
  public Named {
    if (name.isEmpty() || name.contains(".")) {
      throw new IllegalArgumentException(
          "A layer's name must not be empty or contain a dot: '%s'.".formatted(name));
    }
  }

  @Override
  public Value forward(Scope scope, Value x) {
    return layer.forward(scope, x);
  }
}

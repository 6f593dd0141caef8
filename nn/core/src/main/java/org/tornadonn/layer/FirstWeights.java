package org.tornadonn.layer;

import org.jspecify.annotations.Nullable;
import org.tornadonn.plan.Shape;

/**
 * How parameters begin where a network has a rule of its own, instead of what its layers say: what
 * PyTorch's networks do with {@code for m in self.modules()}.
 */
@FunctionalInterface
public interface FirstWeights {

  /**
   * {@return how a parameter begins; null for what its layer says}
   *
   * @param layer that has the parameter
   * @param name of the parameter within the layer: {@code weight}
   * @param shape of the parameter
   */
  @Nullable Initializer of(Block layer, String name, Shape shape);
}

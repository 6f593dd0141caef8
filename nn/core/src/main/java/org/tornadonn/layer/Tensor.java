package org.tornadonn.layer;

import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/**
 * Numbers with a shape, row-major.
 *
 * @param shape the sizes of its axes
 * @param values as many as the shape holds, the last axis fastest
 */
public record Tensor(Shape shape, float[] values) {

  /** Checks that shape and values fit. */
  public Tensor {
    if (values.length != shape.size()) {
      throw new ShapeException(
          "A tensor %s has %d elements, but gets %d."
              .formatted(shape, shape.size(), values.length));
    }
  }
}

package org.tornadonn.layer;

import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/** Numbers with a shape, row-major. */
public record Tensor(Shape shape, float[] values) {

  public Tensor {
    if (values.length != shape.size()) {
      throw new ShapeException(
          "A tensor %s has %d elements, but gets %d."
              .formatted(shape, shape.size(), values.length));
    }
  }
}

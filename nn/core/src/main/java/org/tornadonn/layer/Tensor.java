package org.tornadonn.layer;

import java.util.StringJoiner;
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

  private static final int MOST = 8;

  /** Its shape and its first numbers. */
  @Override
  public String toString() {
    var first = new StringJoiner(", ", "[", values.length > MOST ? ", …]" : "]");
    for (int i = 0; i < Math.min(MOST, values.length); i++) {
      first.add(String.valueOf(values[i]));
    }
    return "Tensor %s %s".formatted(shape, first);
  }
}

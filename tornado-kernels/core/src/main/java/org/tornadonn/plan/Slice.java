package org.tornadonn.plan;

/**
 * A contiguous part of a buffer, seen with a shape of its own: a parameter in the flat array of all
 * parameters, or a whole activation.
 *
 * @param offset the index of the first element
 */
public record Slice(Buffer buffer, int offset, Shape shape) {

  public Slice {
    if (offset < 0 || offset + (long) shape.size() > buffer.shape().size()) {
      throw new ShapeException(
          "Slice %s at %d does not lie inside buffer %s.".formatted(shape, offset, buffer));
    }
  }

  /** The same elements under another shape of the same size. */
  public Slice as(Shape other) {
    if (other.size() != shape.size()) {
      throw new ShapeException("%s cannot be seen as %s: the sizes differ.".formatted(this, other));
    }
    return new Slice(buffer, offset, other);
  }

  /** The number of elements. */
  public int size() {
    return shape.size();
  }

  @Override
  public String toString() {
    return buffer.name() + (offset == 0 ? "" : "[" + offset + "…]") + " " + shape;
  }
}

package org.tornadonn.plan;

import org.jspecify.annotations.Nullable;

/** A value in a graph: an input, a parameter, a running state, or the result of an operation. */
public final class Value {

  /** Where a value comes from. */
  enum Kind {
    INPUT,
    CONTROL,
    PARAMETER,
    STATE,
    RESULT
  }

  private final String name;
  private final Shape shape;
  private final Kind kind;
  private final boolean needsGradient;
  private final int offset;
  private final @Nullable Value viewOf;

  Value(
      String name,
      Shape shape,
      Kind kind,
      boolean needsGradient,
      int offset,
      @Nullable Value viewOf) {
    this.name = name;
    this.shape = shape;
    this.kind = kind;
    this.needsGradient = needsGradient;
    this.offset = offset;
    this.viewOf = viewOf;
  }

  /**
   * The name: of an input, of a parameter ({@code conv.0.weight}), or of the layer that made it.
   */
  public String name() {
    return name;
  }

  public Shape shape() {
    return shape;
  }

  /** Whether backward computes its gradient: it is, or depends on, something trainable. */
  public boolean needsGradient() {
    return needsGradient;
  }

  /** A result of an operation, with this one's name and shape. */
  Value another() {
    return new Value(name, shape, Kind.RESULT, needsGradient, 0, null);
  }

  Kind kind() {
    return kind;
  }

  /** Of a parameter or a running state: the index of its first element in the flat array. */
  int offset() {
    return offset;
  }

  /** The value whose memory this one shares: itself, unless it is a view. */
  Value root() {
    return viewOf == null ? this : viewOf;
  }

  /**
   * Whether an operation computes it: it is no input, parameter or running state, nor one seen
   * under another shape.
   */
  public boolean isComputed() {
    return root().kind == Kind.RESULT;
  }

  @Override
  public String toString() {
    return name + " " + shape;
  }
}

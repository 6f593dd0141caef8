package org.tornadonn.plan;

import java.util.ArrayList;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * A value in a graph: an input, a parameter, a running state, a constant, or the result of an
 * operation.
 */
public final class Value {

  /** Where a value comes from. */
  enum Kind {
    INPUT,
    CONTROL,
    PARAMETER,
    STATE,
    CONSTANT,
    RESULT
  }

  private final Tape tape;
  private final String name;
  private final Shape shape;
  private final Kind kind;
  private final boolean needsGradient;
  private final int offset;
  private final @Nullable Value viewOf;
  private final float @Nullable [] numbers;

  Value(
      Tape tape,
      String name,
      Shape shape,
      Kind kind,
      boolean needsGradient,
      int offset,
      @Nullable Value viewOf) {
    this(tape, name, shape, kind, needsGradient, offset, viewOf, null);
  }

  private Value(
      Tape tape,
      String name,
      Shape shape,
      Kind kind,
      boolean needsGradient,
      int offset,
      @Nullable Value viewOf,
      float @Nullable [] numbers) {
    this.tape = tape;
    this.name = name;
    this.shape = shape;
    this.kind = kind;
    this.needsGradient = needsGradient;
    this.offset = offset;
    this.viewOf = viewOf;
    this.numbers = numbers;
  }

  /** Numbers that are known now and never change. */
  static Value constant(Tape tape, String name, Shape shape, float... numbers) {
    if (numbers.length != shape.size()) {
      throw new ShapeException(
          "Constant '%s' of shape %s needs %d numbers, but gets %d."
              .formatted(name, shape, shape.size(), numbers.length));
    }
    return new Value(tape, name, shape, Kind.CONSTANT, false, 0, null, numbers);
  }

  /**
   * The result of an operation.
   *
   * @param path the layer that applies it, for its name and for errors
   * @throws ShapeException if the shapes do not fit; the message begins with the layer
   */
  static Value resultOf(Tape tape, String path, Operation operation, Value... operands) {
    var shapes = new ArrayList<Shape>(operands.length);
    boolean needsGradient = false;
    for (var operand : operands) {
      if (operand.tape != tape) {
        throw new IllegalArgumentException(
            "Operation %s is applied to %s, which was made elsewhere: a layer uses values of the model that it is recorded in, and a gradient those that it is given."
                .formatted(operation.name(), operand));
      }
      shapes.add(operand.shape());
      needsGradient |= operand.needsGradient();
    }
    Shape shape;
    try {
      shape = operation.outputShape(Collections.unmodifiableList(shapes));
    } catch (ShapeException e) {
      throw e.in(path);
    }
    return new Value(
        tape,
        path.isEmpty() ? operation.name() : path,
        shape,
        Kind.RESULT,
        needsGradient && operation.passesGradient(),
        0,
        operation.isView() ? operands[0].root() : null);
  }

  /** Where operations on this value are recorded. */
  public Tape tape() {
    return tape;
  }

  /** This value, to be used on another tape. */
  Value on(Tape other) {
    return new Value(other, name, shape, kind, false, offset, root(), null);
  }

  /** The numbers of a constant, in its own array; null for any other value. */
  public float @Nullable [] numbers() {
    return numbers;
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
    return new Value(tape, name, shape, Kind.RESULT, needsGradient, 0, null);
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

  /** Whether it lies among all parameters or all running states, or is a view of one that does. */
  public boolean isStored() {
    return root().kind == Kind.PARAMETER || root().kind == Kind.STATE;
  }

  @Override
  public String toString() {
    return name + " " + shape;
  }
}

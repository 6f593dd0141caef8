package org.tornadonn.plan;

/**
 * Where operations on values are recorded: the {@link Graph} of a model, or the {@link Composition}
 * that is the gradient of one operation. A value knows its own, so that a function of values needs
 * no other argument.
 */
public interface Tape {

  /**
   * Applies an operation.
   *
   * @param operands values of this tape
   * @return its result
   * @throws ShapeException if the shapes do not fit
   */
  Value apply(Operation operation, Value... operands);

  /**
   * Adds numbers that are known now and never change, such as a mask.
   *
   * @param numbers as many as the shape has elements; not to be changed afterwards
   */
  Value constant(String name, Shape shape, float... numbers);
}

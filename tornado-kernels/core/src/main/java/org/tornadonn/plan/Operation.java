package org.tornadonn.plan;

import java.util.List;

/**
 * A function of values with a known gradient; carries its own attributes (kernel size, stride, …)
 * and nothing else.
 *
 * <p>An operation runs nothing: it checks shapes and describes the kernel calls of its forward and
 * backward pass. Implement it, with kernels of your own, to extend the library.
 */
public interface Operation {

  /** The name in reports and errors: {@code conv2d}. */
  String name();

  /**
   * The shape of the result.
   *
   * @throws ShapeException if the inputs do not fit; the message says what is expected and what to
   *     do
   */
  Shape outputShape(List<Shape> inputs);

  /** Describes the calls that compute the result from the inputs. */
  void forward(Forward pass);

  /** Describes the calls that compute the gradients of those inputs that need one. */
  void backward(Backward pass);

  /**
   * Whether the result is the first input under another shape: nothing runs and nothing is copied.
   */
  default boolean isView() {
    return false;
  }

  /** Whether what the result is used for is passed back to the inputs. */
  default boolean passesGradient() {
    return true;
  }

  /**
   * Whether this takes the largest of some elements for each of its result, and their gradient goes
   * to the first of the largest.
   */
  default boolean isMaximum() {
    return false;
  }

  /**
   * Whether this maps every element by itself, the larger never to the smaller and NaN to NaN, and
   * two that differ to the same only where its gradient is 0: then it may as well follow a maximum
   * as go before it.
   */
  default boolean commutesWithMaximum() {
    return false;
  }
}

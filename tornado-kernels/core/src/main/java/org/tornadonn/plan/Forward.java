package org.tornadonn.plan;

import org.jspecify.annotations.Nullable;

/** What an operation sees when it describes its forward pass. */
public final class Forward {

  private final Lowering lowering;
  private final Node node;
  private final @Nullable Node origin;

  Forward(Lowering lowering, Node node) {
    this(lowering, node, null);
  }

  /**
   * A pass.
   *
   * @param origin the node whose gradient this is a part of, if it is
   */
  Forward(Lowering lowering, Node node, @Nullable Node origin) {
    this.lowering = lowering;
    this.node = node;
    this.origin = origin;
  }

  /** The number of inputs. */
  public int inputs() {
    return node.inputs().size();
  }

  /** An input. */
  public Slice in(int index) {
    return lowering.slice(node.inputs().get(index));
  }

  /**
   * An input that has its array for itself, so that kernels need no offset: anything but a
   * parameter or a running state.
   *
   * @throws ShapeException if it is one
   */
  public Slice computed(int index) {
    var slice = in(index);
    var role = slice.buffer().role();
    if (role == Role.PARAMETER || role == Role.RUNNING_STATE) {
      throw new ShapeException(
          "Layer '%s': input %d of %s must be computed from the model's input, but is a parameter: add it to a value first."
              .formatted(node.path(), index, node.operation().name()));
    }
    return slice;
  }

  /** The result, to be written in full. */
  public Slice out() {
    return lowering.slice(node.output());
  }

  /** Whether a backward pass will follow that needs this operation. */
  public boolean needsBackward() {
    return lowering.isTraining() && node.output().needsGradient();
  }

  /** Memory that this pass writes and that {@link Backward#saved} reads. */
  public Slice saved(String name, Shape shape) {
    return lowering.save(node, name, shape);
  }

  /** Memory between two calls of this pass. */
  public Slice scratch(String name, Shape shape) {
    return lowering.scratch(node, name, shape);
  }

  /** Begins the description of a call; the step names it in reports. */
  public Call call(String step) {
    return origin == null
        ? lowering.call(node, step)
        : lowering.call(
            origin,
            "gradient: " + node.operation().name() + (step.equals("forward") ? "" : " " + step));
  }
}

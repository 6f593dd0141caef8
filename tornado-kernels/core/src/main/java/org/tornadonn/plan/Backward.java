package org.tornadonn.plan;

/** What an operation sees when it describes its backward pass. */
public final class Backward {

  private final Lowering lowering;
  private final Node node;

  Backward(Lowering lowering, Node node) {
    this.lowering = lowering;
    this.node = node;
  }

  /** The number of inputs. */
  public int inputs() {
    return node.inputs().size();
  }

  /** An input of the forward pass. */
  public Slice in(int index) {
    return lowering.slice(node.inputs().get(index));
  }

  /** The result of the forward pass. */
  public Slice out() {
    return lowering.slice(node.output());
  }

  /** The gradient of the loss with respect to the result, complete. */
  public Slice outGradient() {
    return lowering.gradient(node.output());
  }

  /** Whether the gradient of an input is wanted. */
  public boolean needsGradient(int index) {
    return node.inputs().get(index).needsGradient();
  }

  /**
   * Where the gradient of an input goes. Ask once for each call that writes it: the first asker
   * overwrites, later ones add.
   */
  public Gradient gradient(int index) {
    return lowering.claimGradient(node.inputs().get(index));
  }

  /** Records the gradients of an operation that has no kernels for them. */
  void compose(Composed operation) {
    lowering.compose(node, operation);
  }

  /** What the forward pass saved under that name. */
  public Slice saved(String name) {
    return lowering.saved(node, name);
  }

  /** Memory between two calls of this pass. */
  public Slice scratch(String name, Shape shape) {
    return lowering.scratch(node, name, shape);
  }

  /** Begins the description of a call; the step names it in reports. */
  public Call call(String step) {
    return lowering.call(node, step);
  }
}

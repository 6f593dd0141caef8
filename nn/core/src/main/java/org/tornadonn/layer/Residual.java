package org.tornadonn.layer;

import org.tornadonn.op.arithmetic.Add;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * A residual block: {@code branch(x) + shortcut(x)}. Its parameters are called {@code branch.…} and
 * {@code shortcut.…}.
 *
 * @param branch the layers whose result is added
 * @param shortcut the way past them; default {@link Identity}. Where the branch changes the number
 *     of channels or the size, a convolution that does the same: {@code conv2d(8, 16, 1).stride(2)}
 * @see <a href="https://arxiv.org/abs/1512.03385">He and others, Deep residual learning</a>
 */
public record Residual(Layer branch, Layer shortcut) implements Layer {

  /**
   * {@return this block with another way past the branch}
   *
   * @param other what gives the branch's shape
   */
  public Residual shortcut(Layer other) {
    return new Residual(branch, other);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    var y = scope.call("branch", branch, x);
    var past = scope.call("shortcut", shortcut, x);
    if (!y.shape().equals(past.shape())) {
      throw new ShapeException(
          "Layer '%s': Residual adds two values of one shape, but its branch gives %s and its shortcut %s: give it a shortcut that ends in the branch's shape, such as a 1×1 convolution."
              .formatted(scope.path(), y.shape(), past.shape()));
    }
    return scope.apply(new Add(), y, past);
  }
}

package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.op.shape.Padding;
import org.tornadonn.plan.Value;

/**
 * Pictures {@code (n, c, h, w)} reflected at their outermost rows and columns.
 *
 * @param left columns in front; below 0 takes some away
 * @param right columns behind
 * @param top rows above
 * @param bottom rows below
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.ReflectionPad2d.html">PyTorch</a>
 */
public record ReflectionPad2d(int left, int right, int top, int bottom) implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.pad(x, new int[] {left, right, top, bottom}, Padding.REFLECT);
  }
}

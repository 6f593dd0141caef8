package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * One number around pictures {@code (n, c, h, w)}.
 *
 * @param left columns in front; below 0 takes some away
 * @param right columns behind
 * @param top rows above
 * @param bottom rows below
 * @param value the number
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.ConstantPad2d.html">PyTorch</a>
 */
public record ConstantPad2d(int left, int right, int top, int bottom, float value)
    implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.pad(x, new int[] {left, right, top, bottom}, value);
  }
}

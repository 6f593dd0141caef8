package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * Zeros around pictures {@code (n, c, h, w)}.
 *
 * @param left columns in front; below 0 takes some away
 * @param right columns behind
 * @param top rows above
 * @param bottom rows below
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.ZeroPad2d.html">PyTorch</a>
 */
public record ZeroPad2d(int left, int right, int top, int bottom) implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.pad(x, left, right, top, bottom);
  }
}

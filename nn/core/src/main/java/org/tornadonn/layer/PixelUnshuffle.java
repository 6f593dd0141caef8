package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * Squares of pixels as channels: {@code (n, c, h·r, w·r)} becomes {@code (n, c·r², h, w)}.
 *
 * @param downscaleFactor r, at least 1
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.PixelUnshuffle.html">PyTorch</a>
 */
public record PixelUnshuffle(int downscaleFactor) implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.pixelUnshuffle(x, downscaleFactor);
  }
}

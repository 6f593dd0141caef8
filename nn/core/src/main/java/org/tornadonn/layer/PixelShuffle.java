package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * Channels as squares of pixels: {@code (n, c·r², h, w)} becomes {@code (n, c, h·r, w·r)}.
 *
 * @param upscaleFactor r, at least 1
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.PixelShuffle.html">PyTorch</a>
 */
public record PixelShuffle(int upscaleFactor) implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.pixelShuffle(x, upscaleFactor);
  }
}

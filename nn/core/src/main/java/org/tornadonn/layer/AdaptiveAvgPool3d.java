package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * The means of so many windows in each direction of volumes: {@code (n, c, d, h, w)} becomes {@code
 * (n, c, depth, height, width)}.
 *
 * @param depth windows along depth, at least 1
 * @param height windows down a plane, at least 1
 * @param width windows across it, at least 1
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool3d.html">PyTorch</a>
 */
public record AdaptiveAvgPool3d(int depth, int height, int width) implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.adaptiveAvgPool3d(x, depth, height, width);
  }
}

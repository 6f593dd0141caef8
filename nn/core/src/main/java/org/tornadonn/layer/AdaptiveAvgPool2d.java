package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * Means of as many windows as are asked for, of images of any size: {@code (n, c, h, w)} becomes
 * {@code (n, c, outputHeight, outputWidth)}. A size of 1×1 is the mean of each channel, which lets
 * a {@link Linear} behind it take images of any size.
 *
 * @param outputHeight rows of the result, at least 1
 * @param outputWidth columns of the result, at least 1
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool2d.html">PyTorch</a>
 */
public record AdaptiveAvgPool2d(int outputHeight, int outputWidth) implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.adaptiveAvgPool2d(x, outputHeight, outputWidth);
  }
}

package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * The images that columns add up to, each put where {@link Unfold} takes it from: {@code (n, c ·
 * kernelSize², windows)} becomes {@code (n, c, height, width)}.
 *
 * @param height rows of the images
 * @param width columns of the images
 * @param kernelSize rows and columns of a window
 * @param stride how far it moves; default 1
 * @param padding rows and columns on each side that are left out; default 0
 * @param dilation the distance of neighbouring elements of a window; default 1
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Fold.html">PyTorch</a>
 */
public record Fold(int height, int width, int kernelSize, int stride, int padding, int dilation)
    implements Layer {

  /**
   * {@return this layer with windows that move further}
   *
   * @param other rows and columns, at least 1
   */
  public Fold stride(int other) {
    return new Fold(height, width, kernelSize, other, padding, dilation);
  }

  /**
   * {@return this layer for images that had zeros around them}
   *
   * @param other rows and columns on each side
   */
  public Fold padding(int other) {
    return new Fold(height, width, kernelSize, stride, other, dilation);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    return F.fold(x, height, width, kernelSize, stride, padding, dilation);
  }
}

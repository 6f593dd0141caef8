package org.tornadonn.op.loss;

import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.ShapeException;

/**
 * {@code loss = Σ h(y − t) / count} with {@code h(d) = d² / (2 beta)} for differences of at most
 * beta, and {@code |d| − beta / 2} beyond: a {@link HuberLoss} divided by beta. A beta of 0 makes
 * it an {@link L1Loss}.
 *
 * @param beta where the square turns into a line
 *     <p>Over the first {@code fill} samples of the batch; the others count nothing and get a
 *     gradient of 0. Inputs: prediction y {@code (n, …)}, target t of the same shape, and {@code
 *     fill} {@code (1)}, the number of samples in use; result {@code (1)}. The target gets no
 *     gradient.
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.SmoothL1Loss.html">PyTorch</a>
 */
public record SmoothL1Loss(float beta) implements PointwiseLoss {

  /** A smooth L1 loss with a beta from 0 up. */
  public SmoothL1Loss {
    if (!(beta >= 0) || Float.isInfinite(beta)) {
      throw new ShapeException(
          "SmoothL1Loss's beta must be a number from 0 up, not %s: use 1, for example."
              .formatted(beta));
    }
  }

  @Override
  public String name() {
    return "smooth_l1_loss";
  }

  @Override
  public int flops() {
    return 5;
  }

  @Override
  public Kernel rows(float[] y, float[] t, float[] row, int n, int features) {
    return new HuberRows(y, t, row, beta, 1, beta > 0 ? 1 / beta : 0, n, features);
  }

  @Override
  public Kernel inputGradient(
      float[] y,
      float[] t,
      float[] fill,
      float[] dLoss,
      float[] dy,
      int add,
      int features,
      int size) {
    return new HuberGradient(
        y, t, fill, dLoss, dy, add, beta, 1, beta > 0 ? 1 / beta : 0, features, size);
  }
}

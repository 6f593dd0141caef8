package org.tornadonn.op.loss;

import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.ShapeException;

/**
 * {@code loss = Σ h(y − t) / count} with {@code h(d) = d² / 2} for differences of at most delta,
 * and {@code delta · (|d| − delta / 2)} beyond.
 *
 * @param delta where the square turns into a line; above 0
 *     <p>Over the first {@code fill} samples of the batch; the others count nothing and get a
 *     gradient of 0. Inputs: prediction y {@code (n, …)}, target t of the same shape, and {@code
 *     fill} {@code (1)}, the number of samples in use; result {@code (1)}. The target gets no
 *     gradient.
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.HuberLoss.html">PyTorch</a>
 */
public record HuberLoss(float delta) implements PointwiseLoss {

  /** A Huber loss with a positive delta. */
  public HuberLoss {
    if (!(delta > 0) || Float.isInfinite(delta)) {
      throw new ShapeException(
          "HuberLoss's delta must be a number above 0, not %s: use 1, for example."
              .formatted(delta));
    }
  }

  @Override
  public String name() {
    return "huber_loss";
  }

  @Override
  public int flops() {
    return 5;
  }

  @Override
  public Kernel rows(float[] y, float[] t, float[] row, int n, int features) {
    return new HuberRows(y, t, row, delta, delta, 1, n, features);
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
    return new HuberGradient(y, t, fill, dLoss, dy, add, delta, delta, 1, features, size);
  }
}

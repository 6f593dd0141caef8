package org.tornadonn.op.loss;

import org.tornadonn.plan.Kernel;

/**
 * {@code loss = Σ |y − t| / count}; where y is t, the gradient is 0.
 *
 * <p>Over the first {@code fill} samples of the batch; the others count nothing and get a gradient
 * of 0. Inputs: prediction y {@code (n, …)}, target t of the same shape, and {@code fill} {@code
 * (1)}, the number of samples in use; result {@code (1)}. The target gets no gradient.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.L1Loss.html">PyTorch</a>
 */
public record L1Loss() implements PointwiseLoss {

  @Override
  public String name() {
    return "l1_loss";
  }

  @Override
  public int flops() {
    return 3;
  }

  @Override
  public Kernel rows(float[] y, float[] t, float[] row, int n, int features) {
    return new HuberRows(y, t, row, 0, 1, 0, n, features);
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
    return new HuberGradient(y, t, fill, dLoss, dy, add, 0, 1, 0, features, size);
  }
}

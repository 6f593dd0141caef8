package org.tornadonn.op.loss;

import org.tornadonn.plan.Kernel;

/**
 * {@code loss = Σ (log(1 + exp y) − t · y) / count}: the cross-entropy of {@code sigmoid(y)} and
 * the probabilities t, computed as {@code max(y, 0) − t · y + log(1 + exp(−|y|))}, which loses no
 * digits and never overflows.
 *
 * <p>Over the first {@code fill} samples of the batch; the others count nothing and get a gradient
 * of 0. Inputs: prediction y {@code (n, …)}, target t of the same shape, and {@code fill} {@code
 * (1)}, the number of samples in use; result {@code (1)}. The target gets no gradient.
 *
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html">PyTorch</a>
 */
public record BinaryCrossEntropyWithLogits() implements PointwiseLoss {

  @Override
  public String name() {
    return "binary_cross_entropy_with_logits";
  }

  @Override
  public int flops() {
    return 28;
  }

  @Override
  public Kernel rows(float[] y, float[] t, float[] row, int n, int features) {
    return new BinaryCrossEntropyRows(y, t, row, n, features);
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
    return new BinaryCrossEntropyGradient(y, t, fill, dLoss, dy, add, features, size);
  }
}

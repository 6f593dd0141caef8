package org.tornadonn.layer;

import org.jspecify.annotations.Nullable;
import org.tornadonn.op.F;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * Batch normalisation of volumes {@code (n, numFeatures, d, h, w)}; a {@link BatchNorm2d} in all
 * else: parameters {@code weight} and {@code bias} if it is affine, running statistics {@code
 * running_mean}, {@code running_var} and {@code num_batches_tracked}.
 *
 * @param numFeatures the number of channels
 * @param eps what is added to the variance; default 1e-5
 * @param momentum how far the running statistics move with each batch, from 0 to 1, or null for
 *     PyTorch's None: they are the mean over all batches so far; default 0.1
 * @param affine whether the result is scaled and shifted by {@code weight} and {@code bias};
 *     default true
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.BatchNorm3d.html">PyTorch</a>
 */
public record BatchNorm3d(int numFeatures, float eps, @Nullable Float momentum, boolean affine)
    implements Layer {

  /** Checks the numbers. */
  public BatchNorm3d {
    BatchNorm2d.require("BatchNorm3d", numFeatures, eps, momentum);
  }

  /**
   * {@return this layer with something else added to the variance}
   *
   * @param other from 0 up
   */
  public BatchNorm3d eps(float other) {
    return new BatchNorm3d(numFeatures, other, momentum, affine);
  }

  /**
   * {@return this layer with running statistics that move faster or slower}
   *
   * @param other from 0 to 1; null for the mean over all batches
   */
  public BatchNorm3d momentum(@Nullable Float other) {
    return new BatchNorm3d(numFeatures, eps, other, affine);
  }

  /**
   * {@return this layer with or without a weight and a bias}
   *
   * @param other whether it has {@code weight} and {@code bias}
   */
  public BatchNorm3d affine(boolean other) {
    return new BatchNorm3d(numFeatures, eps, momentum, other);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    var shape = x.shape();
    if (shape.rank() != 5 || shape.dim(1) != numFeatures) {
      throw new ShapeException(
          "BatchNorm3d is made for %d channels of volumes (n, %d, d, h, w), but gets %s."
              .formatted(numFeatures, numFeatures, shape));
    }
    var images = F.reshape(x, shape.dim(0), numFeatures, 1, -1);
    var norm = new BatchNorm2d(numFeatures, eps, momentum, affine);
    return F.reshape(norm.forward(scope, images), shape);
  }
}

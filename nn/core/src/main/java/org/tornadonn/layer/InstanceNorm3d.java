package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * Instance normalization of volumes {@code (n, numFeatures, d, h, w)}: mean 0 and variance 1 over
 * each channel of each sample, in training and in predictions; parameters {@code weight} (begins at
 * 1) and {@code bias} (begins at 0), both {@code (numFeatures)}, if it is affine.
 *
 * @param numFeatures the number of channels
 * @param eps what is added to the variance; default 1e-5
 * @param affine whether the result is scaled and shifted by {@code weight} and {@code bias};
 *     default false
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.InstanceNorm3d.html">PyTorch</a>
 */
public record InstanceNorm3d(int numFeatures, float eps, boolean affine) implements Layer {

  /** Checks the numbers. */
  public InstanceNorm3d {
    if (numFeatures < 1 || !(eps >= 0)) {
      throw new ShapeException(
          "InstanceNorm3d needs at least one channel and an eps from 0 up, but gets numFeatures %d and eps %s."
              .formatted(numFeatures, eps));
    }
  }

  /**
   * {@return this layer with something else added to the variance}
   *
   * @param other from 0 up
   */
  public InstanceNorm3d eps(float other) {
    return new InstanceNorm3d(numFeatures, other, affine);
  }

  /**
   * {@return this layer with or without a weight and a bias}
   *
   * @param other whether it has {@code weight} and {@code bias}
   */
  public InstanceNorm3d affine(boolean other) {
    return new InstanceNorm3d(numFeatures, eps, other);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    GroupNorm.requireChannels("InstanceNorm3d", numFeatures, x);
    if (x.shape().rank() != 5) {
      throw new ShapeException(
          "InstanceNorm3d expects volumes (n, numFeatures, d, h, w), but gets %s."
              .formatted(x.shape()));
    }
    var channels = Shape.of(numFeatures);
    var weight = affine ? scope.parameter("weight", channels, Initializer.ones()) : null;
    var bias = affine ? scope.parameter("bias", channels, Initializer.zeros()) : null;
    return F.instanceNorm(x, weight, bias, eps);
  }
}

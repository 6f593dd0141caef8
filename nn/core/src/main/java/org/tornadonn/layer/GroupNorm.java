package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * Group normalization of {@code (n, numChannels, …)}: mean 0 and variance 1 over groups of
 * neighbouring channels, sample by sample; parameters {@code weight} (begins at 1) and {@code bias}
 * (begins at 0), both {@code (numChannels)}.
 *
 * @param numGroups how many groups; it divides the channels
 * @param numChannels the channels of what comes
 * @param eps what is added to the variance; default 1e-5
 * @param affine whether the result is scaled and shifted by {@code weight} and {@code bias};
 *     default true
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.GroupNorm.html">PyTorch</a>
 */
public record GroupNorm(int numGroups, int numChannels, float eps, boolean affine)
    implements Layer {

  /** Checks the numbers. */
  public GroupNorm {
    if (numGroups < 1 || numChannels < 1 || numChannels % numGroups != 0 || !(eps >= 0)) {
      throw new ShapeException(
          "GroupNorm needs groups that share the channels out evenly and an eps from 0 up, but gets numGroups %d, numChannels %d and eps %s."
              .formatted(numGroups, numChannels, eps));
    }
  }

  /**
   * {@return this layer with something else added to the variance}
   *
   * @param other from 0 up
   */
  public GroupNorm eps(float other) {
    return new GroupNorm(numGroups, numChannels, other, affine);
  }

  /**
   * {@return this layer with or without a weight and a bias}
   *
   * @param other whether it has {@code weight} and {@code bias}
   */
  public GroupNorm affine(boolean other) {
    return new GroupNorm(numGroups, numChannels, eps, other);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    requireChannels("GroupNorm", numChannels, x);
    var channels = Shape.of(numChannels);
    var weight = affine ? scope.parameter("weight", channels, Initializer.ones()) : null;
    var bias = affine ? scope.parameter("bias", channels, Initializer.zeros()) : null;
    return F.groupNorm(x, numGroups, weight, bias, eps);
  }

  /** Checks that x has so many channels. */
  static void requireChannels(String name, int channels, Value x) {
    if (x.shape().rank() < 2 || x.shape().dim(1) != channels) {
      throw new ShapeException(
          "%s is made for %d channels (n, %d, …), but gets %s."
              .formatted(name, channels, channels, x.shape()));
    }
  }
}

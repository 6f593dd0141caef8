package org.tornadonn.op.normalization;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tornadonn.op.arithmetic.Reshape;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * Group normalization: {@link Standardize} over groups of neighbouring channels and all that is
 * behind them, sample by sample, then scaled and shifted channel by channel. With a group for each
 * channel it is instance normalization.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.GroupNorm.html">PyTorch</a>
 * @see <a href="https://arxiv.org/abs/1803.08494">Wu and He, Group normalization</a>
 */
public final class GroupNorm {

  private GroupNorm() {}

  /**
   * Records it.
   *
   * @param x {@code (n, c, …)}
   * @param weight {@code (c)}, or null for 1
   * @param bias {@code (c)}, or null for 0
   * @param eps what is added to the variance
   */
  public static Value of(
      Value x, int numGroups, @Nullable Value weight, @Nullable Value bias, float eps) {
    if (x.shape().rank() < 2 || numGroups < 1 || x.shape().dim(1) % numGroups != 0) {
      throw new ShapeException(
          "GroupNorm of %d groups needs channels (n, c, …) that it can share out evenly, but gets %s."
              .formatted(numGroups, x.shape()));
    }
    int n = x.shape().dim(0);
    var groups = Shape.of(n, numGroups, x.shape().size() / n / numGroups);
    var rows = x.tape().apply(new Reshape(groups), x);
    var y = x.tape().apply(new Standardize(1, eps), rows);
    var back = x.tape().apply(new Reshape(x.shape()), y);
    return LayerNorm.affine(back, channels(x, weight), channels(x, bias));
  }

  /**
   * Records instance normalization.
   *
   * @param x {@code (n, c, …)} with at least one axis behind the channels
   */
  public static Value instance(Value x, @Nullable Value weight, @Nullable Value bias, float eps) {
    int rank = x.shape().rank();
    if (rank < 3 || x.shape().size() == x.shape().dim(0) * x.shape().dim(1)) {
      throw new ShapeException(
          "InstanceNorm needs more than one value for each channel (n, c, …), but gets %s: normalise over channels too, as layerNorm does."
              .formatted(x.shape()));
    }
    return of(x, x.shape().dim(1), weight, bias, eps);
  }

  /** A number for each channel, as it meets x. */
  private static @Nullable Value channels(Value x, @Nullable Value numbers) {
    if (numbers == null) {
      return null;
    }
    var dims = new int[x.shape().rank() - 1];
    Arrays.fill(dims, 1);
    dims[0] = numbers.shape().size();
    return numbers.tape().apply(new Reshape(Shape.of(dims)), numbers);
  }
}

package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * Layer normalization: mean 0 and variance 1 over the last axes of {@code (n, …, normalizedShape)};
 * parameters {@code weight} (begins at 1) and {@code bias} (begins at 0), both of the normalized
 * shape.
 *
 * @param normalizedShape the sizes of the last axes, without the batch
 * @param eps what is added to the variance; default 1e-5
 * @param elementwiseAffine whether the result is scaled by {@code weight}; default true
 * @param bias whether {@code bias} is added, where there is a weight; default true
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.LayerNorm.html">PyTorch</a>
 */
public record LayerNorm(Shape normalizedShape, float eps, boolean elementwiseAffine, boolean bias)
    implements Layer {

  /** Checks the numbers. */
  public LayerNorm {
    requireNorm("LayerNorm", normalizedShape, eps);
  }

  /** Checks what is common to norms over the last axes. */
  static void requireNorm(String name, Shape normalizedShape, float eps) {
    if (normalizedShape.rank() < 1 || !(eps >= 0)) {
      throw new ShapeException(
          "%s needs at least one axis and an eps from 0 up, but gets normalizedShape %s and eps %s."
              .formatted(name, normalizedShape, eps));
    }
  }

  /** The axes of the batch are not normalised: samples do not know of each other. */
  static void requireSamples(String name, Shape normalizedShape, Value x) {
    if (x.shape().rank() <= normalizedShape.rank()) {
      throw new ShapeException(
          "%s over %s leaves no axis of %s for the samples: leave the first size out of normalizedShape."
              .formatted(name, normalizedShape, x.shape()));
    }
  }

  /**
   * {@return this layer with something else added to the variance}
   *
   * @param other from 0 up
   */
  public LayerNorm eps(float other) {
    return new LayerNorm(normalizedShape, other, elementwiseAffine, bias);
  }

  /**
   * {@return this layer with or without a weight and a bias}
   *
   * @param other whether it has {@code weight} and {@code bias}
   */
  public LayerNorm elementwiseAffine(boolean other) {
    return new LayerNorm(normalizedShape, eps, other, bias);
  }

  /**
   * {@return this layer with or without a bias}
   *
   * @param other whether it has {@code bias}
   */
  public LayerNorm bias(boolean other) {
    return new LayerNorm(normalizedShape, eps, elementwiseAffine, other);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    requireSamples("LayerNorm", normalizedShape, x);
    var weight =
        elementwiseAffine ? scope.parameter("weight", normalizedShape, Initializer.ones()) : null;
    var shift =
        elementwiseAffine && bias
            ? scope.parameter("bias", normalizedShape, Initializer.zeros())
            : null;
    return F.layerNorm(x, normalizedShape, weight, shift, eps);
  }
}

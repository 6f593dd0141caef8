package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * Root mean square normalization: mean square 1 over the last axes of {@code (n, …,
 * normalizedShape)}; parameter {@code weight} of that shape, which begins at 1.
 *
 * @param normalizedShape the sizes of the last axes, without the batch
 * @param eps what is added to the mean of the squares; default 1.1920929e-7, the distance from 1 to
 *     the next float32
 * @param elementwiseAffine whether the result is scaled by {@code weight}; default true
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.RMSNorm.html">PyTorch</a>
 */
public record RMSNorm(Shape normalizedShape, float eps, boolean elementwiseAffine)
    implements Layer {

  /** Checks the numbers. */
  public RMSNorm {
    LayerNorm.requireNorm("RMSNorm", normalizedShape, eps);
  }

  /**
   * {@return this layer with something else added to the mean of the squares}
   *
   * @param other from 0 up
   */
  public RMSNorm eps(float other) {
    return new RMSNorm(normalizedShape, other, elementwiseAffine);
  }

  /**
   * {@return this layer with or without a weight}
   *
   * @param other whether it has {@code weight}
   */
  public RMSNorm elementwiseAffine(boolean other) {
    return new RMSNorm(normalizedShape, eps, other);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    LayerNorm.requireSamples("RMSNorm", normalizedShape, x);
    var weight =
        elementwiseAffine ? scope.parameter("weight", normalizedShape, Initializer.ones()) : null;
    return F.rmsNorm(x, normalizedShape, weight, eps);
  }
}

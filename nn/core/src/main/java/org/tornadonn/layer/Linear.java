package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * A fully connected layer over the last axis of {@code (n, …, inFeatures)}; parameters {@code
 * weight (outFeatures, inFeatures)} and {@code bias (outFeatures)}.
 *
 * @param inFeatures the number of inputs; 0 takes it from the first input that comes (PyTorch's
 *     LazyLinear)
 * @param outFeatures the numbers in a row of the result, at least 1
 * @param bias whether to add a bias; default true
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Linear.html">PyTorch</a>
 */
public record Linear(int inFeatures, int outFeatures, boolean bias) implements Layer {

  /** Checks that there are features. */
  public Linear {
    if (inFeatures < 0 || outFeatures < 1) {
      throw new ShapeException(
          "Linear needs at least one feature, but gets inFeatures %d and outFeatures %d."
              .formatted(inFeatures, outFeatures));
    }
  }

  /**
   * {@return this layer with or without a bias}
   *
   * @param bias whether it adds one number to each output
   */
  public Linear bias(boolean bias) {
    return new Linear(inFeatures, outFeatures, bias);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    int features = inFeatures == 0 ? x.shape().dim(-1) : inFeatures;
    var start = Initializer.kaimingUniform(features);
    var weight = scope.parameter("weight", Shape.of(outFeatures, features), start);
    return bias
        ? F.linear(x, weight, scope.parameter("bias", Shape.of(outFeatures), start))
        : F.linear(x, weight);
  }
}

package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/**
 * {@code y[o] = Σ(i, j) a[i] · weight[o, i, j] · b[j] + bias[o]}: {@code (n, …, in1Features)} and
 * {@code (n, …, in2Features)} become {@code (n, …, outFeatures)}. A block of two values, for steps
 * of a {@link Network} and for {@link Scope#call(String, Block, Values)}.
 *
 * <p>Parameters: {@code weight (outFeatures, in1Features, in2Features)} and {@code bias
 * (outFeatures)}, uniform in ±1/√in1Features.
 *
 * @param in1Features the numbers in a row of the first value
 * @param in2Features the numbers in a row of the second
 * @param outFeatures the numbers in a row of the result
 * @param bias whether it adds one number to each output; default true
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Bilinear.html">PyTorch</a>
 */
public record Bilinear(int in1Features, int in2Features, int outFeatures, boolean bias)
    implements Block {

  /** Checks that there are features. */
  public Bilinear {
    if (in1Features < 1 || in2Features < 1 || outFeatures < 1) {
      throw new ShapeException(
          "Bilinear needs at least one feature each, but gets in1Features %d, in2Features %d and outFeatures %d."
              .formatted(in1Features, in2Features, outFeatures));
    }
  }

  /**
   * {@return this block with or without a bias}
   *
   * @param other whether it adds one number to each output
   */
  public Bilinear bias(boolean other) {
    return new Bilinear(in1Features, in2Features, outFeatures, other);
  }

  @Override
  public Values forward(Scope scope, Values in) {
    var both = in.exactly(2, "Bilinear");
    var start = Initializer.kaimingUniform(in1Features);
    var weight = scope.parameter("weight", Shape.of(outFeatures, in1Features, in2Features), start);
    var shift = bias ? scope.parameter("bias", Shape.of(outFeatures), start) : null;
    return Values.of(Signature.OUTPUT, F.bilinear(both.get(0), both.get(1), weight, shift));
  }
}

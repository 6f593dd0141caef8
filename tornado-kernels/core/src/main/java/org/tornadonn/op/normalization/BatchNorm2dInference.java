package org.tornadonn.op.normalization;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tornadonn.op.arithmetic.Identity;
import org.tornadonn.op.arithmetic.Reshape;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * Batch normalisation with statistics that are given: {@code y = (x − mean[c]) / √(variance[c] + ε)
 * · w[c] + b[c]}.
 *
 * <p>Inputs: x {@code (n, c, h, w)}; w and b, both {@code (c)}, or neither for 1 and 0; the running
 * mean and variance, both {@code (c)}; result {@code (n, c, h, w)}. The running statistics get no
 * gradient.
 *
 * @param epsilon what is added to the variance
 * @see BatchNorm2d
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html">PyTorch</a>
 */
public record BatchNorm2dInference(float epsilon) implements Operation {

  /** With weight and bias; without, two less. */
  private static final int INPUTS = 5;

  /**
   * Records it for values of any rank.
   *
   * @param x {@code (n, c, …)}
   * @param weight {@code (c)}; null for 1, where there is no bias either
   * @param bias {@code (c)}; null for 0, where there is no weight either
   */
  public static Value of(
      Value x,
      Value mean,
      Value variance,
      @Nullable Value weight,
      @Nullable Value bias,
      float eps) {
    var shape = x.shape();
    if (shape.rank() < 2) {
      throw new ShapeException(
          "Batch norm expects channels (n, c, …), but gets %s.".formatted(shape));
    }
    if ((weight == null) != (bias == null)) {
      throw new ShapeException("Batch norm has a weight and a bias, or neither.");
    }
    int plane = shape.size() / shape.dim(0) / shape.dim(1);
    var images = Shape.of(shape.dim(0), shape.dim(1), 1, plane);
    var seen = x.tape().apply(new Reshape(images), Identity.own(x));
    var norm = new BatchNorm2dInference(eps);
    var y =
        weight == null || bias == null
            ? x.tape().apply(norm, seen, mean, variance)
            : x.tape().apply(norm, seen, weight, bias, mean, variance);
    return x.tape().apply(new Reshape(shape), y);
  }

  @Override
  public String name() {
    return "batch_norm2d";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return BatchNormShapes.check(inputs, inputs.size() - 1);
  }

  @Override
  public void forward(Forward pass) {
    var x = pass.computed(0);
    var mean = pass.in(pass.inputs() - 2);
    var variance = pass.in(pass.inputs() - 1);
    var s = BatchNormShapes.of(x.shape());
    var channels = Shape.of(s.channels());
    var weights = BatchNormWeights.forward(pass, pass.inputs() == INPUTS, channels);
    var scale =
        pass.needsBackward() ? pass.saved("scale", channels) : pass.scratch("scale", channels);
    pass.call("scale")
        .reads(variance)
        .writes(scale)
        .flops(3L * s.channels())
        .bind(
            m ->
                new BatchNormScale(
                    m.of(variance), variance.offset(), m.of(scale), epsilon, s.channels()));
    BatchNormForward.describe(pass, x, mean, scale, weights);
  }

  @Override
  public void backward(Backward pass) {
    boolean isAffine = pass.inputs() == INPUTS;
    var mean = pass.in(pass.inputs() - 2);
    var scale = pass.saved("scale");
    var dy = pass.outGradient();
    var s = BatchNormShapes.of(dy.shape());
    if (isAffine && (pass.needsGradient(1) || pass.needsGradient(2))) {
      BatchNormParts.describe(pass, true, mean, scale);
    }
    if (pass.needsGradient(0)) {
      var w = BatchNormWeights.weight(pass, isAffine);
      var dx = pass.gradient(0);
      var to = dx.slice();
      pass.call("input gradient")
          .reads(dy, w, scale)
          .writes(dx)
          .flops(2L * dy.size())
          .sums(2)
          .bind(
              m ->
                  new ChannelScale(
                      m.of(dy),
                      m.of(w),
                      w.offset(),
                      m.of(scale),
                      m.of(to),
                      to.offset(),
                      dx.add(),
                      s.channels(),
                      s.plane(),
                      dy.size()));
    }
  }
}

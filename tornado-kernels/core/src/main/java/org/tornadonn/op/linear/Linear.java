package org.tornadonn.op.linear;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tornadonn.op.arithmetic.Identity;
import org.tornadonn.op.arithmetic.PartialSum;
import org.tornadonn.op.arithmetic.Reshape;
import org.tornadonn.op.convolution.BiasGradient;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Slice;
import org.tornadonn.plan.Value;

/**
 * A fully connected layer of perceptrons: {@code y = x · wᵀ + b}.
 *
 * <p>{@code y[n,o] = b[o] + Σ(k) w[o,k] · x[n,k]}. Inputs: x {@code (n, ci)}, w {@code (co, ci)}
 * and optionally b {@code (co)}; result {@code (n, co)}.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Linear.html">PyTorch</a>
 */
public record Linear() implements Operation {

  /**
   * Records the layer along the last axis of x, whatever is in front of it.
   *
   * @param b null for none
   */
  public static Value of(Value x, Value w, @Nullable Value b) {
    var shape = x.shape();
    if (shape.rank() == 2) {
      return rows(Identity.own(x), w, b);
    }
    if (shape.rank() == 0 || w.shape().rank() != 2 || shape.dim(-1) != w.shape().dim(1)) {
      throw new ShapeException(
          "Linear expects %d features along the last axis, but gets %s: put a flatten() before it, or set inFeatures to %d."
              .formatted(w.shape().dim(-1), shape, shape.rank() == 0 ? 1 : shape.dim(-1)));
    }
    int features = shape.dim(-1);
    var rows = Shape.of(shape.size() / features, features);
    var all = x.tape().apply(new Reshape(rows), Identity.own(x));
    var dims = shape.toArray();
    dims[dims.length - 1] = w.shape().dim(0);
    return x.tape().apply(new Reshape(Shape.of(dims)), rows(all, w, b));
  }

  private static Value rows(Value x, Value w, @Nullable Value b) {
    return b == null ? x.tape().apply(new Linear(), x, w) : x.tape().apply(new Linear(), x, w, b);
  }

  @Override
  public String name() {
    return "linear";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    var x = inputs.get(0);
    var w = inputs.get(1);
    if (x.rank() != 2) {
      throw new ShapeException(
          "Linear expects rows of features (n, features), but gets %s: put a flatten() before it."
              .formatted(x));
    }
    if (w.rank() != 2 || w.dim(1) != x.dim(1)) {
      throw new ShapeException(
          "Linear expects %d features, but gets %d in %s: use lazyLinear(%d), or set inFeatures to %d."
              .formatted(w.dim(-1), x.dim(1), x, w.dim(0), x.dim(1)));
    }
    if (inputs.size() > 2 && !inputs.get(2).equals(Shape.of(w.dim(0)))) {
      throw new ShapeException(
          "Linear expects a bias (%d), but gets %s.".formatted(w.dim(0), inputs.get(2)));
    }
    return Shape.of(x.dim(0), w.dim(0));
  }

  @Override
  public void forward(Forward pass) {
    var x = pass.computed(0);
    var w = pass.in(1);
    var b = pass.inputs() > 2 ? pass.in(2) : w;
    int bAt = pass.inputs() > 2 ? b.offset() : LinearForward.NO_BIAS;
    var y = pass.out();
    pass.call("forward")
        .reads(x, w, b)
        .writes(y)
        .flops(flops(x, w))
        .sums(ci(w) + 1, x, w)
        .bind(
            m ->
                new LinearForward(
                    m.of(x), m.of(w), w.offset(), m.of(b), bAt, m.of(y), n(x), ci(w), co(w)));
  }

  @Override
  public void backward(Backward pass) {
    var x = pass.in(0);
    var w = pass.in(1);
    var dy = pass.outGradient();
    if (pass.needsGradient(1)) {
      int parts = PartialSum.parts(w.size(), n(x), 1);
      var partial = pass.scratch("weight gradient parts", Shape.of(parts, w.size()));
      pass.call("weight gradient parts")
          .reads(x, dy)
          .writes(partial)
          .flops(flops(x, w))
          .sums(Math.ceilDiv(n(x), parts), x, dy)
          .bind(
              m ->
                  new LinearWeightGradient(
                      m.of(x), m.of(dy), m.of(partial), parts, n(x), ci(w), co(w)));
      PartialSum.describe(pass, 1, "weight gradient", partial, parts);
    }
    if (pass.inputs() > 2 && pass.needsGradient(2)) {
      BiasGradient.describe(pass, 2, dy, n(x), co(w), 1);
    }
    if (pass.needsGradient(0)) {
      var dx = pass.gradient(0);
      pass.call("input gradient")
          .reads(dy, w)
          .writes(dx)
          .flops(flops(x, w))
          .sums(co(w), dy, w)
          .bind(
              m ->
                  new LinearInputGradient(
                      m.of(dy),
                      m.of(w),
                      w.offset(),
                      m.of(dx.slice()),
                      dx.add(),
                      n(x),
                      ci(w),
                      co(w)));
    }
  }

  private static int n(Slice x) {
    return x.shape().dim(0);
  }

  private static int ci(Slice w) {
    return w.shape().dim(1);
  }

  private static int co(Slice w) {
    return w.shape().dim(0);
  }

  private static long flops(Slice x, Slice w) {
    return 2L * n(x) * w.size();
  }
}

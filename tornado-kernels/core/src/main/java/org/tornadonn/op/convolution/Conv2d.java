package org.tornadonn.op.convolution;

import java.util.List;
import org.tornadonn.op.arithmetic.PartialSum;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Slice;

/**
 * Two-dimensional convolution (cross-correlation).
 *
 * <p>{@code y[n,o,i,j] = b[o] + Σ(c,u,v) w[o,c,u,v] · x[n, c, i·s − p + u, j·s − p + v]}, where x
 * outside the image is 0. Inputs: x {@code (n, ci, hi, wi)}, w {@code (co, ci, kh, kw)} and
 * optionally b {@code (co)}; result {@code (n, co, ho, wo)}.
 *
 * <p>The weight gradient sums over batch and image in two stages, so that its parallelism does not
 * depend on the number of weights.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html">PyTorch</a>
 */
public record Conv2d(Window window) implements Operation {

  @Override
  public String name() {
    return "conv2d";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    var x = inputs.get(0);
    var w = inputs.get(1);
    if (x.rank() != 4) {
      throw new ShapeException(
          "Conv2d expects images (n, channels, height, width), but gets %s.".formatted(x));
    }
    if (w.rank() != 4 || w.dim(2) != window.kernelHeight() || w.dim(3) != window.kernelWidth()) {
      throw new ShapeException(
          "Conv2d expects a weight (out, in, %d, %d), but gets %s."
              .formatted(window.kernelHeight(), window.kernelWidth(), w));
    }
    if (x.dim(1) != w.dim(1)) {
      throw new ShapeException(
          "Conv2d expects %d input channels, but gets %d in %s: set inChannels to %d."
              .formatted(w.dim(1), x.dim(1), x, x.dim(1)));
    }
    if (inputs.size() > 2 && !inputs.get(2).equals(Shape.of(w.dim(0)))) {
      throw new ShapeException(
          "Conv2d expects a bias (%d), but gets %s.".formatted(w.dim(0), inputs.get(2)));
    }
    return Shape.of(
        x.dim(0), w.dim(0), window.outputHeight(x.dim(2)), window.outputWidth(x.dim(3)));
  }

  @Override
  public void forward(Forward pass) {
    var x = pass.computed(0);
    var w = pass.in(1);
    var b = pass.inputs() > 2 ? pass.in(2) : w;
    int bAt = pass.inputs() > 2 ? b.offset() : Conv2dForward.NO_BIAS;
    var y = pass.out();
    var s = ImageSizes.of(x.shape(), y.shape());
    pass.call("forward")
        .reads(x, w, b)
        .writes(y)
        .flops(flops(x, y))
        .sums(window.amplification(s.ci(), s.co()), w.size() / s.co() + 1, x, w)
        .bind(
            m -> new Conv2dForward(m.of(x), m.of(w), w.offset(), m.of(b), bAt, m.of(y), s, window));
  }

  @Override
  public void backward(Backward pass) {
    var x = pass.in(0);
    var w = pass.in(1);
    var dy = pass.outGradient();
    var s = ImageSizes.of(x.shape(), dy.shape());
    if (pass.inputs() > 2 && pass.needsGradient(2)) {
      BiasGradient.describe(pass, 2, dy, s.n(), s.co(), s.ho() * s.wo());
    }
    if (pass.needsGradient(1)) {
      weightGradient(pass, x, w, dy, s);
    }
    if (pass.needsGradient(0)) {
      var dx = pass.gradient(0);
      pass.call("input gradient")
          .reads(dy, w)
          .writes(dx)
          .flops(flops(x, dy))
          .sums(window.amplification(s.ci(), s.co()), w.size() / s.ci(), dy, w)
          .bind(
              m ->
                  new Conv2dInputGradient(
                      m.of(dy), m.of(w), w.offset(), m.of(dx.slice()), dx.add(), s, window));
    }
  }

  private void weightGradient(Backward pass, Slice x, Slice w, Slice dy, ImageSizes s) {
    int parts = PartialSum.parts(w.size(), s.n() * s.ho(), s.n());
    var partial = pass.scratch("weight gradient parts", Shape.of(parts, w.size()));
    pass.call("weight gradient parts")
        .reads(x, dy)
        .writes(partial)
        .flops(flops(x, dy))
        .sums(
            window.amplification(s.ci(), s.co()),
            Math.ceilDiv(s.n() * s.ho(), parts) * s.wo(),
            x,
            dy)
        .bind(m -> new Conv2dWeightGradient(m.of(x), m.of(dy), m.of(partial), parts, s, window));
    PartialSum.describe(pass, 1, "weight gradient", partial, parts);
  }

  private long flops(Slice x, Slice y) {
    return 2L * y.size() * x.shape().dim(1) * window.kernelHeight() * window.kernelWidth();
  }
}

package org.tornadonn.op.convolution;

import java.util.function.Function;
import org.tornadonn.op.arithmetic.PartialSum;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Call;
import org.tornadonn.plan.Fill;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Gradient;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Slice;

/**
 * What convolutions of every kind are made of: {@code y[n,o,i,j] = Σ(c,u,v) w[o,c,u,v] · x[n, c,
 * i·s − p + u·d, j·s − p + v·d]}, where c are the channels of o's group and x outside the image is
 * 0. Where windows are plain and there is one group, its kernels are those that executors have
 * tuned versions of.
 *
 * <p>A transposed convolution is the input gradient of this, so that its own gradients are this and
 * this one's weight gradient.
 */
record Correlation(Window window, int groups, ImageSizes sizes) {

  /** Describes the forward pass of a convolution: of x, w and optionally b. */
  static void forward(Forward pass, Window window, int groups) {
    var x = pass.computed(0);
    var y = pass.out();
    var correlation = new Correlation(window, groups, ImageSizes.of(x.shape(), y.shape()));
    if (pass.inputs() > 2) {
      correlation.result(pass::call, "forward", x, pass.in(1), pass.in(2), y);
    } else {
      correlation.result(pass::call, "forward", x, pass.in(1), y);
    }
  }

  /** Describes the gradients of a convolution's inputs. */
  static void backward(Backward pass, Window window, int groups) {
    var x = pass.in(0);
    var dy = pass.outGradient();
    var s = ImageSizes.of(x.shape(), dy.shape());
    var correlation = new Correlation(window, groups, s);
    if (pass.inputs() > 2 && pass.needsGradient(2)) {
      BiasGradient.describe(pass, 2, dy, s.n(), s.co(), s.ho() * s.wo());
    }
    if (pass.needsGradient(1)) {
      correlation.weightGradient(pass, 1, x, dy);
    }
    if (pass.needsGradient(0)) {
      correlation.inputGradient(pass::call, "input gradient", dy, pass.in(1), pass.gradient(0));
    }
  }

  private boolean plain() {
    return groups == 1
        && window.plain()
        && window.outputHeight(sizes.hi()) == sizes.ho()
        && window.outputWidth(sizes.wi()) == sizes.wo();
  }

  private double amplification() {
    return plain() ? window.amplification(sizes.ci(), sizes.co()) : 1;
  }

  private int taps() {
    return window.kernelHeight() * window.kernelWidth();
  }

  private long flops() {
    long results = (long) sizes.n() * sizes.co() * sizes.ho() * sizes.wo();
    return 2 * results * (sizes.ci() / groups) * taps();
  }

  /** Describes y without a bias. */
  void result(Function<String, Call> calls, String step, Slice x, Slice w, Slice y) {
    result(calls, step, x, w, w, Conv2dForward.NO_BIAS, y);
  }

  /** Describes y. */
  void result(Function<String, Call> calls, String step, Slice x, Slice w, Slice b, Slice y) {
    result(calls, step, x, w, b, b.offset(), y);
  }

  private void result(
      Function<String, Call> calls, String step, Slice x, Slice w, Slice b, int bAt, Slice y) {
    int terms = sizes.ci() / groups * taps();
    if (plain()) {
      calls
          .apply(step)
          .reads(x, w, b)
          .writes(y)
          .flops(flops())
          .sums(amplification(), terms + 1, x, w)
          .bind(
              m ->
                  new Conv2dForward(
                      m.of(x), m.of(w), w.offset(), m.of(b), bAt, m.of(y), sizes, window));
      return;
    }
    calls
        .apply(step)
        .reads(x, w)
        .writes(y)
        .flops(flops())
        .sums(terms, x, w)
        .bind(
            m ->
                new GroupedConv2dForward(
                    m.of(x), m.of(w), w.offset(), m.of(y), sizes, window, groups));
    if (bAt >= 0) {
      bias(calls, b, y);
    }
  }

  /** Describes that a bias is added to each channel of a result. */
  static void bias(Function<String, Call> calls, Slice b, Slice y) {
    int co = y.shape().dim(1);
    int plane = y.size() / y.shape().dim(0) / co;
    calls
        .apply("bias")
        .reads(b)
        .adds(y)
        .flops(y.size())
        .sums(1, b)
        .bind(m -> new ChannelBias(m.of(b), b.offset(), m.of(y), y.size(), co, plane));
  }

  /** Describes the gradient of x. */
  void inputGradient(Function<String, Call> calls, String step, Slice dy, Slice w, Gradient dx) {
    int terms = sizes.co() / groups * taps();
    var slice = dx.slice();
    if (plain()) {
      calls
          .apply(step)
          .reads(dy, w)
          .writes(dx)
          .flops(flops())
          .sums(amplification(), terms, dy, w)
          .bind(
              m ->
                  new Conv2dInputGradient(
                      m.of(dy), m.of(w), w.offset(), m.of(slice), dx.add(), sizes, window));
      return;
    }
    if (!dx.accumulate()) {
      calls
          .apply(step + " zeros")
          .writes(slice)
          .sums(0)
          .bind(m -> new Fill(m.of(slice), slice.offset(), 0, slice.size()));
    }
    calls
        .apply(step)
        .reads(dy, w)
        .adds(slice)
        .flops(flops())
        .sums(terms, dy, w)
        .bind(
            m ->
                new GroupedConv2dInputGradient(
                    m.of(dy), m.of(w), w.offset(), m.of(slice), sizes, window, groups));
  }

  /** Describes the gradient of w, an input of an operation. */
  void weightGradient(Backward pass, int input, Slice x, Slice dy) {
    int weights = sizes.co() * (sizes.ci() / groups) * taps();
    int rows = sizes.n() * sizes.ho();
    int parts = PartialSum.parts(weights, rows, sizes.n());
    var partial = pass.scratch("weight gradient parts", Shape.of(parts, weights));
    pass.call("weight gradient parts")
        .reads(x, dy)
        .writes(partial)
        .flops(flops())
        .sums(amplification(), Math.ceilDiv(rows, parts) * sizes.wo(), x, dy)
        .bind(
            m ->
                plain()
                    ? new Conv2dWeightGradient(
                        m.of(x), m.of(dy), m.of(partial), parts, sizes, window)
                    : new GroupedConv2dWeightGradient(
                        m.of(x), m.of(dy), m.of(partial), parts, sizes, window, groups));
    PartialSum.describe(pass, input, "weight gradient", partial, parts);
  }
}

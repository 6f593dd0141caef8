package org.tornadonn.op.convolution;

import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Copy;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Gradient;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Slice;

/**
 * The input gradient of a {@link Correlation} as an operation of its own.
 *
 * @param outputHeight rows that are added to the result below
 * @param outputWidth columns that are added to the result to the right
 */
record Transposition(
    String operation, Window window, int outputHeight, int outputWidth, int groups) {

  Transposition {
    new Filters(operation, groups);
    check(operation, outputHeight, window.strideHeight(), window.dilationHeight());
    check(operation, outputWidth, window.strideWidth(), window.dilationWidth());
  }

  private static void check(String operation, int added, int stride, int dilation) {
    if (added < 0 || added >= Math.max(stride, dilation)) {
      throw new ShapeException(
          "%s's output padding %d must be 0 or more and less than stride %d or dilation %d: it chooses among the sizes that a convolution would make the same."
              .formatted(operation, added, stride, dilation));
    }
  }

  int rows(int hi) {
    return size(
        "rows",
        (hi - 1L) * window.strideHeight() + window.reachHeight() + outputHeight,
        window.paddingTop() + window.paddingBottom());
  }

  int columns(int wi) {
    return size(
        "columns",
        (wi - 1L) * window.strideWidth() + window.reachWidth() + outputWidth,
        window.paddingLeft() + window.paddingRight());
  }

  private static int size(String axis, long size, int padding) {
    if (size <= padding) {
      throw new ShapeException(
          "a padding of %d in all takes all of the %d %s of the result: use less padding or a larger kernel."
              .formatted(padding, size, axis));
    }
    return Math.toIntExact(Math.min(size - padding, Integer.MAX_VALUE));
  }

  /** The correlation from y to x. */
  private Correlation of(Shape x, Shape y) {
    return new Correlation(window, groups, ImageSizes.of(y, x));
  }

  void forward(Forward pass) {
    var x = pass.computed(0);
    var y = pass.out();
    of(x.shape(), y.shape())
        .inputGradient(pass::call, "forward", x, pass.in(1), new Gradient(y, false));
    if (pass.inputs() > 2) {
      Correlation.bias(pass::call, pass.in(2), y);
    }
  }

  void backward(Backward pass) {
    var x = pass.in(0);
    var dy = pass.outGradient();
    var correlation = of(x.shape(), dy.shape());
    var s = correlation.sizes();
    if (pass.inputs() > 2 && pass.needsGradient(2)) {
      BiasGradient.describe(pass, 2, dy, s.n(), s.ci(), s.hi() * s.wi());
    }
    if (pass.needsGradient(1)) {
      correlation.weightGradient(pass, 1, dy, x);
    }
    if (pass.needsGradient(0)) {
      inputGradient(pass, correlation, dy);
    }
  }

  private static void inputGradient(Backward pass, Correlation correlation, Slice dy) {
    var dx = pass.gradient(0);
    var w = pass.in(1);
    if (!dx.accumulate()) {
      correlation.result(pass::call, "input gradient", dy, w, dx.slice());
      return;
    }
    var to = dx.slice();
    var more = pass.scratch("more of the input gradient", to.shape());
    correlation.result(pass::call, "input gradient", dy, w, more);
    pass.call("input gradient sum")
        .reads(more)
        .writes(dx)
        .elementwise()
        .flops(to.size())
        .sums(1, more)
        .bind(m -> new Copy(m.of(more), more.offset(), m.of(to), to.offset(), dx.add(), to.size()));
  }
}

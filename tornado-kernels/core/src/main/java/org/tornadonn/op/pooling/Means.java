package org.tornadonn.op.pooling;

import org.tornadonn.op.convolution.ImageSizes;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.ShapeException;

/**
 * The calls of means over windows of images or sequences.
 *
 * @param divisor what sums are divided by; 0 for the number of elements
 */
record Means(Windows windows, boolean countPadding, int divisor) {

  Means {
    var window = windows.window();
    if (window.dilationHeight() > 1 || window.dilationWidth() > 1) {
      throw new ShapeException(
          "%s's dilation %d×%d must be 1: its windows have no gaps."
              .formatted(windows.operation(), window.dilationHeight(), window.dilationWidth()));
    }
    if (divisor < 0) {
      throw new ShapeException(
          "%s's divisor %d must be positive, or 0 for the number of elements."
              .formatted(windows.operation(), divisor));
    }
  }

  private int all() {
    return countPadding ? 1 : 0;
  }

  void forward(Forward pass) {
    var x = pass.computed(0);
    var y = pass.out();
    var s = ImageSizes.of(x.shape(), y.shape());
    pass.call("forward")
        .reads(x)
        .writes(y)
        .flops((long) y.size() * windows.taps())
        .sums(windows.taps(), x)
        .bind(m -> new AvgPool2dForward(m.of(x), m.of(y), all(), divisor, s, windows.window()));
  }

  void backward(Backward pass) {
    var dy = pass.outGradient();
    var dx = pass.gradient(0);
    var s = ImageSizes.of(dx.slice().shape(), dy.shape());
    int overlap = windows.overlap();
    pass.call("input gradient")
        .reads(dy)
        .writes(dx)
        .flops(2L * dx.slice().size() * overlap)
        .sums(overlap, dy)
        .bind(
            m ->
                new AvgPool2dInputGradient(
                    m.of(dy), m.of(dx.slice()), dx.add(), all(), divisor, s, windows.window()));
  }
}

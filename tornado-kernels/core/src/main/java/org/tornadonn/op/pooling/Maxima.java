package org.tornadonn.op.pooling;

import org.tornadonn.op.convolution.ImageSizes;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;

/** The calls of maxima over windows of images or sequences. */
record Maxima(Windows windows) {

  void forward(Forward pass) {
    var x = pass.computed(0);
    var y = pass.out();
    var s = ImageSizes.of(x.shape(), y.shape());
    Window window = windows.window();
    if (pass.needsBackward()) {
      var tap = pass.saved("tap", y.shape());
      pass.call("forward")
          .reads(x)
          .writes(y, tap)
          .flops(flops(y.size()))
          .sums(0)
          .bind(m -> new MaxPool2dForward(m.of(x), m.of(y), m.of(tap), 1, s, window));
    } else {
      pass.call("forward")
          .reads(x)
          .writes(y)
          .flops(flops(y.size()))
          .sums(0)
          .bind(m -> new MaxPool2dForward(m.of(x), m.of(y), m.of(x), 0, s, window));
    }
  }

  void backward(Backward pass) {
    var dy = pass.outGradient();
    var tap = pass.saved("tap");
    var dx = pass.gradient(0);
    var s = ImageSizes.of(dx.slice().shape(), dy.shape());
    int overlap = windows.overlap();
    pass.call("input gradient")
        .reads(dy, tap)
        .writes(dx)
        .flops(flops(dy.size()))
        .sums(overlap > 1 ? overlap : 0, dy)
        .bind(
            m ->
                new MaxPool2dInputGradient(
                    m.of(dy), m.of(tap), m.of(dx.slice()), dx.add(), s, windows.window()));
  }

  private long flops(int results) {
    return (long) results * windows.taps();
  }
}

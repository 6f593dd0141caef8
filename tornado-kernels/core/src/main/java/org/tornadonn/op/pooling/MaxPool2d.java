package org.tornadonn.op.pooling;

import java.util.List;
import org.tornadonn.op.convolution.ImageSizes;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/**
 * The largest value of each window: {@code y[n,c,i,j] = max(u,v) x[n, c, i·s − p + u, j·s − p +
 * v]}.
 *
 * <p>Padding never wins. Of equal values the first in row order is taken and gets the gradient; a
 * NaN wins over everything. Input x {@code (n, c, hi, wi)}, result {@code (n, c, ho, wo)}.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html">PyTorch</a>
 */
public record MaxPool2d(Window window) implements Operation {

  /** A maximum over windows, whose padding may be at most half the kernel, as in PyTorch. */
  public MaxPool2d {
    if (window.paddingHeight() * 2 > window.kernelHeight()
        || window.paddingWidth() * 2 > window.kernelWidth()) {
      throw new ShapeException(
          "MaxPool2d's padding %d×%d must be at most half its kernel %d×%d."
              .formatted(
                  window.paddingHeight(),
                  window.paddingWidth(),
                  window.kernelHeight(),
                  window.kernelWidth()));
    }
  }

  @Override
  public String name() {
    return "max_pool2d";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    var x = inputs.get(0);
    if (x.rank() != 4) {
      throw new ShapeException(
          "MaxPool2d expects images (n, channels, height, width), but gets %s.".formatted(x));
    }
    return Shape.of(
        x.dim(0), x.dim(1), window.outputHeight(x.dim(2)), window.outputWidth(x.dim(3)));
  }

  @Override
  public boolean isMaximum() {
    return true;
  }

  @Override
  public void forward(Forward pass) {
    var x = pass.computed(0);
    var y = pass.out();
    var s = ImageSizes.of(x.shape(), y.shape());
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

  @Override
  public void backward(Backward pass) {
    var dy = pass.outGradient();
    var tap = pass.saved("tap");
    var dx = pass.gradient(0);
    var s = ImageSizes.of(dx.slice().shape(), dy.shape());
    int overlap =
        Math.ceilDiv(window.kernelHeight(), window.strideHeight())
            * Math.ceilDiv(window.kernelWidth(), window.strideWidth());
    pass.call("input gradient")
        .reads(dy, tap)
        .writes(dx)
        .flops(flops(dy.size()))
        .sums(overlap > 1 ? overlap : 0, dy)
        .bind(
            m ->
                new MaxPool2dInputGradient(
                    m.of(dy), m.of(tap), m.of(dx.slice()), dx.add(), s, window));
  }

  private long flops(int results) {
    return (long) results * window.kernelHeight() * window.kernelWidth();
  }
}

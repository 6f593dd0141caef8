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
 * The mean of each window: {@code y[n,c,i,j] = Σ(u,v) x[n, c, i·s − p + u, j·s − p + v] / count}.
 *
 * <p>Padding counts as zeros: the count is that of the window. With {@code countPadding = false} it
 * is that of the elements that are inside the image. Input x {@code (n, c, hi, wi)}, result {@code
 * (n, c, ho, wo)}. A NaN or an infinity reaches the windows that hold it.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html">PyTorch</a>
 */
public record AvgPool2d(Window window, boolean countPadding) implements Operation {

  /** A mean over windows, whose padding may be at most half the kernel, as in PyTorch. */
  public AvgPool2d {
    if (window.paddingHeight() * 2 > window.kernelHeight()
        || window.paddingWidth() * 2 > window.kernelWidth()) {
      throw new ShapeException(
          "AvgPool2d's padding %d×%d must be at most half its kernel %d×%d."
              .formatted(
                  window.paddingHeight(),
                  window.paddingWidth(),
                  window.kernelHeight(),
                  window.kernelWidth()));
    }
  }

  @Override
  public String name() {
    return "avg_pool2d";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    var x = inputs.getFirst();
    if (x.rank() != 4) {
      throw new ShapeException(
          "AvgPool2d expects images (n, channels, height, width), but gets %s.".formatted(x));
    }
    return Shape.of(
        x.dim(0), x.dim(1), window.outputHeight(x.dim(2)), window.outputWidth(x.dim(3)));
  }

  @Override
  public void forward(Forward pass) {
    var x = pass.computed(0);
    var y = pass.out();
    var s = ImageSizes.of(x.shape(), y.shape());
    int taps = window.kernelHeight() * window.kernelWidth();
    pass.call("forward")
        .reads(x)
        .writes(y)
        .flops((long) y.size() * taps)
        .sums(taps, x)
        .bind(m -> new AvgPool2dForward(m.of(x), m.of(y), countPadding ? 1 : 0, s, window));
  }

  @Override
  public void backward(Backward pass) {
    var dy = pass.outGradient();
    var dx = pass.gradient(0);
    var s = ImageSizes.of(dx.slice().shape(), dy.shape());
    int overlap =
        Math.ceilDiv(window.kernelHeight(), window.strideHeight())
            * Math.ceilDiv(window.kernelWidth(), window.strideWidth());
    pass.call("input gradient")
        .reads(dy)
        .writes(dx)
        .flops(2L * dx.slice().size() * overlap)
        .sums(overlap, dy)
        .bind(
            m ->
                new AvgPool2dInputGradient(
                    m.of(dy), m.of(dx.slice()), dx.add(), countPadding ? 1 : 0, s, window));
  }
}

package org.tornadonn.op.pooling;

import java.util.List;
import org.tornadonn.op.convolution.ImageSizes;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/**
 * Means of as many windows as are asked for, of images of any size: {@code y[n,c,i,j]} is the mean
 * of the rows from {@code ⌊i·hi/ho⌋} to below {@code ⌈(i+1)·hi/ho⌉} and of the columns likewise. A
 * result of 1×1 is the mean of each channel.
 *
 * <p>Input x {@code (n, c, hi, wi)}, result {@code (n, c, ho, wo)}.
 *
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool2d.html">PyTorch</a>
 */
public record AdaptiveAvgPool2d(int height, int width) implements Operation {

  /** Larger sizes would overflow in {@code (i+1) · hi}. */
  private static final int LIMIT = 1 << 15;

  /** Means over windows of which there are so many rows and columns. */
  public AdaptiveAvgPool2d {
    if (height < 1 || width < 1 || height >= LIMIT || width >= LIMIT) {
      throw new ShapeException(
          "AdaptiveAvgPool2d's output size %d×%d must be from 1 up and below %d."
              .formatted(height, width, LIMIT));
    }
  }

  @Override
  public String name() {
    return "adaptive_avg_pool2d";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    var x = inputs.getFirst();
    if (x.rank() != 4 || x.dim(2) >= LIMIT || x.dim(3) >= LIMIT) {
      throw new ShapeException(
          "AdaptiveAvgPool2d expects images (n, channels, height, width) of less than %d rows and columns, but gets %s."
              .formatted(LIMIT, x));
    }
    return Shape.of(x.dim(0), x.dim(1), height, width);
  }

  @Override
  public void forward(Forward pass) {
    var x = pass.computed(0);
    var y = pass.out();
    var s = ImageSizes.of(x.shape(), y.shape());
    int taps = longest(s.hi(), s.ho()) * longest(s.wi(), s.wo());
    pass.call("forward")
        .reads(x)
        .writes(y)
        .flops((long) y.size() * taps)
        .sums(taps, x)
        .bind(m -> new AdaptiveAvgPool2dForward(m.of(x), m.of(y), s));
  }

  @Override
  public void backward(Backward pass) {
    var dy = pass.outGradient();
    var dx = pass.gradient(0);
    var s = ImageSizes.of(dx.slice().shape(), dy.shape());
    int windows = longest(s.ho(), s.hi()) * longest(s.wo(), s.wi());
    pass.call("input gradient")
        .reads(dy)
        .writes(dx)
        .flops(2L * dx.slice().size() * windows)
        .sums(windows, dy)
        .bind(m -> new AdaptiveAvgPool2dInputGradient(m.of(dy), m.of(dx.slice()), dx.add(), s));
  }

  /** How many of {@code from} elements a window has at most if there are {@code to} windows. */
  private static int longest(int from, int to) {
    return from % to == 0 ? from / to : from / to + 2;
  }
}

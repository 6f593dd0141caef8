package org.tornadonn.op.pooling;

import java.util.List;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;

/**
 * The mean of each window: {@code y[n,c,i,j] = Σ(u,v) x[n, c, i·s − p + u, j·s − p + v] / count}.
 *
 * <p>Padding counts as zeros: the count is that of the window. With {@code countPadding = false} it
 * is that of the elements that are inside the image. What stands over the edge of the padding, as
 * windows do with {@code ceilMode}, never counts. Input x {@code (n, c, hi, wi)}, result {@code (n,
 * c, ho, wo)}. A NaN or an infinity reaches the windows that hold it.
 *
 * @param ceilMode whether the last windows may stand over the edge, if they start inside the image
 *     or its padding above and to the left
 * @param divisor what sums are divided by instead of the count; 0 for the count
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html">PyTorch</a>
 */
public record AvgPool2d(Window window, boolean countPadding, boolean ceilMode, int divisor)
    implements Operation {

  /** A mean over windows, whose padding may be at most half the kernel, as in PyTorch. */
  public AvgPool2d {
    new Means(new Windows("AvgPool2d", window, ceilMode), countPadding, divisor);
  }

  /** A mean over windows that do not stand over the edge. */
  public AvgPool2d(Window window, boolean countPadding) {
    this(window, countPadding, false, 0);
  }

  private Means means() {
    return new Means(new Windows("AvgPool2d", window, ceilMode), countPadding, divisor);
  }

  @Override
  public String name() {
    return "avg_pool2d";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return means().windows().images(inputs);
  }

  @Override
  public void forward(Forward pass) {
    means().forward(pass);
  }

  @Override
  public void backward(Backward pass) {
    means().backward(pass);
  }
}

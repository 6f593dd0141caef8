package org.tornadonn.op.pooling;

import java.util.List;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;

/**
 * The largest value of each window: {@code y[n,c,i,j] = max(u,v) x[n, c, i·s − p + u·d, j·s − p +
 * v·d]}.
 *
 * <p>Padding never wins. Of equal values the first in row order is taken and gets the gradient; a
 * NaN wins over everything. Input x {@code (n, c, hi, wi)}, result {@code (n, c, ho, wo)}.
 *
 * @param ceilMode whether the last windows may stand over the edge, if they start inside the image
 *     or its padding above and to the left
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html">PyTorch</a>
 */
public record MaxPool2d(Window window, boolean ceilMode) implements Operation {

  /** A maximum over windows, whose padding may be at most half the kernel, as in PyTorch. */
  public MaxPool2d {
    new Windows("MaxPool2d", window, ceilMode);
  }

  /** A maximum over windows that do not stand over the edge. */
  public MaxPool2d(Window window) {
    this(window, false);
  }

  private Windows windows() {
    return new Windows("MaxPool2d", window, ceilMode);
  }

  @Override
  public String name() {
    return "max_pool2d";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return windows().images(inputs);
  }

  @Override
  public boolean isMaximum() {
    return true;
  }

  @Override
  public void forward(Forward pass) {
    new Maxima(windows()).forward(pass);
  }

  @Override
  public void backward(Backward pass) {
    new Maxima(windows()).backward(pass);
  }
}

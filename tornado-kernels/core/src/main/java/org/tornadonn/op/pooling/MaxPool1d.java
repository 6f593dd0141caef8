package org.tornadonn.op.pooling;

import java.util.List;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;

/**
 * The largest value of each window of a sequence: {@link MaxPool2d} of images of one row. Input x
 * {@code (n, c, length)}, result {@code (n, c, lo)}.
 *
 * @param window of one row
 * @param ceilMode whether the last window may stand over the end
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.MaxPool1d.html">PyTorch</a>
 */
public record MaxPool1d(Window window, boolean ceilMode) implements Operation {

  /** A maximum over windows, whose padding may be at most half the kernel, as in PyTorch. */
  public MaxPool1d {
    window.requireRow("MaxPool1d");
    new Windows("MaxPool1d", window, ceilMode);
  }

  private Windows windows() {
    return new Windows("MaxPool1d", window, ceilMode);
  }

  @Override
  public String name() {
    return "max_pool1d";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return windows().sequences(inputs);
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

package org.tornadonn.op.pooling;

import java.util.List;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;

/**
 * The mean of each window of a sequence: {@link AvgPool2d} of images of one row. Input x {@code (n,
 * c, length)}, result {@code (n, c, lo)}.
 *
 * @param window of one row
 * @param countPadding whether padding counts, as zeros
 * @param ceilMode whether the last window may stand over the end
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.AvgPool1d.html">PyTorch</a>
 */
public record AvgPool1d(Window window, boolean countPadding, boolean ceilMode)
    implements Operation {

  /** A mean over windows, whose padding may be at most half the kernel, as in PyTorch. */
  public AvgPool1d {
    window.requireRow("AvgPool1d");
    new Means(new Windows("AvgPool1d", window, ceilMode), countPadding, 0);
  }

  private Means means() {
    return new Means(new Windows("AvgPool1d", window, ceilMode), countPadding, 0);
  }

  @Override
  public String name() {
    return "avg_pool1d";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return means().windows().sequences(inputs);
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

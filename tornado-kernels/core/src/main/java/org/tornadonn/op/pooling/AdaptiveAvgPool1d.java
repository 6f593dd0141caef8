package org.tornadonn.op.pooling;

import java.util.List;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;

/**
 * Means of as many windows as are asked for, of sequences of any length: {@link AdaptiveAvgPool2d}
 * of images of one row. Input x {@code (n, c, length)}, result {@code (n, c, size)}.
 *
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool1d.html">PyTorch</a>
 */
public record AdaptiveAvgPool1d(int size) implements Operation {

  /** Means over so many windows. */
  public AdaptiveAvgPool1d {
    new AdaptiveWindows("AdaptiveAvgPool1d", 1, size);
  }

  @Override
  public String name() {
    return "adaptive_avg_pool1d";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return new AdaptiveWindows("AdaptiveAvgPool1d", 1, size).sequences(inputs);
  }

  @Override
  public void forward(Forward pass) {
    AdaptiveWindows.means(pass);
  }

  @Override
  public void backward(Backward pass) {
    AdaptiveWindows.means(pass);
  }
}

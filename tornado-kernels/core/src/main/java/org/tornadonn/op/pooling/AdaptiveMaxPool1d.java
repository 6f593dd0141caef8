package org.tornadonn.op.pooling;

import java.util.List;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;

/**
 * The largest values of as many windows as are asked for, of sequences of any length: {@link
 * AdaptiveMaxPool2d} of images of one row. Input x {@code (n, c, length)}, result {@code (n, c,
 * size)}.
 *
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool1d.html">PyTorch</a>
 */
public record AdaptiveMaxPool1d(int size) implements Operation {

  /** Maxima over so many windows. */
  public AdaptiveMaxPool1d {
    new AdaptiveWindows("AdaptiveMaxPool1d", 1, size);
  }

  @Override
  public String name() {
    return "adaptive_max_pool1d";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    var windows = new AdaptiveWindows("AdaptiveMaxPool1d", 1, size);
    return windows.indexed(inputs.getFirst(), windows.sequences(inputs));
  }

  @Override
  public boolean isMaximum() {
    return true;
  }

  @Override
  public void forward(Forward pass) {
    AdaptiveWindows.maxima(pass);
  }

  @Override
  public void backward(Backward pass) {
    AdaptiveWindows.maxima(pass);
  }
}

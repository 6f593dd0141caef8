package org.tornadonn.op.pooling;

import java.util.List;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;

/**
 * The largest values of as many windows as are asked for, of images of any size: {@code y[n,c,i,j]}
 * is the maximum of the rows from {@code ⌊i·hi/ho⌋} to below {@code ⌈(i+1)·hi/ho⌉} and of the
 * columns likewise. A result of 1×1 is the maximum of each channel.
 *
 * <p>Of equal values the first in row order is taken and gets the gradient; a NaN wins over
 * everything. Input x {@code (n, c, hi, wi)}, result {@code (n, c, ho, wo)}.
 *
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.AdaptiveMaxPool2d.html">PyTorch</a>
 */
public record AdaptiveMaxPool2d(int height, int width) implements Operation {

  /** Maxima over windows of which there are so many rows and columns. */
  public AdaptiveMaxPool2d {
    new AdaptiveWindows("AdaptiveMaxPool2d", height, width);
  }

  @Override
  public String name() {
    return "adaptive_max_pool2d";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    var windows = new AdaptiveWindows("AdaptiveMaxPool2d", height, width);
    return windows.indexed(inputs.getFirst(), windows.images(inputs));
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

package org.tornadonn.op.pooling;

import java.util.List;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;

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

  /** Means over windows of which there are so many rows and columns. */
  public AdaptiveAvgPool2d {
    new AdaptiveWindows("AdaptiveAvgPool2d", height, width);
  }

  @Override
  public String name() {
    return "adaptive_avg_pool2d";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return new AdaptiveWindows("AdaptiveAvgPool2d", height, width).images(inputs);
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

package org.tornadonn.op.convolution;

import java.util.List;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;

/**
 * Two-dimensional convolution (cross-correlation).
 *
 * <p>{@code y[n,o,i,j] = b[o] + Σ(c,u,v) w[o,c,u,v] · x[n, c, i·s − p + u·d, j·s − p + v·d]}, where
 * x outside the image is 0. Inputs: x {@code (n, ci, hi, wi)}, w {@code (co, ci / groups, kh, kw)}
 * and optionally b {@code (co)}; result {@code (n, co, ho, wo)}. With groups, the channels of input
 * and output are cut into as many parts of the same size, and an output channel sums over the input
 * channels of its own part; groups = ci makes a depthwise convolution.
 *
 * <p>The weight gradient sums over batch and image in two stages, so that its parallelism does not
 * depend on the number of weights.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv2d.html">PyTorch</a>
 */
public record Conv2d(Window window, int groups) implements Operation {

  /** A convolution in so many groups, 1 or more. */
  public Conv2d {
    new Filters("Conv2d", groups);
  }

  /** A convolution of every channel with every other. */
  public Conv2d(Window window) {
    this(window, 1);
  }

  @Override
  public String name() {
    return "conv2d";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    new Filters("Conv2d", groups, window.kernelHeight(), window.kernelWidth()).check(inputs);
    var x = inputs.get(0);
    return Shape.of(
        x.dim(0),
        inputs.get(1).dim(0),
        window.outputHeight(x.dim(2)),
        window.outputWidth(x.dim(3)));
  }

  @Override
  public void forward(Forward pass) {
    Correlation.forward(pass, window, groups);
  }

  @Override
  public void backward(Backward pass) {
    Correlation.backward(pass, window, groups);
  }
}

package org.tornadonn.op.convolution;

import java.util.List;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;

/**
 * Convolution of sequences: {@link Conv2d} of images of one row.
 *
 * <p>{@code y[n,o,j] = b[o] + Σ(c,v) w[o,c,v] · x[n, c, j·s − p + v·d]}. Inputs: x {@code (n, ci,
 * length)}, w {@code (co, ci / groups, k)} and optionally b {@code (co)}; result {@code (n, co,
 * lo)}.
 *
 * @param window of one row
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Conv1d.html">PyTorch</a>
 */
public record Conv1d(Window window, int groups) implements Operation {

  /** A convolution in so many groups, 1 or more. */
  public Conv1d {
    new Filters("Conv1d", groups);
    window.requireRow("Conv1d");
  }

  @Override
  public String name() {
    return "conv1d";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    new Filters("Conv1d", groups, window.kernelWidth()).check(inputs);
    var x = inputs.get(0);
    return Shape.of(x.dim(0), inputs.get(1).dim(0), window.outputWidth(x.dim(2)));
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

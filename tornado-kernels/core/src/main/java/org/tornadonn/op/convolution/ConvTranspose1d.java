package org.tornadonn.op.convolution;

import java.util.List;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;

/**
 * Transposed convolution of sequences: {@link ConvTranspose2d} of images of one row. Inputs: x
 * {@code (n, ci, length)}, w {@code (ci, co / groups, k)} and optionally b {@code (co)}; result
 * {@code (n, co, lo)} with {@code lo = (length − 1)·s − 2·p + d·(k − 1) + outputPadding + 1}.
 *
 * @param window of one row
 * @param outputPadding how many elements the result has more at its end, which windows may reach
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.ConvTranspose1d.html">PyTorch</a>
 */
public record ConvTranspose1d(Window window, int outputPadding, int groups) implements Operation {

  private static final String NAME = "ConvTranspose1d";

  /** A transposed convolution in so many groups, 1 or more. */
  public ConvTranspose1d {
    window.requireRow(NAME);
    new Transposition(NAME, window, 0, outputPadding, groups);
  }

  private Transposition transposition() {
    return new Transposition(NAME, window, 0, outputPadding, groups);
  }

  @Override
  public String name() {
    return "conv_transpose1d";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    new Filters(NAME, groups, window.kernelWidth()).checkTransposed(inputs);
    var x = inputs.get(0);
    return Shape.of(x.dim(0), inputs.get(1).dim(1) * groups, transposition().columns(x.dim(2)));
  }

  @Override
  public void forward(Forward pass) {
    transposition().forward(pass);
  }

  @Override
  public void backward(Backward pass) {
    transposition().backward(pass);
  }
}

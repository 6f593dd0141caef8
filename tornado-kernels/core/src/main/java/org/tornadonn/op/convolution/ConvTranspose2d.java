package org.tornadonn.op.convolution;

import java.util.List;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;

/**
 * Transposed convolution, which makes images larger where a {@link Conv2d} with the same window
 * makes them smaller: the gradient of that one with respect to its input, as an operation.
 *
 * <p>Every element of x adds its multiple of the filters to the result: {@code y[n, o, i·s − p +
 * u·d, j·s − p + v·d] += w[c,o,u,v] · x[n,c,i,j]}, where c are the channels of o's group, and b[o]
 * is added. Inputs: x {@code (n, ci, hi, wi)}, w {@code (ci, co / groups, kh, kw)} and optionally b
 * {@code (co)}; result {@code (n, co, ho, wo)} with {@code ho = (hi − 1)·s − 2·p + d·(kh − 1) +
 * outputPadding + 1}.
 *
 * @param outputPaddingHeight rows that the result has more below, which windows may reach
 * @param outputPaddingWidth columns that it has more to the right
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.ConvTranspose2d.html">PyTorch</a>
 */
public record ConvTranspose2d(
    Window window, int outputPaddingHeight, int outputPaddingWidth, int groups)
    implements Operation {

  private static final String NAME = "ConvTranspose2d";

  /** A transposed convolution in so many groups, 1 or more. */
  public ConvTranspose2d {
    new Transposition(NAME, window, outputPaddingHeight, outputPaddingWidth, groups);
  }

  /** A transposed convolution of every channel with every other, without output padding. */
  public ConvTranspose2d(Window window) {
    this(window, 0, 0, 1);
  }

  private Transposition transposition() {
    return new Transposition(NAME, window, outputPaddingHeight, outputPaddingWidth, groups);
  }

  @Override
  public String name() {
    return "conv_transpose2d";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    new Filters(NAME, groups, window.kernelHeight(), window.kernelWidth()).checkTransposed(inputs);
    var x = inputs.get(0);
    return Shape.of(
        x.dim(0),
        inputs.get(1).dim(1) * groups,
        transposition().rows(x.dim(2)),
        transposition().columns(x.dim(3)));
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

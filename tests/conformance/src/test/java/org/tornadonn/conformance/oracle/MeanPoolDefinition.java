package org.tornadonn.conformance.oracle;

import org.tornadonn.op.convolution.Window;
import org.tornadonn.plan.Shape;

/**
 * Each element of y is a weighted sum of a rectangle of x, all weights equal: average pooling over
 * sliding windows or over as many windows as are asked for.
 */
final class MeanPoolDefinition implements Definition {

  /** The rectangle of an output element along one axis, cut off at the image, and its full size. */
  private record Span(int from, int to, int counted) {

    static Span[] sliding(
        int in, int kernel, int stride, int before, int after, boolean all, boolean ceil) {
      var spans = new Span[Windows.count(in, kernel, stride, before, after, ceil)];
      for (int i = 0; i < spans.length; i++) {
        int start = i * stride - before;
        int from = Math.max(0, start);
        int to = Math.min(in, start + kernel);
        int padded = Math.min(start + kernel, in + after) - start;
        spans[i] = new Span(from, to, all ? padded : to - from);
      }
      return spans;
    }

    static Span adaptive(int i, int in, int out) {
      int from = (int) Math.floor((double) i * in / out);
      int to = (int) Math.ceil((double) (i + 1) * in / out);
      return new Span(from, to, to - from);
    }
  }

  private final Images x;
  private final Images y;
  private final Span[] rows;
  private final Span[] columns;
  private final int divisor;

  private MeanPoolDefinition(Images x, Span[] rows, Span[] columns, int divisor) {
    this.x = x;
    this.y = new Images(x.n(), x.c(), rows.length, columns.length);
    this.rows = rows;
    this.columns = columns;
    this.divisor = divisor;
  }

  static Definition sliding(Window w, boolean all, boolean ceil, int divisor, Shape shape) {
    var x = Images.of(shape);
    var rows =
        Span.sliding(
            x.h(),
            w.kernelHeight(),
            w.strideHeight(),
            w.paddingTop(),
            w.paddingBottom(),
            all,
            ceil);
    var columns =
        Span.sliding(
            x.w(), w.kernelWidth(), w.strideWidth(), w.paddingLeft(), w.paddingRight(), all, ceil);
    return new MeanPoolDefinition(x, rows, columns, divisor);
  }

  static Definition adaptive(int height, int width, Shape shape) {
    var x = Images.of(shape);
    var rows = new Span[height];
    for (int i = 0; i < height; i++) {
      rows[i] = Span.adaptive(i, x.h(), height);
    }
    var columns = new Span[width];
    for (int i = 0; i < width; i++) {
      columns[i] = Span.adaptive(i, x.w(), width);
    }
    return new MeanPoolDefinition(x, rows, columns, 0);
  }

  /** Takes an element of y, an element of x in its rectangle, and its weight. */
  private interface Visitor {
    void visit(int at, int from, double weight);
  }

  private void visit(Visitor visitor) {
    for (int plane = 0; plane < x.n() * x.c(); plane++) {
      for (int i = 0; i < rows.length; i++) {
        for (int j = 0; j < columns.length; j++) {
          for (int r = rows[i].from; r < rows[i].to; r++) {
            for (int q = columns[j].from; q < columns[j].to; q++) {
              visitor.visit(
                  y.at(0, plane, i, j),
                  x.at(0, plane, r, q),
                  1.0 / (divisor > 0 ? divisor : rows[i].counted * columns[j].counted));
            }
          }
        }
      }
    }
  }

  @Override
  public double[] forward(double[][] in) {
    var result = new double[y.size()];
    visit((at, from, weight) -> result[at] += weight * in[0][from]);
    return result;
  }

  @Override
  public double[][] backward(double[][] in, double[] dy) {
    var dx = new double[x.size()];
    visit((at, from, weight) -> dx[from] += weight * dy[at]);
    return new double[][] {dx};
  }

  /** How many terms the longest sum has, and the largest weight. */
  private Sum sum(int[] terms, double[] of) {
    var weights = new double[1];
    int longest = 0;
    visit((_, _, weight) -> weights[0] = Math.max(weights[0], weight));
    for (int count : terms) {
      longest = Math.max(longest, count);
    }
    return new Sum(longest + 1, weights[0] * Sum.magnitude(of));
  }

  @Override
  public Sum result(double[][] in) {
    var terms = new int[y.size()];
    visit((at, _, _) -> terms[at]++);
    return sum(terms, in[0]);
  }

  @Override
  public Sum gradient(int input, double[][] in, double[] dy) {
    var terms = new int[x.size()];
    visit((_, from, _) -> terms[from]++);
    return sum(terms, dy);
  }
}

package org.tornadonn.conformance.oracle;

import org.tornadonn.plan.Shape;

/**
 * {@code y[o, j, i] = x[o, index, i]}, where the index is a number of each j, or of each place of
 * y; NaN for a position that is not there. An element of x gets the gradient of every place that
 * took it, unless it stands at the position of padding.
 *
 * @param each whether each place of y has its own index, and not each j
 */
record TakenDefinition(Line x, Line y, boolean each, int padding) implements Definition {

  static TakenDefinition gather(int axis, Shape x, Shape y) {
    return new TakenDefinition(Line.of(x, axis, 1), Line.of(y, axis, 1), true, -1);
  }

  static TakenDefinition select(int axis, int padding, Shape x, Shape y) {
    return new TakenDefinition(Line.of(x, axis, 1), Line.of(y, axis, 1), false, padding);
  }

  private double index(double[][] in, int line, int j) {
    return in[1][each ? y.at(line, j) : j];
  }

  @Override
  public double[] forward(double[][] in) {
    var taken = new double[y.count() * y.length()];
    for (int line = 0; line < y.count(); line++) {
      for (int j = 0; j < y.length(); j++) {
        double k = index(in, line, j);
        taken[y.at(line, j)] = x.has(k) ? in[0][x.at(line, (int) k)] : Double.NaN;
      }
    }
    return taken;
  }

  @Override
  public double[][] backward(double[][] in, double[] dy) {
    var dx = new double[in[0].length];
    for (int line = 0; line < y.count(); line++) {
      for (int j = 0; j < y.length(); j++) {
        double k = index(in, line, j);
        if (x.has(k) && k != padding) {
          dx[x.at(line, (int) k)] += dy[y.at(line, j)];
        }
      }
    }
    return new double[][] {dx, new double[0]};
  }

  @Override
  public Sum result(double[][] in) {
    return new Sum(0, 0);
  }

  @Override
  public Sum gradient(int input, double[][] in, double[] dy) {
    return new Sum(y.length(), Sum.magnitude(dy));
  }
}

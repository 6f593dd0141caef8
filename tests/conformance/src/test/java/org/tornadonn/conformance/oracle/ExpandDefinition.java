package org.tornadonn.conformance.oracle;

import org.tornadonn.plan.Shape;

/** {@code y} is x, repeated along axes of size 1; the gradient is the sum of the repeats. */
final class ExpandDefinition implements Definition {

  private final Shape x;
  private final Shape y;

  ExpandDefinition(Shape x, Shape y) {
    this.x = x;
    this.y = y;
  }

  private int source(int place) {
    int rest = place;
    int step = 1;
    int index = 0;
    for (int axis = y.rank() - 1; axis >= 0; axis--) {
      index += (x.dim(axis) == 1 ? 0 : rest % y.dim(axis)) * step;
      rest /= y.dim(axis);
      step *= x.dim(axis);
    }
    return index;
  }

  @Override
  public double[] forward(double[][] in) {
    var result = new double[y.size()];
    for (int place = 0; place < result.length; place++) {
      result[place] = in[0][source(place)];
    }
    return result;
  }

  @Override
  public double[][] backward(double[][] in, double[] dy) {
    var dx = new double[in[0].length];
    for (int place = 0; place < dy.length; place++) {
      dx[source(place)] += dy[place];
    }
    return new double[][] {dx};
  }

  @Override
  public Sum result(double[][] in) {
    return new Sum(0, 0);
  }

  @Override
  public Sum gradient(int input, double[][] in, double[] dy) {
    return new Sum(1 + y.size() / x.size(), Sum.magnitude(dy));
  }
}

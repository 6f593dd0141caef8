package org.tornadonn.conformance.oracle;

/** The product of each line; the gradient of an element is that of all others. */
record ProdDefinition(Line line) implements Definition {

  private double product(double[] x, int i, int without) {
    double product = 1;
    for (int k = 0; k < line.length(); k++) {
      product *= k == without ? 1 : x[line.at(i, k)];
    }
    return product;
  }

  @Override
  public double[] forward(double[][] in) {
    var y = new double[line.count()];
    for (int i = 0; i < y.length; i++) {
      y[i] = product(in[0], i, -1);
    }
    return y;
  }

  @Override
  public double[][] backward(double[][] in, double[] dy) {
    var dx = new double[in[0].length];
    for (int i = 0; i < dy.length; i++) {
      for (int k = 0; k < line.length(); k++) {
        dx[line.at(i, k)] = dy[i] * product(in[0], i, k);
      }
    }
    return new double[][] {dx};
  }

  @Override
  public Sum result(double[][] in) {
    return new Sum(line.length(), Sum.magnitude(forward(in)));
  }

  @Override
  public Sum gradient(int input, double[][] in, double[] dy) {
    return new Sum(line.length(), Sum.magnitude(backward(in, dy)[0]));
  }
}

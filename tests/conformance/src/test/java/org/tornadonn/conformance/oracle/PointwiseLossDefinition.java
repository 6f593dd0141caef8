package org.tornadonn.conformance.oracle;

import java.util.function.DoubleBinaryOperator;
import org.tornadonn.plan.Shape;

/** The mean of a function of prediction and target over the first {@code fill} samples. */
record PointwiseLossDefinition(
    int features, DoubleBinaryOperator function, DoubleBinaryOperator derivative)
    implements Definition {

  private static Definition of(
      Shape y, DoubleBinaryOperator function, DoubleBinaryOperator derivative) {
    return new PointwiseLossDefinition(y.size() / y.dim(0), function, derivative);
  }

  static Definition l1(Shape shape) {
    return of(shape, (y, t) -> Math.abs(y - t), (y, t) -> Math.signum(y - t));
  }

  static Definition huber(Shape shape, double delta) {
    return of(
        shape,
        (y, t) ->
            Math.abs(y - t) <= delta
                ? Math.pow(y - t, 2) / 2
                : delta * (Math.abs(y - t) - delta / 2),
        (y, t) -> Math.clamp(y - t, -delta, delta));
  }

  static Definition smoothL1(Shape shape, double beta) {
    return of(
        shape,
        (y, t) ->
            Math.abs(y - t) < beta ? Math.pow(y - t, 2) / 2 / beta : Math.abs(y - t) - beta / 2,
        (y, t) -> Math.abs(y - t) < beta ? (y - t) / beta : Math.signum(y - t));
  }

  /** By the probability that the logit stands for, as far as float64 carries it. */
  static Definition binaryCrossEntropy(Shape shape) {
    return of(
        shape,
        (y, t) -> t * logOnePlusExp(-y) + (1 - t) * logOnePlusExp(y),
        (y, t) -> 1 / (1 + Math.exp(-y)) - t);
  }

  private static double logOnePlusExp(double x) {
    return x > 30 ? x + Math.exp(-x) : Math.log1p(Math.exp(x));
  }

  private int used(double[][] in) {
    return (int) Math.rint(in[2][0] * features);
  }

  @Override
  public double[] forward(double[][] in) {
    double sum = 0;
    for (int i = 0; i < used(in); i++) {
      sum += function.applyAsDouble(in[0][i], in[1][i]);
    }
    return new double[] {sum / used(in)};
  }

  @Override
  public double[][] backward(double[][] in, double[] dy) {
    var d = new double[in[0].length];
    for (int i = 0; i < used(in); i++) {
      d[i] = dy[0] * derivative.applyAsDouble(in[0][i], in[1][i]) / used(in);
    }
    return new double[][] {d, {}, {}};
  }

  @Override
  public Sum result(double[][] in) {
    double largest = 0;
    for (int i = 0; i < used(in); i++) {
      largest = Math.max(largest, function.applyAsDouble(in[0][i], in[1][i]) / used(in));
    }
    return new Sum(used(in), largest);
  }

  @Override
  public Sum gradient(int input, double[][] in, double[] dy) {
    return new Sum(2, Math.abs(dy[0]) * Sum.magnitude(backward(in, new double[] {1})[0]));
  }
}

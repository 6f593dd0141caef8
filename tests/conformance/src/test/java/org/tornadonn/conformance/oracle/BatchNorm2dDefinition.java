package org.tornadonn.conformance.oracle;

import org.tornadonn.plan.Shape;

/**
 * {@code y = (x − mean) / √(variance + ε) · w + b}, channel by channel: with the statistics of the
 * samples in use, through which gradients flow too, or with those that are given.
 */
final class BatchNorm2dDefinition implements Definition {

  private final double epsilon;
  private final boolean training;
  private final Images x;

  BatchNorm2dDefinition(double epsilon, boolean training, Shape x) {
    this.epsilon = epsilon;
    this.training = training;
    this.x = Images.of(x);
  }

  private int used(double[][] in) {
    return training ? (int) in[in.length - 1][0] : x.n();
  }

  /** Where the running mean is: behind weight and bias, if there are any. */
  private int running(double[][] in) {
    return in.length - (training ? 4 : 2);
  }

  private boolean isAffine(double[][] in) {
    return running(in) == 3;
  }

  private double weight(double[][] in, int channel) {
    return isAffine(in) ? in[1][channel] : 1;
  }

  private double bias(double[][] in, int channel) {
    return isAffine(in) ? in[2][channel] : 0;
  }

  /** Takes the index of an element and its channel. */
  private interface Visitor {
    void visit(int at, int channel);
  }

  private void visit(int samples, Visitor visitor) {
    for (int n = 0; n < samples; n++) {
      for (int c = 0; c < x.c(); c++) {
        for (int i = 0; i < x.h(); i++) {
          for (int j = 0; j < x.w(); j++) {
            visitor.visit(x.at(n, c, i, j), c);
          }
        }
      }
    }
  }

  private int count(double[][] in) {
    return used(in) * x.h() * x.w();
  }

  private double[] mean(double[][] in) {
    if (!training) {
      return in[running(in)];
    }
    var mean = new double[x.c()];
    visit(used(in), (at, c) -> mean[c] += in[0][at] / count(in));
    return mean;
  }

  private double[] variance(double[][] in) {
    if (!training) {
      return in[running(in) + 1];
    }
    var mean = mean(in);
    var variance = new double[x.c()];
    visit(used(in), (at, c) -> variance[c] += Math.pow(in[0][at] - mean[c], 2) / count(in));
    return variance;
  }

  private double[] deviation(double[][] in) {
    var deviation = variance(in).clone();
    for (int c = 0; c < deviation.length; c++) {
      deviation[c] = Math.sqrt(deviation[c] + epsilon);
    }
    return deviation;
  }

  @Override
  public double[] forward(double[][] in) {
    var mean = mean(in);
    var deviation = deviation(in);
    var y = new double[x.size()];
    visit(
        x.n(),
        (at, c) -> y[at] = (in[0][at] - mean[c]) / deviation[c] * weight(in, c) + bias(in, c));
    return y;
  }

  @Override
  public double[][] backward(double[][] in, double[] dy) {
    var mean = mean(in);
    var deviation = deviation(in);
    var dw = new double[x.c()];
    var db = new double[x.c()];
    visit(
        x.n(),
        (at, c) -> {
          dw[c] += dy[at] * (in[0][at] - mean[c]) / deviation[c];
          db[c] += dy[at];
        });
    var dx = new double[x.size()];
    visit(
        used(in),
        (at, c) -> {
          double normal = (in[0][at] - mean[c]) / deviation[c];
          double through = training ? (db[c] + normal * dw[c]) / count(in) : 0;
          dx[at] = weight(in, c) / deviation[c] * (dy[at] - through);
        });
    var gradients = new double[in.length][0];
    gradients[0] = dx;
    if (isAffine(in)) {
      gradients[1] = dw;
      gradients[2] = db;
    }
    return gradients;
  }

  private int terms(double[][] in) {
    return training ? count(in) : 4;
  }

  @Override
  public Sum result(double[][] in) {
    return new Sum(terms(in), Sum.magnitude(forward(in)));
  }

  @Override
  public Sum gradient(int input, double[][] in, double[] dy) {
    double weights = isAffine(in) ? Sum.magnitude(in[1]) : 1;
    double normal = Sum.magnitude(forward(in)) / Math.max(1, weights);
    double steep = 0;
    var deviation = deviation(in);
    for (int c = 0; c < x.c(); c++) {
      steep = Math.max(steep, Math.abs(weight(in, c)) / deviation[c]);
    }
    return switch (input) {
      case 0 -> new Sum(terms(in), steep * Sum.magnitude(dy));
      case 1 -> new Sum(x.n() * x.h() * x.w(), Math.max(1, normal) * Sum.magnitude(dy));
      default -> new Sum(x.n() * x.h() * x.w(), Sum.magnitude(dy));
    };
  }
}

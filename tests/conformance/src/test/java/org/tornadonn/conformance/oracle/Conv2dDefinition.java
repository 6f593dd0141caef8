package org.tornadonn.conformance.oracle;

import org.tornadonn.op.convolution.Window;
import org.tornadonn.plan.Shape;

/**
 * {@code y[n,o,i,j] = b[o] + Σ(c,u,v) w[o,c,u,v] · x[n, c, i·s − p + u·d, j·s − p + v·d]} over the
 * channels c of o's group, or its transposed: every product of the sum is visited once, and its
 * derivatives are added where they belong.
 */
final class Conv2dDefinition implements Definition {

  private final Window window;
  private final int groups;
  private final boolean transposed;
  private final Images x;
  private final Images w;
  private final Images y;

  private Conv2dDefinition(
      Window window, int groups, boolean transposed, Images x, Images w, Images y) {
    this.window = window;
    this.groups = groups;
    this.transposed = transposed;
    this.x = x;
    this.w = w;
    this.y = y;
  }

  /** Of images or sequences. */
  static Definition of(Window k, int groups, Shape xShape, Shape wShape) {
    var x = Images.of(xShape);
    var w = Images.of(wShape);
    int rows = x.h() + k.paddingTop() + k.paddingBottom() - k.dilationHeight() * (w.h() - 1) - 1;
    int columns = x.w() + k.paddingLeft() + k.paddingRight() - k.dilationWidth() * (w.w() - 1) - 1;
    var y = new Images(x.n(), w.n(), rows / k.strideHeight() + 1, columns / k.strideWidth() + 1);
    return new Conv2dDefinition(k, groups, false, x, w, y);
  }

  /**
   * Transposed, of images or sequences.
   *
   * @param below rows that the result has more
   * @param right columns that the result has more
   */
  static Definition transposed(
      Window k, int below, int right, int groups, Shape xShape, Shape wShape) {
    var x = Images.of(xShape);
    var w = Images.of(wShape);
    int rows = (x.h() - 1) * k.strideHeight() + k.dilationHeight() * (w.h() - 1) + 1 + below;
    int columns = (x.w() - 1) * k.strideWidth() + k.dilationWidth() * (w.w() - 1) + 1 + right;
    var y =
        new Images(
            x.n(),
            w.c() * groups,
            rows - k.paddingTop() - k.paddingBottom(),
            columns - k.paddingLeft() - k.paddingRight());
    return new Conv2dDefinition(k, groups, true, x, w, y);
  }

  /** Takes one product: indices of y, x and w. */
  private interface Term {
    void take(int yAt, int xAt, int wAt);
  }

  /** All products of a smaller and a larger side, between which the windows slide. */
  private void forEachTerm(Term term) {
    var small = transposed ? x : y;
    for (int n = 0; n < small.n(); n++) {
      for (int o = 0; o < small.c(); o++) {
        for (int i = 0; i < small.h(); i++) {
          for (int j = 0; j < small.w(); j++) {
            forEachTermOf(n, o, i, j, term);
          }
        }
      }
    }
  }

  private void forEachTermOf(int n, int o, int i, int j, Term term) {
    var large = transposed ? y : x;
    int group = o / (w.n() / groups);
    for (int c = 0; c < w.c(); c++) {
      for (int u = 0; u < w.h(); u++) {
        for (int v = 0; v < w.w(); v++) {
          int row = i * window.strideHeight() - window.paddingTop() + u * window.dilationHeight();
          int column = j * window.strideWidth() - window.paddingLeft() + v * window.dilationWidth();
          if (large.holds(row, column)) {
            int from = large.at(n, group * w.c() + c, row, column);
            if (transposed) {
              term.take(from, x.at(n, o, i, j), w.at(o, c, u, v));
            } else {
              term.take(y.at(n, o, i, j), from, w.at(o, c, u, v));
            }
          }
        }
      }
    }
  }

  /** The output channel of an element of y. */
  private int channel(int yAt) {
    return yAt / (y.h() * y.w()) % y.c();
  }

  @Override
  public double[] forward(double[][] in) {
    var result = new double[y.size()];
    forEachTerm((yAt, xAt, wAt) -> result[yAt] += in[0][xAt] * in[1][wAt]);
    if (in.length > 2) {
      for (int i = 0; i < result.length; i++) {
        result[i] += in[2][channel(i)];
      }
    }
    return result;
  }

  @Override
  public double[][] backward(double[][] in, double[] dy) {
    var dx = new double[x.size()];
    var dw = new double[w.size()];
    forEachTerm(
        (yAt, xAt, wAt) -> {
          dx[xAt] += dy[yAt] * in[1][wAt];
          dw[wAt] += dy[yAt] * in[0][xAt];
        });
    if (in.length == 2) {
      return new double[][] {dx, dw};
    }
    var db = new double[in[2].length];
    for (int i = 0; i < dy.length; i++) {
      db[channel(i)] += dy[i];
    }
    return new double[][] {dx, dw, db};
  }

  @Override
  public Sum result(double[][] in) {
    int channels = x.c() / groups;
    return amplified(Sum.ofProducts(channels * w.h() * w.w() + in.length - 2, in[0], in[1]));
  }

  @Override
  public Sum gradient(int input, double[][] in, double[] dy) {
    int windows = Math.min(x.h() * x.w(), y.h() * y.w());
    return switch (input) {
      case 0 -> amplified(Sum.ofProducts(y.c() / groups * w.h() * w.w(), dy, in[1]));
      case 1 -> amplified(Sum.ofProducts(y.n() * windows, dy, in[0]));
      default -> new Sum(y.n() * y.h() * y.w(), Sum.magnitude(dy));
    };
  }

  /** An executor may sum up larger terms instead. */
  private Sum amplified(Sum sum) {
    double amplification = groups == 1 ? window.amplification(x.c(), y.c()) : 1;
    return new Sum(sum.length(), sum.largest() * amplification);
  }
}

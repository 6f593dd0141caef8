package org.tornadonn.conformance.oracle;

import org.tornadonn.op.convolution.Window;
import org.tornadonn.plan.Shape;

/**
 * {@code y[n,o,i,j] = b[o] + Σ(c,u,v) w[o,c,u,v] · x[n, c, i·s − p + u, j·s − p + v]}: every
 * product of the sum is visited once, and its derivatives are added where they belong.
 */
final class Conv2dDefinition implements Definition {

  private final Window window;
  private final Images x;
  private final Images w;
  private final Images y;

  Conv2dDefinition(Window window, Shape x, Shape w) {
    this.window = window;
    this.x = Images.of(x);
    this.w = Images.of(w);
    this.y =
        new Images(
            this.x.n(),
            this.w.n(),
            (this.x.h() + 2 * window.paddingHeight() - this.w.h()) / window.strideHeight() + 1,
            (this.x.w() + 2 * window.paddingWidth() - this.w.w()) / window.strideWidth() + 1);
  }

  /** Takes one product: indices of y, x and w. */
  private interface Term {
    void take(int yAt, int xAt, int wAt);
  }

  private void forEachTerm(Term term) {
    for (int n = 0; n < y.n(); n++) {
      for (int o = 0; o < y.c(); o++) {
        for (int i = 0; i < y.h(); i++) {
          for (int j = 0; j < y.w(); j++) {
            forEachTermOf(n, o, i, j, term);
          }
        }
      }
    }
  }

  private void forEachTermOf(int n, int o, int i, int j, Term term) {
    for (int c = 0; c < x.c(); c++) {
      for (int u = 0; u < w.h(); u++) {
        for (int v = 0; v < w.w(); v++) {
          int row = i * window.strideHeight() - window.paddingHeight() + u;
          int column = j * window.strideWidth() - window.paddingWidth() + v;
          if (x.holds(row, column)) {
            term.take(y.at(n, o, i, j), x.at(n, c, row, column), w.at(o, c, u, v));
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
    return amplified(Sum.ofProducts(x.c() * w.h() * w.w() + in.length - 2, in[0], in[1]));
  }

  @Override
  public Sum gradient(int input, double[][] in, double[] dy) {
    return switch (input) {
      case 0 -> amplified(Sum.ofProducts(y.c() * w.h() * w.w(), dy, in[1]));
      case 1 -> amplified(Sum.ofProducts(y.n() * y.h() * y.w(), dy, in[0]));
      default -> new Sum(y.n() * y.h() * y.w(), Sum.magnitude(dy));
    };
  }

  /** An executor may sum up larger terms instead. */
  private Sum amplified(Sum sum) {
    return new Sum(sum.length(), sum.largest() * window.amplification(x.c(), y.c()));
  }
}

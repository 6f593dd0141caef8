package org.tornadonn.conformance.oracle;

import org.tornadonn.op.convolution.Window;
import org.tornadonn.plan.Shape;

/**
 * The largest value of each window, padding left out. Of equal values the first in row order wins;
 * a NaN wins over every number, and as in PyTorch the last NaN over the others.
 */
final class MaxPool2dDefinition implements Definition {

  private final Window window;
  private final Images x;
  private final Images y;

  MaxPool2dDefinition(Window window, Shape x) {
    this.window = window;
    this.x = Images.of(x);
    this.y =
        new Images(
            this.x.n(),
            this.x.c(),
            (this.x.h() + 2 * window.paddingHeight() - window.kernelHeight())
                    / window.strideHeight()
                + 1,
            (this.x.w() + 2 * window.paddingWidth() - window.kernelWidth()) / window.strideWidth()
                + 1);
  }

  /** For every element of y the index of the winner in x. */
  private int[] winners(double[] values) {
    var winners = new int[y.size()];
    for (int n = 0; n < y.n(); n++) {
      for (int c = 0; c < y.c(); c++) {
        for (int i = 0; i < y.h(); i++) {
          for (int j = 0; j < y.w(); j++) {
            winners[y.at(n, c, i, j)] = winner(values, n, c, i, j);
          }
        }
      }
    }
    return winners;
  }

  private int winner(double[] values, int n, int c, int i, int j) {
    int winner = -1;
    for (int u = 0; u < window.kernelHeight(); u++) {
      for (int v = 0; v < window.kernelWidth(); v++) {
        int row = i * window.strideHeight() - window.paddingHeight() + u;
        int column = j * window.strideWidth() - window.paddingWidth() + v;
        if (x.holds(row, column)) {
          int at = x.at(n, c, row, column);
          if (winner < 0 || values[at] > values[winner] || Double.isNaN(values[at])) {
            winner = at;
          }
        }
      }
    }
    return winner;
  }

  @Override
  public double[] forward(double[][] in) {
    int[] winners = winners(in[0]);
    var result = new double[winners.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = in[0][winners[i]];
    }
    return result;
  }

  @Override
  public double[][] backward(double[][] in, double[] dy) {
    int[] winners = winners(in[0]);
    var dx = new double[x.size()];
    for (int i = 0; i < dy.length; i++) {
      dx[winners[i]] += dy[i];
    }
    return new double[][] {dx};
  }

  /** A choice, not a sum: exact. */
  @Override
  public Sum result(double[][] in) {
    return new Sum(0, 0);
  }

  /** As many terms as windows that overlap; one window alone only copies. */
  @Override
  public Sum gradient(int input, double[][] in, double[] dy) {
    int windows =
        Math.ceilDiv(window.kernelHeight(), window.strideHeight())
            * Math.ceilDiv(window.kernelWidth(), window.strideWidth());
    return windows == 1 ? new Sum(0, 0) : new Sum(windows, Sum.magnitude(dy));
  }
}

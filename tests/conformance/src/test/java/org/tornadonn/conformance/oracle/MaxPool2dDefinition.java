package org.tornadonn.conformance.oracle;

import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.plan.Shape;

/**
 * The largest value of each window, padding left out. Of equal values the first in row order wins;
 * a NaN wins over every number, and as in PyTorch the last NaN over the others.
 */
final class MaxPool2dDefinition implements Definition {

  /** The elements of each window along one axis that are inside. */
  private record Axis(int[][] windows) {

    static Axis of(int size, int count, int kernel, int stride, int before, int dilation) {
      int[][] windows = new int[count][];
      for (int i = 0; i < count; i++) {
        int start = i * stride - before;
        IntUnaryOperator element = u -> start + u * dilation;
        windows[i] =
            IntStream.range(0, kernel).map(element).filter(e -> e >= 0 && e < size).toArray();
      }
      return new Axis(windows);
    }

    static Axis adaptive(int size, int count) {
      int[][] windows = new int[count][];
      for (int i = 0; i < count; i++) {
        int from = (int) Math.floor((double) i * size / count);
        int to = (int) Math.ceil((double) (i + 1) * size / count);
        windows[i] = IntStream.range(from, to).toArray();
      }
      return new Axis(windows);
    }

    /** In how many windows an element is at most. */
    int overlap(int size) {
      int[] counts = new int[size];
      for (int[] window : windows) {
        for (int element : window) {
          counts[element]++;
        }
      }
      return IntStream.of(counts).max().orElse(0);
    }
  }

  private final Images x;
  private final Images y;
  private final Axis rows;
  private final Axis columns;

  private MaxPool2dDefinition(Images x, Axis rows, Axis columns) {
    this.x = x;
    this.y = new Images(x.n(), x.c(), rows.windows.length, columns.windows.length);
    this.rows = rows;
    this.columns = columns;
  }

  static Definition sliding(Window k, boolean ceil, Shape shape) {
    var x = Images.of(shape);
    int height =
        Windows.count(
            x.h(),
            k.dilationHeight() * (k.kernelHeight() - 1) + 1,
            k.strideHeight(),
            k.paddingTop(),
            k.paddingBottom(),
            ceil);
    int width =
        Windows.count(
            x.w(),
            k.dilationWidth() * (k.kernelWidth() - 1) + 1,
            k.strideWidth(),
            k.paddingLeft(),
            k.paddingRight(),
            ceil);
    return new MaxPool2dDefinition(
        x,
        Axis.of(
            x.h(), height, k.kernelHeight(), k.strideHeight(), k.paddingTop(), k.dilationHeight()),
        Axis.of(
            x.w(), width, k.kernelWidth(), k.strideWidth(), k.paddingLeft(), k.dilationWidth()));
  }

  static Definition adaptive(int height, int width, Shape shape) {
    var x = Images.of(shape);
    return new MaxPool2dDefinition(x, Axis.adaptive(x.h(), height), Axis.adaptive(x.w(), width));
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
    for (int row : rows.windows[i]) {
      for (int column : columns.windows[j]) {
        int at = x.at(n, c, row, column);
        if (winner < 0 || values[at] > values[winner] || Double.isNaN(values[at])) {
          winner = at;
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
    int windows = rows.overlap(x.h()) * columns.overlap(x.w());
    return windows == 1 ? new Sum(0, 0) : new Sum(windows, Sum.magnitude(dy));
  }
}

package org.tornadonn.conformance.oracle;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.tornadonn.plan.Shape;

/**
 * Where along each line the first numbers in order stand: equal ones as they stand, NaN as the
 * largest. Nothing passes back.
 *
 * @param descending whether the largest is the first
 * @param taken how many of each line are asked for
 */
record OrderDefinition(Line line, boolean descending, int taken) implements Definition {

  /** All of them. */
  static OrderDefinition sort(int axis, boolean descending, Shape x) {
    var line = Line.of(x, axis, 1);
    return new OrderDefinition(line, descending, line.length());
  }

  /** The first alone; NaN is the largest and the smallest. */
  static OrderDefinition first(int axis, boolean descending, Shape x) {
    return new OrderDefinition(Line.of(x, axis, 1), descending, 1);
  }

  private List<Integer> order(double[] x) {
    Comparator<Integer> rising =
        (a, b) -> Double.compare(x[a] == 0 ? 0 : x[a], x[b] == 0 ? 0 : x[b]);
    Comparator<Integer> nan = Comparator.comparing(i -> !Double.isNaN(x[i]));
    var by = descending ? rising.reversed() : rising;
    return IntStream.range(0, x.length)
        .boxed()
        .sorted(taken == 1 ? nan.thenComparing(by) : by)
        .toList();
  }

  @Override
  public double[] forward(double[][] in) {
    var result = new Line(taken, line.step(), line.count());
    var y = new double[taken * line.count()];
    for (int i = 0; i < line.count(); i++) {
      var order = order(line.of(in[0], i));
      for (int k = 0; k < taken; k++) {
        y[result.at(i, k)] = order.get(k);
      }
    }
    return y;
  }

  @Override
  public double[][] backward(double[][] in, double[] dy) {
    return new double[][] {new double[0]};
  }

  @Override
  public Sum result(double[][] in) {
    return new Sum(0, 0);
  }

  @Override
  public Sum gradient(int input, double[][] in, double[] dy) {
    return new Sum(0, 0);
  }
}

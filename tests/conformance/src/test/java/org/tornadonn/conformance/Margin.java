package org.tornadonn.conformance;

import org.tornadonn.conformance.oracle.Float64Run;
import org.tornadonn.conformance.oracle.Sum;
import org.tornadonn.op.activation.ReLU;
import org.tornadonn.op.pooling.MaxPool2d;
import org.tornadonn.plan.Node;

/**
 * How close the choices of a network are: where ReLU sees a number next to 0, or pooling two that
 * are nearly equal, float32 may choose otherwise than float64, and gradients go elsewhere. Sums
 * that leave next to nothing are no better.
 */
final class Margin {

  /** As far apart, relative to the largest number, must be what a choice is made between. */
  private static final double CLEAR = 2e-6;

  /** Of numbers that are summed, so much must be left, relative to the largest. */
  private static final double LEFT = 1e-3;

  private Margin() {}

  /** Whether float32 chooses as float64 does. */
  static boolean isClear(GraphCase c, Float64Run run) {
    return c.graph().nodes().stream().allMatch(node -> isClear(node, run));
  }

  private static boolean isClear(Node node, Float64Run run) {
    return switch (node.operation()) {
      case ReLU _ -> isClearReLU(run.operands(node)[0]);
      case MaxPool2d pool -> isClearPool(pool, node, run.operands(node)[0]);
      case org.tornadonn.op.arithmetic.Sum _ -> isLeft(node, run);
      default -> true;
    };
  }

  private static boolean isClearReLU(double[] x) {
    double near = CLEAR * Sum.magnitude(x);
    for (double value : x) {
      if (value != 0 && Math.abs(value) < near) {
        return false;
      }
    }
    return true;
  }

  /** Where what is summed cancels out, the rounding errors are all that float32 has left. */
  private static boolean isLeft(Node node, Float64Run run) {
    return Sum.magnitude(run.value(node.output())) >= LEFT * Sum.magnitude(run.operands(node)[0]);
  }

  private static boolean isClearPool(MaxPool2d pool, Node node, double[] x) {
    double near = CLEAR * Sum.magnitude(x);
    var in = node.inputs().getFirst().shape();
    var out = node.output().shape();
    var window = pool.window();
    for (int y = 0; y < out.size(); y++) {
      int row = y / out.dim(3) % out.dim(2) * window.strideHeight() - window.paddingTop();
      int column = y % out.dim(3) * window.strideWidth() - window.paddingLeft();
      int plane = y / (out.dim(2) * out.dim(3)) * in.dim(2) * in.dim(3);
      double best = Double.NEGATIVE_INFINITY;
      double second = Double.NEGATIVE_INFINITY;
      for (int i = Math.max(row, 0); i < Math.min(row + window.kernelHeight(), in.dim(2)); i++) {
        int to = Math.min(column + window.kernelWidth(), in.dim(3));
        for (int j = Math.max(column, 0); j < to; j++) {
          double value = x[plane + i * in.dim(3) + j];
          if (value > best) {
            second = best;
            best = value;
          } else if (value < best) {
            second = Math.max(second, value);
          }
        }
      }
      if (best - second < near) {
        return false;
      }
    }
    return true;
  }
}

package org.tornadonn.conformance;

import java.util.SplittableRandom;
import org.tornadonn.conformance.oracle.Float64Run;
import org.tornadonn.conformance.oracle.Sum;

/**
 * How well a network says what its numbers are: where a function bends, sums leave next to nothing,
 * or one of two nearly equal numbers is chosen, the roundings of float32 decide. Such networks are
 * found by float64 with errors as large behind every operation, forward and backward.
 */
final class Margin {

  /**
   * A quarter of what float32 rounds a number by at most: the terms of a sum are seldom as large as
   * its largest can be.
   */
  private static final double ERROR = 0x1p-26;

  /** How often errors are drawn. */
  private static final int DRAWS = 3;

  /** Errors may use up so much of what is allowed. */
  private static final double CLEAR = 0.5;

  private Margin() {}

  /** Whether rounding hardly moves result, loss and gradients of the case. */
  static boolean isClear(GraphCase c) {
    var expected = c.expected();
    for (int draw = 1; draw <= DRAWS; draw++) {
      var random = new SplittableRandom(draw);
      var rounded =
          Float64Run.gradients(
              c.graph(),
              Float64Run.widen(c.leaves()),
              c.loss(),
              (numbers, sum) -> rounded(random, numbers, sum));
      if (!isNear(c, expected, rounded)) {
        return false;
      }
    }
    return true;
  }

  private static double[] rounded(SplittableRandom random, double[] numbers, Sum sum) {
    if (sum.length() == 0) {
      return numbers;
    }
    var rounded = numbers.clone();
    double error = ERROR * Math.sqrt(sum.length());
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] += error * (sum.largest() + Math.abs(rounded[i])) * (2 * random.nextDouble() - 1);
    }
    return rounded;
  }

  private static boolean isNear(GraphCase c, Float64Run a, Float64Run b) {
    return isNear(a.value(c.result()), b.value(c.result()))
        && Math.abs(a.loss() - b.loss()) <= CLEAR * RandomNetworkTest.loss(c, a).absolute()
        && c.differentiable().stream().allMatch(leaf -> isNear(a.gradient(leaf), b.gradient(leaf)));
  }

  private static boolean isNear(double[] a, double[] b) {
    var tolerance = Tolerances.wholeModel(a);
    for (int i = 0; i < a.length; i++) {
      if (!(tolerance.share(a[i], b[i]) <= CLEAR)) {
        return false;
      }
    }
    return true;
  }
}

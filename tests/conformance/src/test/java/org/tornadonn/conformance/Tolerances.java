package org.tornadonn.conformance;

import org.tornadonn.conformance.oracle.Sum;
import org.tornadonn.exec.Rounding;

/** The one table of tolerances, with reasons. */
final class Tolerances {

  private Tolerances() {}

  /** A number that is chosen or copied, not computed: ReLU, MaxPool, Fill, Copy, frozen zeros. */
  static final Tolerance EXACT = new Tolerance(0, 0);

  /** One operation, float32 against float64: see {@link Rounding#ofSum}. */
  static Tolerance of(Sum sum) {
    return Tolerance.of(Rounding.ofSum(sum.length(), sum.largest()));
  }

  /**
   * A number that is copied, against differences of float64 definitions, which round in the 10th
   * digit: far below the last bit of a float32 number near 1.
   */
  static final Tolerance DIFFERENCES = new Tolerance(0, 1e-9);

  /** Five optimizer steps on given gradients: a few roundings per step, and no sum at all. */
  static Tolerance optimizer(double[] tensor) {
    return new Tolerance(1e-6, 1e-6 * largest(tensor));
  }

  /** A whole model, element by element: see {@link Rounding#ofModel}. */
  static Tolerance wholeModel(double[] tensor) {
    return Tolerance.of(Rounding.ofModel(largest(tensor)));
  }

  private static double largest(double[] tensor) {
    double largest = 0;
    for (double value : tensor) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /** A whole model, tensor by tensor: {@code ‖Δ‖ / ‖reference‖}. */
  static final double WHOLE_MODEL_NORM = 1e-4;

  /** Losses of the first five steps: PyTorch's float32 is up to 3e-5 away from its own float64. */
  static final Tolerance FIVE_LOSSES = new Tolerance(1e-4, 0);

  /** Losses of steps six to ten: what differs has begun to grow. */
  static final Tolerance TEN_LOSSES = new Tolerance(1e-2, 0);

  /**
   * The mean loss over the last ten of fifty steps and three seeds: single losses are 19–84% apart
   * by then even between PyTorch's float32 and its float64, means over many are not.
   */
  static final double FINAL_LOSS = 0.05;

  /** PyTorch's float64 against our float64 definitions: another order of summation. */
  static final double FLOAT64 = 1e-10;

  /** PyTorch's float64 against float64 definitions whose tables of weights are float32. */
  static final double PYTORCH_FUNCTIONS = 1e-9;

  /**
   * Central differences with a step of 1e-5 on float64: truncation and cancellation, 1e-10 each.
   */
  static final double FINITE_DIFFERENCES = 1e-7;
}

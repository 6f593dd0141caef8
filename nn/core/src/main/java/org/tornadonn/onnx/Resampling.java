package org.tornadonn.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tornadonn.op.F;
import org.tornadonn.op.shape.SparseRows;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * How the numbers along an axis become more or fewer: each is a sum of some of those before.
 *
 * @param mode nearest, linear or cubic
 * @param coordinates which place before belongs to a place
 * @param rounding of two that are as near, for nearest
 * @param curve the cubic's parameter
 * @param smoothing whether many become one by a wider kernel
 * @param inside whether only what is inside the axis counts
 * @param outside what stands where a region goes beyond the axis
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Resize.html">ONNX</a>
 */
record Resampling(
    String mode,
    String coordinates,
    String rounding,
    double curve,
    boolean smoothing,
    boolean inside,
    float outside) {

  boolean crops() {
    return coordinates.equals("tf_crop_and_resize");
  }

  /**
   * The sums of an axis.
   *
   * @param beyond places that lie outside it
   */
  record Rows(SparseRows matrix, List<Integer> beyond) {

    /** With a number where a region goes beyond the axis. */
    Value filled(Value y, int axis, float number) {
      if (beyond.isEmpty()) {
        return y;
      }
      int[] dims = new int[y.shape().rank()];
      Arrays.fill(dims, 1);
      dims[axis] = y.shape().dim(axis);
      float[] mask = new float[dims[axis]];
      beyond.forEach(place -> mask[place] = 1);
      var tape = y.tape();
      return F.where(
          tape.constant("beyond", Shape.of(dims), mask),
          tape.constant("outside", Shape.of(), number),
          y);
    }
  }

  Rows rows(Invocation node, int in, int out, double scale, double from, double to) {
    int[] starts = new int[out + 1];
    var columns = new ArrayList<Integer>();
    var weights = new ArrayList<Float>();
    var beyond = new ArrayList<Integer>();
    for (int i = 0; i < out; i++) {
      double x = origin(node, i, in, out, scale, from, to);
      if (crops() && (x < 0 || x > in - 1)) {
        beyond.add(i);
      }
      double[] coefficients = coefficients(node, x, scale);
      int first = first(x, coefficients.length);
      double sum = 0;
      for (int k = 0; k < coefficients.length; k++) {
        if (inside && (first + k < 0 || first + k >= in)) {
          coefficients[k] = 0;
        }
        sum += coefficients[k];
      }
      for (int k = 0; k < coefficients.length; k++) {
        double weight = inside && sum != 0 ? coefficients[k] / sum : coefficients[k];
        if (weight != 0) {
          columns.add(Math.clamp(first + k, 0, in - 1));
          weights.add((float) weight);
        }
      }
      starts[i + 1] = columns.size();
    }
    float[] values = new float[weights.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = weights.get(i);
    }
    return new Rows(
        new SparseRows(in, starts, columns.stream().mapToInt(Integer::intValue).toArray(), values),
        beyond);
  }

  /**
   * The place before that a place belongs to, rounded to float32 at each step: on whole places, the
   * nearest is then that which other programs take.
   */
  private float origin(
      Invocation node, int i, int in, int out, double scale, double from, double to) {
    float step = (float) scale;
    float width = step * in;
    float start = (float) from;
    float span = (float) (to - from);
    return switch (coordinates) {
      case "align_corners" -> width == 1 ? 0 : i * (in - 1) / (width - 1);
      case "asymmetric" -> i / step;
      case "tf_crop_and_resize" ->
          (width == 1 ? span * (in - 1) / 2 : i * span * (in - 1) / (width - 1)) + start * (in - 1);
      case "tf_half_pixel_for_nn" -> (i + 0.5f) / step;
      case "pytorch_half_pixel" -> width == 1 ? -0.5f : (i + 0.5f) / step - 0.5f;
      case "half_pixel" -> (i + 0.5f) / step - 0.5f;
      case "half_pixel_symmetric" ->
          (float) (in / 2f * (1 - out / width) + (i + 0.5) / step - 0.5); // rounded once
      default -> throw node.variant("has coordinates '%s'".formatted(coordinates));
    };
  }

  /** The first of the nearest places; of two that are as near, the one before counts. */
  private static int first(double x, int count) {
    double floor = Math.floor(x);
    double fraction = x - floor;
    if (count % 2 == 0) {
      return (int) floor + (fraction == 0 ? -(count / 2) : -(count / 2) + 1);
    }
    int base = -((count - 1) / 2);
    return (int) floor + (fraction <= 0.5 ? base : base + 1);
  }

  private double[] coefficients(Invocation node, double x, double scale) {
    double fraction = x - Math.floor(x);
    double ratio = fraction == 0 ? 1 : fraction;
    return switch (mode) {
      case "nearest" -> nearest(node, ratio);
      case "linear" -> smoothing ? wideLinear(ratio, Math.min(1, scale)) : linear(ratio);
      case "cubic" -> smoothing ? wideCubic(ratio, Math.min(1, scale)) : cubic(ratio);
      default -> throw node.variant("has a mode '%s'".formatted(mode));
    };
  }

  private double[] nearest(Invocation node, double ratio) {
    if (ratio == 1) {
      return new double[] {0, 1};
    }
    boolean before =
        switch (rounding) {
          case "round_prefer_floor" -> ratio <= 0.5;
          case "round_prefer_ceil" -> ratio < 0.5;
          case "floor" -> true;
          case "ceil" -> false;
          default -> throw node.variant("has a nearest_mode '%s'".formatted(rounding));
        };
    return before ? new double[] {1, 0} : new double[] {0, 1};
  }

  private static double[] linear(double ratio) {
    return new double[] {1 - ratio, ratio};
  }

  private static double[] wideLinear(double ratio, double scale) {
    int start = (int) Math.floor(-1 / scale) + 1;
    double[] all = new double[2 - 2 * start];
    Arrays.setAll(all, k -> Math.clamp(1 - Math.abs((start + k - ratio) * scale), 0.0, 1.0));
    return normalized(all);
  }

  private double[] cubic(double ratio) {
    return new double[] {kernel(ratio + 1), kernel(ratio), kernel(1 - ratio), kernel(2 - ratio)};
  }

  private double[] wideCubic(double ratio, double scale) {
    int start = (int) Math.floor(-2 / scale) + 1;
    double[] all = new double[2 - 2 * start];
    Arrays.setAll(all, k -> kernel(Math.abs(scale * (start + k - ratio))));
    return normalized(all);
  }

  private double kernel(double x) {
    if (x <= 1) {
      return ((curve + 2) * x - (curve + 3)) * x * x + 1;
    }
    return x < 2 ? ((curve * x - 5 * curve) * x + 8 * curve) * x - 4 * curve : 0;
  }

  private static double[] normalized(double... numbers) {
    double sum = Arrays.stream(numbers).sum();
    return Arrays.stream(numbers).map(number -> number / sum).toArray();
  }
}

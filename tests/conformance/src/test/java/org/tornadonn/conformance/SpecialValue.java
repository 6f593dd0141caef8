package org.tornadonn.conformance;

import static java.lang.Float.MAX_VALUE;
import static java.lang.Float.NEGATIVE_INFINITY;
import static java.lang.Float.NaN;
import static java.lang.Float.POSITIVE_INFINITY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tornadonn.op.activation.ReLU;
import org.tornadonn.op.arithmetic.Add;
import org.tornadonn.op.convolution.Conv2d;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.linear.Linear;
import org.tornadonn.op.loss.CrossEntropy;
import org.tornadonn.op.loss.MeanSquaredError;
import org.tornadonn.op.pooling.MaxPool2d;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * A line of the table that says what an operation must make of NaN, infinities, −0, ties and
 * batches of one sample. Where −0 is expected, it must be −0; where 0 is expected, −0 will do.
 *
 * @param y what must come out
 * @param gradients what each operand must get if the gradient of every element of y is 1
 */
record SpecialValue(GraphCase c, float[] y, Map<String, float[]> gradients) {

  private static final float INF = POSITIVE_INFINITY;
  private static final float NEG = NEGATIVE_INFINITY;

  static List<SpecialValue> table() {
    return List.of(
        relu(),
        add(),
        windows(),
        allEqual(),
        negative(),
        linear(),
        oneNumber(),
        spreadingInput(),
        infiniteWeight(),
        onePixel(),
        squaredError(),
        crossEntropy(
            "−∞ beside the target", 1, 0, of(0, NEG, 0), (float) Math.log(2), of(-0.5f, 0, 0.5f)),
        crossEntropy("−∞ at the target", 1, 1, of(0, NEG), INF, of(1, -1)),
        crossEntropy("∞ at the target", 1, 0, of(INF, 0), NaN, of(NaN, NaN)),
        crossEntropy("one class, one sample", 1, 0, of(3), 0, of(0)),
        crossEntropy("NaN in one row", 2, 0, of(NaN, 0, 1, 1), NaN, of(NaN, NaN, -0.25f, 0.25f)),
        noClass(2),
        noClass(3),
        noClass(-1),
        noClass(-100),
        noClass(0.5f),
        noClass(1e9f),
        noClass(-1e9f),
        noClass(MAX_VALUE),
        noClass(NaN),
        noClass(INF),
        noClass(NEG));
  }

  private static float[] of(float... numbers) {
    return numbers;
  }

  private static float[] ones(int size) {
    var ones = new float[size];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static SpecialValue of(
      String name, ValuedGraph g, Value result, float[] y, Map<String, float[]> gradients) {
    var r = g.constant("r", result.shape(), ones(result.shape().size()));
    var loss = g.apply("loss", new WeightedSum(), result, r);
    return new SpecialValue(g.losing(name, result, loss).onEveryDevice(), y, gradients);
  }

  private static SpecialValue relu() {
    var g = new ValuedGraph();
    var x = g.input("x", Shape.of(1, 8), NaN, INF, NEG, 0f, -0f, 1f, -1f, MAX_VALUE);
    return of(
        "relu",
        g,
        g.apply("relu", new ReLU(), x),
        of(NaN, INF, 0, 0, 0, 1, 0, MAX_VALUE),
        Map.of("x", of(1, 1, 0, 0, 0, 1, 0, 1)));
  }

  private static SpecialValue add() {
    var g = new ValuedGraph();
    var a = g.input("a", Shape.of(1, 6), INF, INF, NaN, -0f, MAX_VALUE, -0f);
    var b = g.input("b", Shape.of(1, 6), NEG, 1, 1, -0f, MAX_VALUE, 0f);
    return of(
        "add",
        g,
        g.apply("add", new Add(), a, b),
        of(NaN, INF, NaN, -0f, INF, 0),
        Map.of("a", ones(6), "b", ones(6)));
  }

  /** Windows of 2×2, side by side. */
  private static SpecialValue windows() {
    var g = new ValuedGraph();
    float[] upper = {NaN, 1, 1, 1, NEG, NEG, -0f, 0, INF, 1, NaN, 1, 1, 2, NEG, NaN};
    float[] lower = {2, 3, 1, 1, NEG, NEG, 0, -0f, INF, 2, NaN, 2, 2, 1, INF, 1};
    var numbers = Arrays.copyOf(upper, 32);
    System.arraycopy(lower, 0, numbers, 16, 16);
    var x = g.input("x", Shape.of(1, 1, 2, 16), numbers);
    float[] dx = {
      1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 1, //
      0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0
    };
    return of(
        "max_pool2d 2×2: NaN, ties, ±0, ±∞",
        g,
        g.apply("pool", new MaxPool2d(Window.square(2, 2, 0)), x),
        of(NaN, 1, NEG, -0f, INF, NaN, 2, NaN),
        Map.of("x", dx));
  }

  /** Overlapping windows of equal numbers: each gives its gradient to its first. */
  private static SpecialValue allEqual() {
    var g = new ValuedGraph();
    var x = g.input("x", Shape.of(1, 1, 3, 3), ones(9));
    return of(
        "max_pool2d 3×3, all equal",
        g,
        g.apply("pool", new MaxPool2d(Window.square(3, 1, 1)), x),
        ones(9),
        Map.of("x", of(4, 2, 0, 2, 1, 0, 0, 0, 0)));
  }

  /** Padding is no zero. */
  private static SpecialValue negative() {
    var g = new ValuedGraph();
    var x = g.input("x", Shape.of(1, 1, 2, 2), -5, -6, NEG, -7);
    return of(
        "max_pool2d 2×2 with padding, below 0",
        g,
        g.apply("pool", new MaxPool2d(Window.square(2, 2, 1)), x),
        of(-5, -6, NEG, -7),
        Map.of("x", ones(4)));
  }

  private static SpecialValue linear() {
    var g = new ValuedGraph();
    var x = g.input("x", Shape.of(3, 2), INF, 1, NaN, 0, 2, 3);
    var w = g.parameter("w", Shape.of(3, 2), 1, 1, 0, 1, 1, -1);
    var b = g.parameter("b", Shape.of(3), 0, 0, INF);
    return of(
        "linear: a row of ∞, one of NaN",
        g,
        g.apply("fc", new Linear(), x, w, b),
        of(INF, NaN, INF, NaN, NaN, NaN, 5, 3, INF),
        Map.of("x", of(2, 1, 2, 1, 2, 1), "w", of(NaN, 4, NaN, 4, NaN, 4), "b", of(3, 3, 3)));
  }

  private static SpecialValue oneNumber() {
    var g = new ValuedGraph();
    var x = g.input("x", Shape.of(1, 1), INF);
    var w = g.parameter("w", Shape.of(1, 1), 0);
    return of(
        "linear: 0 · ∞",
        g,
        g.apply("fc", new Linear(), x, w),
        of(NaN),
        Map.of("x", of(0), "w", of(INF)));
  }

  /** What is not a number reaches the windows that hold it, and no others. */
  private static SpecialValue spreadingInput() {
    var g = new ValuedGraph();
    var numbers = new float[20];
    numbers[0] = INF;
    numbers[19] = NaN;
    var x = g.input("x", Shape.of(1, 1, 4, 5), numbers);
    var w = g.parameter("w", Shape.of(1, 1, 3, 3), ones(9));
    float[] y = {
      INF, INF, 0, 0, 0, //
      INF, INF, 0, 0, 0, //
      0, 0, 0, NaN, NaN, //
      0, 0, 0, NaN, NaN
    };
    float[] dx = {4, 6, 6, 6, 4, 6, 9, 9, 9, 6, 6, 9, 9, 9, 6, 4, 6, 6, 6, 4};
    return of(
        "conv2d: ∞ and NaN in corners",
        g,
        g.apply("conv", new Conv2d(Window.square(3, 1, 1)), x, w),
        y,
        Map.of("x", dx, "w", of(INF, INF, 0, INF, NaN, NaN, 0, NaN, NaN)));
  }

  /** Padding takes no part: an infinite weight that lies on it does no harm. */
  private static SpecialValue infiniteWeight() {
    var g = new ValuedGraph();
    var x = g.input("x", Shape.of(1, 1, 3, 4), ones(12));
    var w = g.parameter("w", Shape.of(1, 1, 3, 3), INF, 1, 1, 1, 1, 1, 1, 1, 1);
    float[] y = {4, 6, 6, 4, 6, INF, INF, INF, 4, INF, INF, INF};
    float[] dx = {INF, INF, INF, 4, INF, INF, INF, 6, 4, 6, 6, 4};
    return of(
        "conv2d: an infinite weight on padding",
        g,
        g.apply("conv", new Conv2d(Window.square(3, 1, 1)), x, w),
        y,
        Map.of("x", dx, "w", of(6, 8, 6, 9, 12, 9, 6, 8, 6)));
  }

  private static SpecialValue onePixel() {
    var g = new ValuedGraph();
    var x = g.input("x", Shape.of(1, 1, 1, 1), NEG);
    var w = g.parameter("w", Shape.of(2, 1, 1, 1), 2, 0);
    var b = g.parameter("b", Shape.of(2), 1, 1);
    return of(
        "conv2d 1×1 on one pixel",
        g,
        g.apply("conv", new Conv2d(Window.square(1, 1, 0)), x, w, b),
        of(NEG, NaN),
        Map.of("x", of(2), "w", of(NEG, NEG), "b", of(1, 1)));
  }

  private static SpecialValue squaredError() {
    var g = new ValuedGraph();
    var y = g.input("y", Shape.of(3, 2), INF, 1, 3, 0, NaN, NaN);
    var t = g.constant("t", Shape.of(3, 2), new float[6]);
    return of(
        "mse_loss: ∞ in a row, NaN behind the fill",
        g,
        g.apply("mse", new MeanSquaredError(), y, t, g.control("fill", 2)),
        of(INF),
        Map.of("y", of(INF, 0.5f, 1.5f, 0, 0, 0)));
  }

  /**
   * A target that is no class is found nowhere, and nothing is read where it points to: a loss of
   * NaN, and the gradient of logits of which none is right.
   */
  private static SpecialValue noClass(float target) {
    return crossEntropy(
        "target %s of 2 classes".formatted(target),
        2,
        target,
        of(0, 0, 3, 3),
        NaN,
        of(0.25f, 0.25f, 0.25f, 0.25f));
  }

  private static SpecialValue crossEntropy(
      String what, int n, float target, float[] logits, float loss, float[] dy) {
    var g = new ValuedGraph();
    var y = g.input("y", Shape.of(n, logits.length / n), logits);
    var targets = new float[n];
    Arrays.fill(targets, target);
    var t = g.constant("t", Shape.of(n), targets);
    return of(
        "cross_entropy: " + what,
        g,
        g.apply("ce", new CrossEntropy(), y, t, g.control("fill", n)),
        of(loss),
        Map.of("y", dy));
  }

  /** Fails at the first number that is not what it must be. */
  void check(DeviceRun run) {
    check(this + ": y", y, run.result());
    for (var leaf : c.differentiable()) {
      var expected = gradients.getOrDefault(leaf.name(), new float[0]);
      check(this + ": gradient of " + leaf.name(), expected, run.gradient(leaf));
    }
  }

  private static void check(String what, float[] expected, float[] actual) {
    assertEquals(expected.length, actual.length, what);
    for (int i = 0; i < expected.length; i++) {
      boolean negativeZero = expected[i] == 0 && 1 / expected[i] < 0;
      double allowed =
          Float.isFinite(expected[i]) && expected[i] != Math.rint(expected[i]) ? 1e-6 : 0;
      assertEquals(
          expected[i] == 0 ? 0 : expected[i],
          actual[i] == 0 ? 0 : actual[i],
          allowed,
          "%s[%d] of %s".formatted(what, i, Arrays.toString(actual)));
      if (negativeZero) {
        assertEquals(NEG, 1 / actual[i], what + "[" + i + "] must be −0");
      }
    }
  }

  @Override
  public String toString() {
    return c.name();
  }
}

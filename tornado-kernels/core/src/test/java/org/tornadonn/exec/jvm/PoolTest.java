package org.tornadonn.exec.jvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.exec.jvm.Kernels.assertSame;
import static org.tornadonn.exec.jvm.Kernels.poison;
import static org.tornadonn.exec.jvm.Kernels.random;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.op.activation.ReLUInputGradient;
import org.tornadonn.op.convolution.BiasGradient;
import org.tornadonn.op.convolution.ImageSizes;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.pooling.MaxPool2dForward;
import org.tornadonn.op.pooling.MaxPool2dInputGradient;

/** Tuned pooling against the portable loops, with ties, NaN and rows left over. */
class PoolTest {

  private static final Window HALVING = Window.square(2, 2, 0);

  static Stream<ImageSizes> shapes() {
    return IntStream.of(2, 3, 5, 7, 13, 16, 33, 64, 70)
        .boxed()
        .flatMap(
            size ->
                Stream.of(
                    new ImageSizes(3, 5, size, size, 5, size / 2, size / 2),
                    new ImageSizes(1, 1, size, 9, 1, size / 2, 4)));
  }

  /** Few different values, so that most windows have ties, and a NaN here and there. */
  private static float[] withTies(int size) {
    float[] x = random(size, 1);
    for (int i = 0; i < size; i++) {
      x[i] = i % 11 == 3 ? Float.NaN : Math.round(2 * x[i]);
    }
    return x;
  }

  private static int input(ImageSizes s) {
    return s.n() * s.ci() * s.hi() * s.wi();
  }

  private static int output(ImageSizes s) {
    return s.n() * s.co() * s.ho() * s.wo();
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void forward(ImageSizes s) {
    float[] x = withTies(input(s));
    float[] tap = new float[output(s)];
    assertSame(1, poison(output(s)), y -> new MaxPool2dForward(x, y, y, 0, s, HALVING));
    assertSame(1, poison(output(s)), y -> new MaxPool2dForward(x, y, tap, 1, s, HALVING));
    float[] y = new float[output(s)];
    assertSame(1, poison(output(s)), taps -> new MaxPool2dForward(x, y, taps, 1, s, HALVING));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void inputGradient(ImageSizes s) {
    float[] x = withTies(input(s));
    float[] tap = new float[output(s)];
    var forward = new MaxPool2dForward(x, new float[output(s)], tap, 1, s, HALVING);
    forward.run(0, forward.size());
    float[] dy = random(output(s), 2);
    assertSame(1, poison(input(s)), dx -> new MaxPool2dInputGradient(dy, tap, dx, 0, s, HALVING));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void inputGradientInFrontOfReLU(ImageSizes s) {
    float[] y = withTies(output(s));
    float[] tap = new float[output(s)];
    for (int i = 0; i < tap.length; i++) {
      tap[i] = i % 4;
    }
    float[] dy = random(output(s), 2);
    float[] between = new float[output(s)];
    var relu = new ReLUInputGradient(y, dy, between, 0, 0, between.length);
    relu.run(0, between.length);
    float[] expected = poison(input(s));
    new MaxPool2dInputGradient(between, tap, expected, 0, s, HALVING).run(0, expected.length);

    float[] actual = poison(input(s));
    var pool = new MaxPool2dInputGradient(between, tap, actual, 0, s, HALVING);
    try (var workers = new Workers(2)) {
      workers.run(Fusion.steps(List.of(relu, pool)));
    }
    assertArrayEquals(expected, actual, 0f);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void biasGradientInTheSamePass(ImageSizes s) {
    float[] y = withTies(output(s));
    float[] tap = new float[output(s)];
    for (int i = 0; i < tap.length; i++) {
      tap[i] = i % 4;
    }
    float[] dy = random(output(s), 2);
    var relu = new ReLUInputGradient(y, dy, new float[output(s)], 0, 0, output(s));
    relu.run(0, output(s));
    float[] dx = poison(input(s));
    var pool = new MaxPool2dInputGradient(relu.dx(), tap, dx, 0, s, HALVING);
    pool.run(0, dx.length);
    for (int parts : IntStream.of(1, s.n()).distinct().toArray()) {
      float[] expected = poison(parts * s.ci());
      new BiasGradient(dx, expected, parts, s.n(), s.ci(), s.hi() * s.wi()).run(0, expected.length);

      float[] actual = poison(parts * s.ci());
      float[] fused = poison(input(s));
      var intoFused = new MaxPool2dInputGradient(relu.dx(), tap, fused, 0, s, HALVING);
      var bias = new BiasGradient(fused, actual, parts, s.n(), s.ci(), s.hi() * s.wi());
      try (var workers = new Workers(2)) {
        workers.run(Fusion.steps(List.of(relu, intoFused, bias)));
      }
      assertArrayEquals(dx, fused, 0f);
      assertArrayEquals(expected, actual, 1e-4f);
    }
  }

  @Test
  void nanWinsAndTheFirstOfEqualValuesWins() {
    float nan = Float.NaN;
    float[] x = {1, nan, 2, 2, /* */ 7, 0, 2, 2};
    float[] y = new float[2];
    float[] tap = new float[2];
    var sizes = new ImageSizes(1, 1, 2, 4, 1, 1, 2);
    for (var step : VectorKernels.steps(new MaxPool2dForward(x, y, tap, 1, sizes, HALVING))) {
      step.loop().run(0, step.loop().size());
    }
    assertTrue(Float.isNaN(y[0]));
    assertArrayEquals(new float[] {1, 0}, tap);
  }

  static Stream<Window> otherWindows() {
    return Stream.of(
        Window.square(3, 2, 1),
        Window.square(3, 1, 0),
        Window.row(2, 2, 0),
        Window.row(5, 3, 2),
        new Window(1, 3, 2, 1, 0, 1),
        Window.square(2, 2, 1).withDilation(2, 3),
        Window.square(3, 1, 1).withDilation(1, 2));
  }

  @ParameterizedTest
  @MethodSource("otherWindows")
  void otherWindows(Window window) {
    int hi = 9;
    for (int wi : new int[] {7, 8, 33, 70}) {
      int ho = (hi + 2 * window.paddingTop() - window.reachHeight()) / window.strideHeight() + 1;
      int wo = (wi + 2 * window.paddingLeft() - window.reachWidth()) / window.strideWidth() + 1;
      var s = new ImageSizes(2, 3, hi, wi, 3, ho, wo);
      float[] x = withTies(input(s));
      for (int i = 0; i < x.length; i += 3) {
        x[i] = i % 2 == 0 ? Float.NEGATIVE_INFINITY : x[i];
      }
      float[] y = new float[output(s)];
      assertSame(1, poison(output(s)), z -> new MaxPool2dForward(x, z, y, 0, s, window));
      assertSame(1, poison(output(s)), tap -> new MaxPool2dForward(x, y, tap, 1, s, window));
    }
  }

  @Test
  void addingRunsPortably() {
    var sizes = new ImageSizes(1, 1, 3, 3, 1, 1, 1);
    float[] x = new float[9];
    var adds = new MaxPool2dInputGradient(x, x, x, 1, sizes, HALVING);
    assertTrue(VectorKernels.steps(adds).isEmpty());
  }
}

package org.tornadonn.exec.tornado.blocked;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadonn.op.convolution.Conv2dForward;
import org.tornadonn.op.convolution.Conv2dInputGradient;
import org.tornadonn.op.convolution.Conv2dWeightGradient;
import org.tornadonn.op.convolution.ImageSizes;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.linear.FmaChains;
import org.tornadonn.op.linear.LinearForward;
import org.tornadonn.op.linear.LinearInputGradient;
import org.tornadonn.op.linear.LinearWeightGradient;
import org.tornadonn.plan.Copy;
import org.tornadonn.plan.Kernel;

/**
 * Blocked kernels against the portable loops, both on the JVM, on awkward shapes, whether a device
 * would choose them for these or not.
 */
class BlockedTest {

  private static final int BUSY = 8;

  static Stream<Arguments> convolutions() {
    return Stream.of(
        Arguments.of(new ImageSizes(1, 1, 1, 1, 1, 1, 1), Window.square(1, 1, 0)),
        sizes(1, 1, 5, 7, 4, Window.square(3, 1, 1)),
        sizes(3, 3, 7, 5, 13, Window.square(3, 2, 1)),
        sizes(2, 13, 9, 6, 70, Window.square(3, 1, 2)),
        sizes(3, 70, 5, 5, 9, Window.square(5, 3, 2)),
        sizes(1, 5, 13, 17, 8, new Window(5, 2, 2, 3, 0, 1)),
        sizes(2, 65, 4, 4, 130, Window.square(1, 1, 0)),
        sizes(2, 2, 6, 6, 3, Window.square(1, 2, 0)));
  }

  private static Arguments sizes(int n, int ci, int hi, int wi, int co, Window window) {
    return Arguments.of(
        new ImageSizes(n, ci, hi, wi, co, window.outputHeight(hi), window.outputWidth(wi)), window);
  }

  @ParameterizedTest
  @MethodSource("convolutions")
  void convolution(ImageSizes s, Window window) {
    int taps = s.ci() * window.kernelHeight() * window.kernelWidth();
    float[] x = random(s.n() * s.ci() * s.hi() * s.wi(), 1);
    float[] w = random(3 + s.co() * taps, 2);
    float[] b = random(5 + s.co(), 3);
    int size = s.n() * s.co() * s.ho() * s.wo();
    compare(
        taps,
        poison(size),
        y -> new Conv2dForward(x, w, 3, b, 5, y, s, window),
        k -> new BlockedConv2d(k, BUSY));
    compare(
        taps,
        poison(size),
        y -> new Conv2dForward(x, w, 3, w, Conv2dForward.NO_BIAS, y, s, window),
        k -> new BlockedConv2d(k, BUSY));
    float[] dy = random(size, 4);
    int terms = s.co() * window.kernelHeight() * window.kernelWidth();
    compare(
        terms,
        poison(x.length),
        dx -> new Conv2dInputGradient(dy, w, 3, dx, 0, s, window),
        k -> new BlockedConv2dInputGradient(k, BUSY));
    compare(
        terms,
        random(x.length, 5),
        dx -> new Conv2dInputGradient(dy, w, 3, dx, 1, s, window),
        k -> new BlockedConv2dInputGradient(k, BUSY));
    for (int parts : new int[] {1, 2, s.n() * s.ho()}) {
      compare(
          s.n() * s.ho() * s.wo(),
          poison(parts * s.co() * taps),
          partial -> new Conv2dWeightGradient(x, dy, partial, parts, s, window),
          k -> new BlockedConv2dWeightGradient(k, BUSY));
    }
  }

  static Stream<Arguments> products() {
    int[][] shapes = {{1, 1, 1}, {3, 7, 13}, {5, 65, 4}, {17, 64, 64}, {33, 207, 70}, {70, 3, 129}};
    return Stream.of(shapes).map(s -> Arguments.of(s[0], s[1], s[2]));
  }

  @ParameterizedTest
  @MethodSource("products")
  void product(int n, int ci, int co) {
    float[] x = random(n * ci, 1);
    float[] w = random(3 + co * ci, 2);
    float[] b = random(5 + co, 3);
    float[] dy = random(n * co, 4);
    compare(
        ci,
        poison(n * co),
        y -> new LinearForward(x, w, 3, b, 5, y, n, ci, co),
        k -> new BlockedLinear(k, BUSY));
    compare(
        co,
        poison(n * ci),
        dx -> new LinearInputGradient(dy, w, 3, dx, 0, n, ci, co),
        k -> new BlockedLinearInputGradient(k, BUSY));
    compare(
        co,
        random(n * ci, 5),
        dx -> new LinearInputGradient(dy, w, 3, dx, 1, n, ci, co),
        k -> new BlockedLinearInputGradient(k, BUSY));
    for (int parts : new int[] {1, 2, n}) {
      compare(
          n,
          poison(parts * co * ci),
          partial -> new LinearWeightGradient(x, dy, partial, parts, n, ci, co),
          k -> new BlockedLinearWeightGradient(k, BUSY));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 63, 4096, 4097, 8256, 10_007})
  void copy(int size) {
    float[] x = random(size, 1);
    compare(1, poison(size), y -> new Copy(x, 0, y, 0, 0, size), BlockedCopy::new);
    compare(1, random(3 + size, 2), y -> new Copy(x, 0, y, 3, 1, size), BlockedCopy::new);
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 13, 31, 48})
  void chains(int size) {
    float[] control = {0.75f, 0.5f, 20};
    compare(
        FmaChains.LANES, poison(size), y -> new FmaChains(control, y, size), BlockedFmaChains::new);
  }

  @Test
  void aFewRowsOrProductsAreNotWorthABlock() {
    var few = linear(3, 1024, 1024);
    var small = linear(64, 64, 64);
    var enough = linear(4, 512, 512);
    var row = convolution(8, 1, 128, 1);
    var image = convolution(2, 16, 32, 16);
    assertSame(few, new BlockedChoice(BUSY).of(few));
    assertSame(small, new BlockedChoice(BUSY).of(small));
    assertInstanceOf(BlockedLinear.class, new BlockedChoice(BUSY).of(enough));
    assertSame(row, new BlockedChoice(BUSY).of(row));
    assertInstanceOf(BlockedConv2d.class, new BlockedChoice(BUSY).of(image));
  }

  private static Conv2dForward convolution(int n, int ci, int side, int co) {
    float[] none = {};
    var sizes = new ImageSizes(n, ci, side, side, co, side, side);
    var window = Window.square(3, 1, 1);
    return new Conv2dForward(none, none, 0, none, Conv2dForward.NO_BIAS, none, sizes, window);
  }

  private static LinearForward linear(int n, int ci, int co) {
    float[] none = {};
    return new LinearForward(none, none, 0, none, LinearForward.NO_BIAS, none, n, ci, co);
  }

  private static <K extends Kernel> void compare(
      int terms, float[] before, Function<float[], K> portable, Function<K, Blocked> blocked) {
    float[] expected = before.clone();
    var loop = portable.apply(expected);
    loop.run(0, loop.size());
    float[] actual = before.clone();
    var blocks = blocked.apply(portable.apply(actual));
    for (int i = blocks.size(); i > 0; i--) { // the order of the indices does not matter
      blocks.run(i - 1, i);
    }
    double tolerance = 1.3e-6 * Math.sqrt(terms);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(
          expected[i],
          actual[i],
          tolerance * (1 + Math.abs(expected[i])),
          "element " + i + " of " + loop.getClass().getSimpleName());
    }
  }

  private static float[] poison(int size) {
    float[] numbers = new float[size];
    Arrays.fill(numbers, Float.NaN);
    return numbers;
  }

  private static float[] random(int size, int seed) {
    var random = new Random(seed);
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = random.nextFloat() * 2 - 1;
    }
    return numbers;
  }
}

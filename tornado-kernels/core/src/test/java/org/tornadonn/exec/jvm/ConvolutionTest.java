package org.tornadonn.exec.jvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.tornadonn.exec.jvm.Kernels.assertSame;
import static org.tornadonn.exec.jvm.Kernels.poison;
import static org.tornadonn.exec.jvm.Kernels.random;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.op.activation.ReLUForward;
import org.tornadonn.op.convolution.Conv2dForward;
import org.tornadonn.op.convolution.Conv2dInputGradient;
import org.tornadonn.op.convolution.Conv2dWeightGradient;
import org.tornadonn.op.convolution.ImageSizes;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.pooling.MaxPool2dForward;
import org.tornadonn.plan.Kernel;

/** Tuned convolutions against the portable loops, on awkward shapes. */
class ConvolutionTest {

  private static Window window(int kh, int kw, int s, int p) {
    return new Window(kh, kw, s, s, p, p);
  }

  private static Arguments shape(int n, int ci, int h, int w, int co, Window k) {
    var sizes = new ImageSizes(n, ci, h, w, co, k.outputHeight(h), k.outputWidth(w));
    return Arguments.of(sizes, k);
  }

  static Stream<Arguments> shapes() {
    var windows =
        Stream.of(new int[][] {{1, 1}, {2, 2}, {3, 3}, {5, 5}, {3, 2}})
            .flatMap(k -> IntStream.of(1, 2, 3).boxed().flatMap(s -> windows(k, s)))
            .flatMap(k -> Stream.of(1, 2, 5, 7, 13, 33).flatMap(size -> fitting(size, k)));
    var others =
        Stream.of(
            shape(1, 1, 33, 33, 32, window(3, 3, 1, 1)),
            shape(2, 32, 13, 17, 33, window(3, 3, 1, 1)),
            shape(3, 33, 7, 5, 32, window(3, 3, 1, 1)),
            shape(17, 9, 4, 4, 33, window(3, 3, 1, 1)),
            shape(19, 128, 4, 4, 17, window(3, 3, 1, 1)),
            shape(3, 16, 1, 1, 16, window(3, 3, 1, 1)),
            shape(2, 17, 3, 70, 24, window(3, 3, 1, 0)),
            shape(2, 24, 40, 200, 16, window(3, 3, 1, 2)),
            shape(3, 16, 5, 6, 24, window(3, 3, 1, 3)),
            shape(2, 16, 64, 64, 40, window(3, 3, 1, 1)),
            shape(2, 20, 31, 33, 40, window(3, 3, 2, 1)),
            shape(33, 8, 2, 2, 9, window(3, 3, 1, 1)),
            shape(9, 130, 4, 3, 8, window(3, 3, 1, 1)),
            shape(2, 3, 40, 200, 9, window(3, 3, 1, 1)),
            shape(2, 3, 21, 70, 9, window(7, 7, 2, 3)),
            shape(2, 64, 9, 9, 64, window(1, 1, 1, 0)),
            shape(3, 24, 15, 13, 32, window(3, 3, 2, 1)),
            shape(3, 32, 5, 6, 24, window(3, 3, 1, 3)),
            shape(19, 64, 4, 4, 96, window(3, 3, 1, 1)),
            shape(5, 31, 7, 5, 62, window(3, 3, 1, 1)),
            shape(1, 200, 16, 16, 30, window(1, 3, 1, 0)),
            shape(5, 13, 12, 11, 30, new Window(3, 2, 2, 3, 0, 1)),
            shape(1, 3, 9, 14, 2, new Window(3, 2, 2, 3, 0, 1)),
            shape(2, 2, 12, 11, 3, new Window(1, 4, 1, 2, 0, 3)));
    return Stream.concat(windows, others);
  }

  private static Stream<Window> windows(int[] kernel, int stride) {
    return IntStream.of(0, 1, 2).mapToObj(p -> window(kernel[0], kernel[1], stride, p));
  }

  private static Stream<Arguments> fitting(int size, Window k) {
    boolean fits =
        size + 2 * k.paddingHeight() >= k.kernelHeight()
            && size + 2 * k.paddingWidth() >= k.kernelWidth();
    int ci = size % 3 == 0 ? 9 : 3;
    int co = size % 2 == 0 ? 8 : 5;
    return fits ? Stream.of(shape(3, ci, size, size, co, k)) : Stream.of();
  }

  private static int input(ImageSizes s) {
    return s.n() * s.ci() * s.hi() * s.wi();
  }

  private static int output(ImageSizes s) {
    return s.n() * s.co() * s.ho() * s.wo();
  }

  private static int weights(ImageSizes s, Window k) {
    return s.co() * s.ci() * k.kernelHeight() * k.kernelWidth();
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void forward(ImageSizes s, Window k) {
    float[] x = random(input(s), 1);
    float[] w = random(weights(s, k) + 11, 2);
    float[] b = random(s.co() + 3, 3);
    int terms = weights(s, k) / s.co();
    assertSame(terms, poison(output(s)), y -> new Conv2dForward(x, w, 7, b, 3, y, s, k));
    assertSame(
        terms,
        poison(output(s) + 5),
        y -> new Conv2dForward(x, w, 0, w, Conv2dForward.NO_BIAS, y, s, k));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void forwardWithReLU(ImageSizes s, Window k) {
    float[] x = random(input(s), 1);
    float[] w = random(weights(s, k), 2);
    float[] y = poison(output(s));
    var convolution = new Conv2dForward(x, w, 0, w, 0, y, s, k);
    VectorKernels.steps(convolution).forEach(step -> step.loop().run(0, step.loop().size()));
    var relu = new ReLUForward(y, 0, y, y.length);
    relu.run(0, y.length);

    float[] fused = poison(output(s));
    try (var workers = new Workers(2)) {
      workers.run(
          Fusion.steps(
              List.of(
                  new Conv2dForward(x, w, 0, w, 0, new float[0], s, k),
                  new ReLUForward(new float[0], 0, fused, y.length))));
    }
    assertArrayEquals(y, fused);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void inputGradient(ImageSizes s, Window k) {
    float[] dy = random(output(s), 1);
    float[] w = random(weights(s, k) + 11, 2);
    int terms = weights(s, k) / s.ci();
    assertSame(terms, poison(input(s) + 5), dx -> new Conv2dInputGradient(dy, w, 7, dx, 0, s, k));
    assertSame(terms, random(input(s), 3), dx -> new Conv2dInputGradient(dy, w, 7, dx, 1, s, k));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void weightGradient(ImageSizes s, Window k) {
    float[] x = random(input(s), 1);
    float[] dy = random(output(s), 2);
    for (int parts : IntStream.of(1, 3, s.n() * s.ho()).distinct().toArray()) {
      assertSame(
          Math.ceilDiv(s.n() * s.ho(), parts) * s.wo(),
          poison(parts * weights(s, k)),
          partial -> new Conv2dWeightGradient(x, dy, partial, parts, s, k));
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void pooledInTheSamePass(ImageSizes s, Window k) {
    var halving = Window.square(2, 2, 0);
    if (s.ho() < 2 || s.wo() < 2) {
      return;
    }
    float[] x = random(s.n() * s.ci() * s.hi() * s.wi(), 1);
    float[] w = random(s.co() * s.ci() * k.kernelHeight() * k.kernelWidth(), 2);
    var pooled = new ImageSizes(s.n(), s.co(), s.ho(), s.wo(), s.co(), s.ho() / 2, s.wo() / 2);
    float[] between = new float[output(s)];
    int size = s.n() * s.co() * pooled.ho() * pooled.wo();
    var conv = new Conv2dForward(x, w, 0, w, 0, between, s, k);
    for (int keep : new int[] {0, 1}) {
      float[] expected = new float[size];
      float[] expectedTap = new float[size];
      try (var workers = new Workers(1)) {
        workers.run(VectorKernels.steps(conv));
      }
      var apart = new MaxPool2dForward(between, expected, expectedTap, keep, pooled, halving);
      apart.run(0, size);
      new ReLUForward(expected, 0, expected, size).run(0, size);

      float[] y = poison(size);
      float[] tap = keep > 0 ? poison(size) : new float[size];
      var pool = new MaxPool2dForward(between, y, tap, keep, pooled, halving);
      var kernels = List.<Kernel>of(conv, pool, new ReLUForward(y, 0, y, size));
      try (var workers = new Workers(3)) {
        workers.run(Fusion.steps(kernels));
      }
      assertArrayEquals(expected, y);
      assertArrayEquals(expectedTap, tap);
    }
  }
}

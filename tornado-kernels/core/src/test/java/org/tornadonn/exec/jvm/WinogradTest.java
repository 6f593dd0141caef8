package org.tornadonn.exec.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.exec.jvm.Kernels.random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tornadonn.exec.jvm.convolution.Conv2dWeightSums;
import org.tornadonn.exec.jvm.winograd.Winograd;
import org.tornadonn.exec.jvm.winograd.WinogradWeightGradient;
import org.tornadonn.op.convolution.Conv2dForward;
import org.tornadonn.op.convolution.Conv2dInputGradient;
import org.tornadonn.op.convolution.Conv2dWeightGradient;
import org.tornadonn.op.convolution.ImageSizes;
import org.tornadonn.op.convolution.Window;

/**
 * How far {@link Winograd} and {@link WinogradWeightGradient} are from float64, beside plain
 * float32 sums of all products.
 */
class WinogradTest {

  private static final int SIZE = 20;
  private static final Window WINDOW = Window.square(3, 1, 1);

  /** Pictures are never negative, gradients have both signs: errors differ. */
  @ParameterizedTest(name = "{0} channels, from {1}")
  @CsvSource({"32, 0", "32, -1", "128, 0", "128, -1", "512, -1"})
  void errsAsPlainSumsDo(int channels, float least) {
    var sizes = new ImageSizes(2, channels, SIZE, SIZE, 32, SIZE, SIZE);
    float[] x = random(2 * channels * SIZE * SIZE, 1);
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.max(least, x[i] * (1 - least) / 2 + (1 + least) / 2);
    }
    float[] w = random(32 * channels * 9, 2);
    float[] fast = new float[2 * 32 * SIZE * SIZE];
    float[] plain = fast.clone();
    var kernel = new Conv2dForward(x, w, 0, w, Conv2dForward.NO_BIAS, fast, sizes, WINDOW);
    var steps = VectorKernels.steps(kernel);
    assertInstanceOf(Winograd.class, steps.getLast().loop());
    steps.forEach(step -> step.loop().run(0, step.loop().size()));
    var portable = new Conv2dForward(x, w, 0, w, Conv2dForward.NO_BIAS, plain, sizes, WINDOW);
    portable.run(0, portable.size());
    double ours = 0;
    double theirs = 0;
    for (int i = 0; i < fast.length; i++) {
      double exact = exact(x, w, channels, i);
      ours = Math.max(ours, Math.abs(fast[i] - exact));
      theirs = Math.max(theirs, Math.abs(plain[i] - exact));
    }
    assertTrue(ours > 0 && ours <= 2 * theirs, "Winograd " + ours + ", plain sums " + theirs);
  }

  private static double exact(float[] x, float[] w, int channels, int index) {
    int column = index % SIZE;
    int row = index / SIZE % SIZE;
    int o = index / (SIZE * SIZE) % 32;
    int n = index / (32 * SIZE * SIZE);
    double sum = 0;
    for (int c = 0; c < channels; c++) {
      for (int t = 0; t < 9; t++) {
        int y = row + t / 3 - 1;
        int z = column + t % 3 - 1;
        if (y >= 0 && y < SIZE && z >= 0 && z < SIZE) {
          int from = ((n * channels + c) * SIZE + y) * SIZE + z;
          sum += (double) x[from] * w[(o * channels + c) * 9 + t];
        }
      }
    }
    return sum;
  }

  @ParameterizedTest(name = "{0}×{1}×{2}×{3} to {4} channels, padding {5}")
  @CsvSource({
    "1, 32, 14, 14, 32, 0",
    "1, 33, 13, 14, 35, 1",
    "9, 40, 15, 16, 34, 1",
    "3, 32, 12, 29, 70, 2",
    "2, 36, 33, 65, 32, 1",
    "1, 32, 4, 130, 33, 1",
    "1, 64, 16, 16, 40, 1",
    "17, 32, 12, 12, 32, 1"
  })
  void givesAtItsEdgesWhatPlainSumsGive(int n, int ci, int h, int w, int co, int padding) {
    var window = Window.square(3, 1, padding);
    var s = new ImageSizes(n, ci, h, w, co, window.outputHeight(h), window.outputWidth(w));
    assertTrue(Winograd.suits(s, window));
    float[] x = random(n * ci * h * w, 1);
    float[] weights = random(co * ci * 9 + 5, 2);
    float[] dy = random(n * co * s.ho() * s.wo(), 3);
    Kernels.assertSame(
        36 * ci,
        Kernels.poison(dy.length),
        y -> new Conv2dForward(x, weights, 5, weights, 1, y, s, window));
    Kernels.assertSame(
        36 * co,
        random(x.length, 4),
        dx -> new Conv2dInputGradient(dy, weights, 5, dx, 1, s, window));
  }

  /** Behind a pool, most gradients are zero, and add no error to plain sums. */
  @ParameterizedTest(name = "{0} images of {1} rows and columns, one of {2} gradients is not zero")
  @CsvSource({"1, 20, 1", "8, 20, 1", "32, 8, 1", "32, 8, 4", "2, 80, 1", "2, 80, 4"})
  void weightGradientsErrAsPlainSumsDo(int n, int size, int zeros) {
    var sizes = new ImageSizes(n, 32, size, size, 32, size, size);
    float[] x = random(n * 32 * size * size, 1);
    float[] dy = random(x.length, 2);
    for (int i = 0; i < dy.length; i++) {
      x[i] = Math.abs(x[i]);
      dy[i] = i % zeros == 0 ? dy[i] : 0;
    }
    float[] fast = new float[32 * 32 * 9];
    float[] plain = fast.clone();
    var kernel = new Conv2dWeightGradient(x, dy, fast, 1, sizes, WINDOW);
    var steps = VectorKernels.steps(kernel);
    assertInstanceOf(WinogradWeightGradient.class, steps.getLast().loop());
    steps.forEach(step -> step.loop().run(0, step.loop().size()));
    var sums = Conv2dWeightSums.of(new Conv2dWeightGradient(x, dy, plain, 1, sizes, WINDOW));
    sums.run(0, sums.size());
    double ours = 0;
    double theirs = 0;
    for (int i = 0; i < fast.length; i++) {
      double exact = exactWeight(x, dy, n, size, i);
      ours = Math.max(ours, Math.abs(fast[i] - exact));
      theirs = Math.max(theirs, Math.abs(plain[i] - exact));
    }
    assertTrue(
        ours > 0 && ours <= (zeros > 1 ? 3 : 1) * theirs,
        "Winograd " + ours + ", plain sums " + theirs);
  }

  private static double exactWeight(float[] x, float[] dy, int n, int size, int index) {
    int u = index % 9 / 3 - 1;
    int v = index % 3 - 1;
    int c = index / 9 % 32;
    int o = index / (9 * 32);
    double sum = 0;
    for (int image = 0; image < n; image++) {
      for (int row = Math.max(0, -u); row < Math.min(size, size - u); row++) {
        for (int column = Math.max(0, -v); column < Math.min(size, size - v); column++) {
          int from = ((image * 32 + c) * size + row + u) * size + column + v;
          sum += (double) x[from] * dy[((image * 32 + o) * size + row) * size + column];
        }
      }
    }
    return sum;
  }

  @ParameterizedTest(name = "{0}×{1}×{2}×{3} to {4} channels, padding {5}, {6} parts")
  @CsvSource({
    "1, 32, 18, 18, 32, 0, 1",
    "1, 33, 17, 18, 35, 1, 1",
    "9, 40, 15, 16, 34, 1, 3",
    "9, 40, 15, 16, 34, 1, 2",
    "3, 32, 12, 29, 70, 2, 1",
    "2, 36, 33, 65, 32, 1, 5",
    "1, 32, 4, 130, 33, 1, 1",
    "17, 32, 4, 4, 32, 1, 1",
    "70, 32, 4, 3, 47, 1, 2",
    "2, 32, 16, 16, 32, 1, 31",
    "1, 64, 120, 122, 40, 1, 1",
    "1, 600, 16, 16, 100, 1, 1",
  })
  void givesTheWeightGradientsThatPlainSumsGive(
      int n, int ci, int h, int w, int co, int padding, int parts) {
    var window = Window.square(3, 1, padding);
    var s = new ImageSizes(n, ci, h, w, co, window.outputHeight(h), window.outputWidth(w));
    float[] x = random(n * ci * h * w, 1);
    float[] dy = random(n * co * s.ho() * s.wo(), 3);
    var kernel = new Conv2dWeightGradient(x, dy, new float[0], parts, s, window);
    assertEquals(parts < 31, WinogradWeightGradient.suits(kernel));
    Kernels.assertSame(
        36 * Math.ceilDiv(n * s.ho(), parts) * s.wo(),
        Kernels.poison(parts * co * ci * 9),
        partial -> new Conv2dWeightGradient(x, dy, partial, parts, s, window));
  }
}

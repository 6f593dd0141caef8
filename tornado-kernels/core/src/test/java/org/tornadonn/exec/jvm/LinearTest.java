package org.tornadonn.exec.jvm;

import static org.tornadonn.exec.jvm.Kernels.assertSame;
import static org.tornadonn.exec.jvm.Kernels.poison;
import static org.tornadonn.exec.jvm.Kernels.random;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.op.linear.Factor;
import org.tornadonn.op.linear.LinearForward;
import org.tornadonn.op.linear.LinearInputGradient;
import org.tornadonn.op.linear.LinearWeightGradient;
import org.tornadonn.op.linear.MatMulForward;

/** Tuned matrix products against the portable loops, on awkward shapes. */
class LinearTest {

  static Stream<Arguments> shapes() {
    int[][] shapes = {
      {1, 1, 1},
      {1, 5, 2},
      {2, 2, 1},
      {3, 10, 5},
      {5, 7, 3},
      {7, 13, 9},
      {13, 33, 8},
      {33, 64, 2},
      {32, 100, 64},
      {1, 513, 33},
      {70, 31, 17},
      {65, 700, 40},
      {130, 32, 32}
    };
    return Stream.of(shapes).map(s -> Arguments.of(s[0], s[1], s[2]));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void forward(int n, int ci, int co) {
    float[] x = random(n * ci + 3, 1);
    float[] w = random(co * ci + 9, 2);
    float[] b = random(co + 5, 3);
    assertSame(ci, poison(n * co), y -> new LinearForward(x, w, 9, b, 5, y, n, ci, co));
    assertSame(
        ci,
        poison(n * co + 2),
        y -> new LinearForward(x, w, 0, w, LinearForward.NO_BIAS, y, n, ci, co));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void inputGradient(int n, int ci, int co) {
    float[] dy = random(n * co + 3, 1);
    float[] w = random(co * ci + 9, 2);
    assertSame(co, poison(n * ci), dx -> new LinearInputGradient(dy, w, 9, dx, 0, n, ci, co));
    assertSame(co, random(n * ci, 3), dx -> new LinearInputGradient(dy, w, 0, dx, 1, n, ci, co));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void weightGradient(int n, int ci, int co) {
    float[] x = random(n * ci, 1);
    float[] dy = random(n * co, 2);
    for (int parts : IntStream.of(1, 2, n).distinct().toArray()) {
      assertSame(
          Math.ceilDiv(n, parts),
          poison(parts * co * ci),
          partial -> new LinearWeightGradient(x, dy, partial, parts, n, ci, co));
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void products(int m, int k, int n) {
    int batch = m < 30 ? 3 : 1;
    float[] a = random(batch * m * k + 3, 1);
    float[] b = random(batch * k * n + 9, 2);
    for (int i = 0; i < 4; i++) {
      var left = i % 2 > 0 ? new Factor(a, 3, m * k, 1, m) : new Factor(a, 3, m * k, k, 1);
      var right = i / 2 > 0 ? new Factor(b, 9, 0, 1, k) : new Factor(b, 9, k * n, n, 1);
      int size = batch * m * n;
      assertSame(k, poison(size), y -> new MatMulForward(left, right, y, m, n, k, size));
    }
  }
}

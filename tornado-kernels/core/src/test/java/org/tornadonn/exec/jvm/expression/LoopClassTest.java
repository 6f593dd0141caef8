package org.tornadonn.exec.jvm.expression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.op.activation.ELU;
import org.tornadonn.op.activation.Softplus;
import org.tornadonn.op.elementwise.Acosh;
import org.tornadonn.op.elementwise.Asin;
import org.tornadonn.op.elementwise.Asinh;
import org.tornadonn.op.elementwise.Atan;
import org.tornadonn.op.elementwise.Atanh;
import org.tornadonn.op.elementwise.Cosh;
import org.tornadonn.op.elementwise.Erf;
import org.tornadonn.op.elementwise.Exp;
import org.tornadonn.op.elementwise.Exp2;
import org.tornadonn.op.elementwise.Expm1;
import org.tornadonn.op.elementwise.Floor;
import org.tornadonn.op.elementwise.Log;
import org.tornadonn.op.elementwise.Log1p;
import org.tornadonn.op.elementwise.Rsqrt;
import org.tornadonn.op.elementwise.Sinh;
import org.tornadonn.op.elementwise.Unary;

class LoopClassTest {

  /** Enough for the compiler to take the loop. */
  private static final int RUNS = 20_000;

  private static final int SIZE = 77;

  static Stream<Unary> functions() {
    return Stream.of(
        new Exp(),
        new Exp2(),
        new Expm1(),
        new Log(),
        new Log1p(),
        new Sinh(),
        new Cosh(),
        new Asinh(),
        new Acosh(),
        new Atanh(),
        new Asin(),
        new Atan(),
        new Erf(),
        new Rsqrt(),
        new Floor(),
        new ELU(1, 1, 1),
        new Softplus(1, 20));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void compiledCodeGivesTheBitsOfTheInterpreter(Unary function) {
    var formula = Objects.requireNonNull(Formulas.of(function));
    var loop = VectorLoop.of(1, v -> formula.apply(v.getFirst()));
    var random = new Random(1);
    float[] x = {
      0,
      -0f,
      1,
      -1,
      Float.NaN,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.MIN_VALUE,
      -Float.MIN_NORMAL,
      Float.MAX_VALUE,
      88.8f,
      -103.5f
    };
    x = Arrays.copyOf(x, SIZE);
    for (int i = 12; i < SIZE; i++) {
      x[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(9) - 4));
    }
    int[] first = run(loop, x);
    for (int i = 0; i < RUNS; i++) {
      run(loop, x);
    }
    assertArrayEquals(first, run(loop, x));
  }

  private static int[] run(VectorLoop loop, float[] x) {
    float[] y = new float[x.length];
    loop.run(new float[][] {x, y}, new int[2], x.length);
    int[] bits = new int[y.length];
    for (int i = 0; i < y.length; i++) {
      bits[i] = Float.floatToIntBits(y[i]);
    }
    return bits;
  }

  private static Expression twiceAndOne() {
    var draft = new Draft();
    var x = draft.read(0);
    var sum = x.add(x);
    return draft.results(1, List.of(sum.mul(x.add(x)), x.add(x).neg()));
  }

  @Test
  void whatStandsThereIsUsedAgain() {
    assertEquals(
        """
        v0 = read x0
        v1 = add v0 v0
        v2 = mul v1 v1
        v3 = neg v1
        x1 = v2
        x2 = v3\
        """,
        twiceAndOne().toString());
  }

  @Test
  void equalExpressionsAreOneLoop() {
    assertSame(Loops.of(twiceAndOne()), Loops.of(twiceAndOne()));
  }
}

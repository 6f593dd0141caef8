package org.tornadonn.exec.jvm.expression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.exec.jvm.expression.Instruction.What;
import org.tornadonn.op.activation.ELU;
import org.tornadonn.op.activation.Softplus;
import org.tornadonn.op.elementwise.Acosh;
import org.tornadonn.op.elementwise.Asin;
import org.tornadonn.op.elementwise.Asinh;
import org.tornadonn.op.elementwise.Atan;
import org.tornadonn.op.elementwise.Atanh;
import org.tornadonn.op.elementwise.Binary;
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

  /** A multiple of all vectors' lengths. */
  private static final int SIZE = 64;

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

  private static final float[] SPECIAL = {
    0,
    -0f,
    1,
    -1,
    0.5f,
    2.5f,
    -3,
    Float.NaN,
    Float.intBitsToFloat(0xffc00000),
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    -Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    88.8f,
    -103.5f,
    3e9f,
    -3e9f,
    8388609,
    -49_999
  };

  @ParameterizedTest
  @MethodSource("functions")
  void compiledCodeGivesTheBitsOfTheInterpreter(Unary function) {
    var formula = Objects.requireNonNull(Formulas.of(function));
    requireSameBits(expression(1, v -> formula.apply(v.getFirst())), RUNS);
  }

  @ParameterizedTest
  @EnumSource(What.class)
  void anInstructionHasTheSameBitsForOneElementAndForVectors(What what) {
    var draft = new Draft();
    var expression = draft.results(3, List.of(instruction(draft, what)));
    assertTrue(expression.lines().stream().anyMatch(line -> line.what() == what));
    requireSameBits(expression, RUNS);
  }

  private static Term instruction(Draft draft, What what) {
    var a = draft.read(0);
    var b = draft.read(1);
    var c = draft.read(2);
    return switch (what) {
      case READ -> a;
      case REPEAT -> a.add(draft.repeat(1));
      case NUMBER -> a.mul(0.1f);
      case ADD -> a.add(b);
      case SUB -> a.sub(b);
      case MUL -> a.mul(b);
      case DIV -> a.div(b);
      case FMA -> a.fma(b, c);
      case NEG -> a.neg();
      case ABS -> a.abs();
      case SQRT -> a.sqrt();
      case BLEND -> a.blend(b, b.lt(c));
      case LT -> a.lt(b).number();
      case LE -> a.le(b).number();
      case EQ -> a.eq(b).number();
      case NE -> a.ne(b).number();
      case AND -> a.lt(b).and(b.lt(c)).number();
      case OR -> a.lt(b).or(b.lt(c)).number();
      case NOT -> a.lt(b).not().number();
      case BITS, FLOAT -> a.bits().floats();
      case TO_INT, TO_FLOAT -> a.toInt().toFloat();
      case INT_NUMBER, INT_ADD -> a.bits().add(0x1234567).toFloat();
      case INT_SUB -> a.bits().sub(b.bits()).toFloat();
      case INT_AND -> a.bits().and(0x7ffff0f0).toFloat();
      case INT_OR -> a.bits().or(b.bits()).toFloat();
      case SHIFT_LEFT -> a.bits().shiftLeft(5).toFloat();
      case SHIFT_RIGHT -> a.bits().shiftRight(3).toFloat();
      case SHIFT_RIGHT_UNSIGNED -> a.bits().shiftRightUnsigned(3).toFloat();
    };
  }

  static Stream<Arguments> formulas() throws Exception {
    var all = new ArrayList<Arguments>();
    for (var function : FunctionsOfNumbers.all()) {
      switch (function) {
        case Unary f -> {
          var formula = Formulas.of(f);
          if (formula != null) {
            all.add(formula(f.toString(), 1, v -> formula.apply(v.getFirst())));
          }
        }
        case Binary f -> {
          var formula = Formulas.of(f);
          if (formula != null) {
            all.add(formula(f.toString(), 2, v -> formula.apply(v.get(0), v.get(1))));
          }
        }
        default -> throw new IllegalStateException(function.toString());
      }
    }
    all.add(formula("sigmoid", 1, v -> Exponential.sigmoid(v.getFirst())));
    all.add(formula("tanh", 1, v -> Exponential.tanh(v.getFirst())));
    all.add(formula("cumulative", 1, v -> ErrorFunctions.cumulative(v.getFirst())));
    all.add(formula("slope", 1, v -> ErrorFunctions.slope(v.getFirst())));
    all.add(formula("approximate", 1, v -> ErrorFunctions.approximate(v.getFirst())));
    all.add(formula("approximate slope", 1, v -> ErrorFunctions.approximateSlope(v.getFirst())));
    all.add(formula("sin", 1, v -> Circular.sin(v.getFirst())));
    all.add(formula("cos", 1, v -> Circular.cos(v.getFirst())));
    all.add(formula("tan", 1, v -> Circular.tan(v.getFirst())));
    return all.stream();
  }

  private static Arguments formula(String name, int numbers, Elementwise.Formula formula) {
    return Arguments.of(name, expression(numbers, formula));
  }

  private static Expression expression(int numbers, Elementwise.Formula formula) {
    var draft = new Draft();
    var terms = IntStream.range(0, numbers).mapToObj(draft::read).toList();
    return draft.results(numbers, List.of(formula.of(terms)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("formulas")
  void aFormulaHasTheSameBitsForOneElementAndForVectors(String name, Expression expression) {
    requireSameBits(expression, 20);
  }

  @Test
  void bitsStayWhileALoopWarmsUp() {
    var expression = expression(1, v -> Exponential.exp(v.getFirst()));
    float[][] x = numbers(2, 1003);
    int[] first = run(LoopClass.ofFloats(expression), x);
    var loop = new WarmingLoop(expression);
    for (int i = 0; !loop.isWarm(); i++) {
      int[] bits = run(loop, x);
      if (i % 500 == 0) {
        assertArrayEquals(first, bits);
      }
    }
    assertArrayEquals(first, run(loop, x));
  }

  /** Of all pairs of special numbers, and of random ones; before and after so many runs. */
  private static void requireSameBits(Expression expression, int runs) {
    var floats = LoopClass.ofFloats(expression);
    var vectors = LoopClass.ofVectors(expression);
    float[][] x = numbers(expression.arrays(), runs > 20 ? SIZE : 40 * SIZE);
    int[] first = run(vectors, x);
    assertArrayEquals(first, run(floats, x));
    for (int i = 0; i < runs; i++) {
      run(floats, x);
      run(vectors, x);
    }
    assertArrayEquals(first, run(vectors, x));
    assertArrayEquals(first, run(floats, x));
  }

  private static float[][] numbers(int arrays, int size) {
    var random = new Random(1);
    var x = new float[arrays][size];
    for (int i = 0; i < size; i++) {
      for (int k = 0; k < arrays; k++) {
        int special = k == 0 ? i : random.nextInt(2 * SPECIAL.length);
        x[k][i] =
            special < SPECIAL.length
                ? SPECIAL[special]
                : (float) (random.nextGaussian() * Math.pow(10, random.nextInt(9) - 4));
      }
    }
    for (int i = 0; i < Math.min(size, SPECIAL.length * SPECIAL.length); i++) {
      x[0][i] = i < SPECIAL.length || size > SIZE ? SPECIAL[i % SPECIAL.length] : x[0][i];
      x[1][i] = size > SIZE ? SPECIAL[i / SPECIAL.length] : x[1][i];
    }
    return x;
  }

  private static int[] run(Stretch loop, float[][] x) {
    float[] y = new float[x[0].length];
    var arrays = x.clone();
    arrays[x.length - 1] = y;
    loop.run(arrays, new int[x.length], 0, y.length);
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

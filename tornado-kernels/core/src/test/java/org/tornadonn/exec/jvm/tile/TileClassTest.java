package org.tornadonn.exec.jvm.tile;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.tornadonn.exec.jvm.tile.Tile.LANES;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sum of every tile has the bits of a plain loop, and nothing else is written. */
class TileClassTest {

  private static final int SIZE = 4096;
  private static final int A_AT = 3;
  private static final int B_AT = 5;
  private static final int C_AT = 7;

  /** The first of the starts or taps. */
  private static final int FIRST = 2;

  private static final int[] TURNS = {0, 1, 2, 3, 7, 16};

  /** Enough for the compiler to take the loop. */
  private static final int RUNS = 20_000;

  private final Random random = new Random(1);
  private final float[] a = numbers(SIZE);
  private final float[] b = numbers(SIZE);
  private final float[] before = numbers(SIZE);
  private final int[] starts = random.ints(16, 0, 99).toArray();
  private final MemorySegment aOutside = outside(a);
  private final MemorySegment bOutside = outside(b);

  private float[] numbers(int n) {
    var numbers = new float[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  private static MemorySegment outside(float[] numbers) {
    var segment = Arena.ofAuto().allocate(JAVA_FLOAT, numbers.length);
    MemorySegment.copy(numbers, 0, segment, JAVA_FLOAT, 0, numbers.length);
    return segment;
  }

  static Stream<Arguments> tiles() {
    return IntStream.rangeClosed(1, 8)
        .boxed()
        .flatMap(rows -> IntStream.rangeClosed(1, 4).mapToObj(v -> Arguments.of(rows, v)));
  }

  /** The n factors of sum (r, j): where the left ones and the right ones are. */
  private interface Factors {
    float product(int k, int r, int j, float sum);
  }

  /** Compares c with the sums of a plain loop. */
  private void check(
      int n, int rows, int columns, int row, Start start, Factors factors, Consumer<float[]> tile) {
    float[] expected = before.clone();
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < columns; j++) {
        int at = C_AT + r * row + j;
        float sum = start == Start.LOADED ? before[at] : 0;
        for (int k = 0; k < n; k++) {
          sum = factors.product(k, r, j, sum);
        }
        expected[at] = start == Start.ADDED ? sum + before[at] : sum;
      }
    }
    float[] c = before.clone();
    tile.accept(c);
    assertArrayEquals(expected, c, rows + " rows, " + n + " turns");
  }

  /** What becomes of what c holds. */
  private enum Start {
    OVERWRITTEN,
    ADDED,
    LOADED
  }

  private static Start start(boolean add) {
    return add ? Start.ADDED : Start.OVERWRITTEN;
  }

  @ParameterizedTest
  @MethodSource("tiles")
  void multiply(int rows, int vectors) {
    var loops = TileClass.of(rows, vectors);
    int width = vectors * LANES;
    int aRow = 23;
    int cRow = width + 3;
    for (int n : TURNS) {
      for (boolean add : new boolean[] {false, true}) {
        check(
            n,
            rows,
            width,
            cRow,
            start(add),
            (k, r, j, sum) -> Math.fma(a[A_AT + r * aRow + k], b[B_AT + k * width + j], sum),
            c -> loops.multiply(n, a, A_AT, aRow, bOutside, B_AT, c, C_AT, cRow, add));
        check(
            n,
            rows,
            width,
            width,
            start(add),
            (k, r, j, sum) ->
                Math.fma(a[A_AT + starts[FIRST + r] + k], b[B_AT + k * width + j], sum),
            c ->
                loops.multiplyPlaces(
                    n, aOutside, A_AT, starts, FIRST, bOutside, B_AT, c, C_AT, add));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("tiles")
  void multiplyPacked(int rows, int vectors) {
    var loops = TileClass.of(rows, vectors);
    for (int n : TURNS) {
      checkPacked(loops, n, rows, vectors);
    }
  }

  private void checkPacked(TileLoops loops, int n, int rows, int vectors) {
    int width = vectors * LANES;
    check(
        n,
        rows,
        width,
        width,
        Start.OVERWRITTEN,
        (k, r, j, sum) -> Math.fma(a[A_AT + k * rows + r], b[B_AT + k * width + j], sum),
        c -> loops.multiplyPacked(n, a, A_AT, bOutside, B_AT, c, C_AT));
  }

  @ParameterizedTest
  @MethodSource("tiles")
  void addTaps(int rows, int vectors) {
    var loops = TileClass.of(rows, vectors);
    for (int n : TURNS) {
      check(
          n,
          rows,
          vectors * LANES,
          vectors * LANES,
          Start.LOADED,
          (k, r, j, sum) ->
              Math.fma(
                  a[A_AT + k * rows + r],
                  b[(B_AT + starts[FIRST + j / LANES] + k) * LANES + j % LANES],
                  sum),
          c -> loops.addTaps(n, a, A_AT, bOutside, B_AT, starts, FIRST, c, C_AT));
    }
  }

  @ParameterizedTest
  @MethodSource("tiles")
  void dots(int rows, int vectors) {
    var loops = TileClass.of(rows, vectors);
    int row = 131;
    for (int n : new int[] {0, 1, 2, 5}) {
      check(
          n,
          rows,
          vectors * LANES,
          vectors * LANES,
          Start.LOADED,
          (k, r, j, sum) -> {
            int i = k * LANES + j % LANES;
            return Math.fma(a[A_AT + r * row + i], b[B_AT + starts[FIRST + j / LANES] + i], sum);
          },
          c -> loops.dots(n * LANES, a, A_AT, row, b, B_AT, starts, FIRST, c, C_AT));
    }
  }

  @ParameterizedTest
  @MethodSource("tiles")
  void compiled(int rows, int vectors) {
    var loops = TileClass.of(rows, vectors);
    float[] c = new float[SIZE];
    for (int i = 0; i < RUNS; i++) {
      loops.multiplyPacked(16, a, A_AT, bOutside, B_AT, c, C_AT);
    }
    checkPacked(loops, 16, rows, vectors);
    checkPacked(loops, 7, rows, vectors);
  }
}

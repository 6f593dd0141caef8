package org.tornadonn.exec.jvm;

import static org.tornadonn.exec.jvm.Tile.LANES;
import static org.tornadonn.exec.jvm.Tile.ROWS;
import static org.tornadonn.exec.jvm.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.tornadonn.op.Conv2dForward;
import org.tornadonn.op.Conv2dInputGradient;
import org.tornadonn.plan.Loop;

/**
 * The weights of a 3×3 convolution {@code w[o, c, 3, 3]}, each window g turned into the 4×4 of
 * {@code G·g·Gᵀ} (see {@link Winograd}): for every {@link Tile#ROWS} rows, 16 matrices. One index
 * is one row.
 *
 * <p>Forward, a row is an output channel and k runs over the input channels. For the input gradient
 * it is the other way round, and windows are turned by 180°. There must be at least {@link
 * Tile#LANES} k.
 *
 * @param flipped whether this is for the input gradient
 * @param places where the windows of neighbouring k are, from the first
 */
record WinogradWeights(
    float[] w, int wAt, int rows, int depth, boolean flipped, int[] places, float[] packed)
    implements Loop {

  private static final int WINDOW = 9;

  static WinogradWeights forward(Conv2dForward k) {
    return of(k.w(), k.wAt(), k.sizes().co(), k.sizes().ci(), false);
  }

  static WinogradWeights flipped(Conv2dInputGradient k) {
    return of(k.w(), k.wAt(), k.sizes().ci(), k.sizes().co(), true);
  }

  private static WinogradWeights of(float[] w, int wAt, int rows, int depth, boolean flipped) {
    int[] places = new int[LANES];
    for (int i = 0; i < LANES; i++) {
      places[i] = i * WINDOW * (flipped ? rows : 1);
    }
    var packed = new float[Winograd.POINTS * Tile.rows(rows) * depth];
    return new WinogradWeights(w, wAt, rows, depth, flipped, places, packed);
  }

  /** Where the matrix of a point starts, for the {@link Tile#ROWS} rows from the given one on. */
  int at(int row, int point) {
    return (row / ROWS * Winograd.POINTS + point) * ROWS * depth;
  }

  /** The floats that a row writes. */
  long work() {
    return (long) Winograd.POINTS * depth;
  }

  @Override
  public int size() {
    return rows;
  }

  @Override
  public void run(int from, int to) {
    for (int row = from; row < to; row++) {
      int begin = at(row, 0) + row % ROWS * depth;
      int step = (flipped ? rows : 1) * WINDOW;
      int window = wAt + (flipped ? row : row * depth) * WINDOW;
      for (int i = 0; i < depth; i += LANES) {
        int k = Math.min(i, depth - LANES);
        transform(window + k * step, begin + k);
      }
    }
  }

  private void transform(int window, int to) {
    int last = flipped ? window + WINDOW - 1 : window;
    int next = flipped ? -1 : 1;
    var a0 = tap(last);
    var a1 = tap(last + next);
    var a2 = tap(last + 2 * next);
    var b0 = tap(last + 3 * next);
    var b1 = tap(last + 4 * next);
    var b2 = tap(last + 5 * next);
    var c0 = tap(last + 6 * next);
    var c1 = tap(last + 7 * next);
    var c2 = tap(last + 8 * next);
    put(a0, a1, a2, to, 0);
    put(plus(a0, b0, c0), plus(a1, b1, c1), plus(a2, b2, c2), to, 4);
    put(minus(a0, b0, c0), minus(a1, b1, c1), minus(a2, b2, c2), to, 8);
    put(c0, c1, c2, to, 12);
  }

  private FloatVector tap(int at) {
    return FloatVector.fromArray(SPECIES, w, at, places, 0);
  }

  private void put(FloatVector a, FloatVector b, FloatVector c, int to, int point) {
    store(a, to, point);
    store(plus(a, b, c), to, point + 1);
    store(minus(a, b, c), to, point + 2);
    store(c, to, point + 3);
  }

  private void store(FloatVector v, int to, int point) {
    v.intoArray(packed, to + point * ROWS * depth);
  }

  private static FloatVector plus(FloatVector a, FloatVector b, FloatVector c) {
    return a.add(c).add(b).mul(0.5f);
  }

  private static FloatVector minus(FloatVector a, FloatVector b, FloatVector c) {
    return a.add(c).sub(b).mul(0.5f);
  }
}

package org.tornadonn.exec.jvm;

import static jdk.incubator.vector.VectorOperators.FMA;
import static org.tornadonn.exec.jvm.Tile.LANES;
import static org.tornadonn.exec.jvm.Tile.ROWS;
import static org.tornadonn.exec.jvm.Tile.SPECIES;
import static org.tornadonn.exec.jvm.WinogradTransform.ROOT_HALF;
import static org.tornadonn.exec.jvm.WinogradTransform.ROOT_TWO;

import jdk.incubator.vector.FloatVector;
import org.tornadonn.op.Conv2dForward;
import org.tornadonn.op.Conv2dInputGradient;
import org.tornadonn.plan.Loop;

/**
 * The weights of a 3×3 convolution {@code w[o, c, 3, 3]}, each window g turned into the 6×6 of
 * {@code G·g·Gᵀ} (see {@link Winograd}): for every {@link Tile#ROWS} rows, 36 matrices. One index
 * is one row.
 *
 * <p>Forward, a row is an output channel and k runs over the input channels. For the input gradient
 * it is the other way round, and windows are turned by 180°. There must be at least {@link
 * Tile#LANES} k.
 *
 * @param flipped whether this is for the input gradient
 * @param starts of the rows of a tile
 */
record WinogradWeights(
    float[] w, int wAt, int rows, int depth, boolean flipped, float[] packed, int[] starts)
    implements Loop {

  private static final int SIDE = 3;
  private static final int WINDOW = SIDE * SIDE;

  static WinogradWeights forward(Conv2dForward k) {
    return of(k.w(), k.wAt(), k.sizes().co(), k.sizes().ci(), false);
  }

  static WinogradWeights flipped(Conv2dInputGradient k) {
    return of(k.w(), k.wAt(), k.sizes().ci(), k.sizes().co(), true);
  }

  private static WinogradWeights of(float[] w, int wAt, int rows, int depth, boolean flipped) {
    var packed = new float[Winograd.POINTS * Tile.rows(rows) * depth];
    return new WinogradWeights(w, wAt, rows, depth, flipped, packed, Tile.starts(depth));
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
    var scratch = Scratch.ofThread();
    float[] taps = scratch.factors(WINDOW * depth);
    float[] columns = scratch.blocks(Winograd.SIX * SIDE * depth);
    for (int row = from; row < to; row++) {
      bring(wAt + (flipped ? row : row * depth) * WINDOW, taps);
      for (int v = 0; v < SIDE; v++) {
        transform(taps, v * depth, SIDE * depth, columns, v * depth, SIDE * depth);
      }
      int first = at(row, 0) + row % ROWS * depth;
      int point = ROWS * depth;
      for (int u = 0; u < Winograd.SIX; u++) {
        transform(
            columns, u * SIDE * depth, depth, packed, first + Winograd.SIX * u * point, point);
      }
    }
  }

  /** Brings each tap of the windows of a row side by side. */
  private void bring(int window, float[] taps) {
    int step = (flipped ? rows : 1) * WINDOW;
    for (int t = 0; t < WINDOW; t++) {
      int from = window + (flipped ? WINDOW - 1 - t : t);
      for (int k = 0; k < depth; k++) {
        taps[t * depth + k] = w[from + k * step];
      }
    }
  }

  /** G times three lines of x, each {@code xStep} after the other: six lines of y. */
  private void transform(float[] x, int xAt, int xStep, float[] y, int yAt, int yStep) {
    for (int i = 0; i < depth; i += LANES) {
      int k = Math.min(i, depth - LANES);
      var a = FloatVector.fromArray(SPECIES, x, xAt + k);
      var b = FloatVector.fromArray(SPECIES, x, xAt + xStep + k);
      var c = FloatVector.fromArray(SPECIES, x, xAt + 2 * xStep + k);
      a.intoArray(y, yAt + k);
      c.intoArray(y, yAt + 5 * yStep + k);
      var even = c.lanewise(FMA, 0.5f, a).mul(-2 / 3f);
      var odd = b.mul(-2 / 3f * ROOT_HALF);
      even.add(odd).intoArray(y, yAt + yStep + k);
      even.sub(odd).intoArray(y, yAt + 2 * yStep + k);
      even = c.lanewise(FMA, 2, a).mul(1 / 6f);
      odd = b.mul(1 / 6f * ROOT_TWO);
      even.add(odd).intoArray(y, yAt + 3 * yStep + k);
      even.sub(odd).intoArray(y, yAt + 4 * yStep + k);
    }
  }
}

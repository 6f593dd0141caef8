package org.tornadonn.exec.jvm.winograd;

import static jdk.incubator.vector.VectorOperators.FMA;
import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.ROWS;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;
import static org.tornadonn.exec.jvm.winograd.WinogradTransform.ROOT_HALF;
import static org.tornadonn.exec.jvm.winograd.WinogradTransform.ROOT_TWO;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.tornadonn.exec.jvm.tile.Scratch;
import org.tornadonn.exec.jvm.tile.Tile;
import org.tornadonn.op.convolution.Conv2dForward;
import org.tornadonn.op.convolution.Conv2dInputGradient;
import org.tornadonn.plan.Loop;

/**
 * The weights of a 3×3 convolution {@code w[o, c, 3, 3]}, each window g turned into the 6×6 of
 * {@code G·g·Gᵀ} (see {@link Winograd}): for every {@link Tile#ROWS} rows, 36 matrices, column by
 * column of the 6×6, in each of which the rows stand side by side. One index is one such group of
 * rows; the last one is filled up with zeros.
 *
 * <p>Forward, a row is an output channel and k runs over the input channels. For the input gradient
 * it is the other way round, and windows are turned by 180°. There must be at least two k.
 */
public record WinogradWeights(
    float[] w, int wAt, int rows, int depth, boolean flipped, float[] packed) implements Loop {

  private static final int SIDE = 3;
  private static final int WINDOW = SIDE * SIDE;

  public static WinogradWeights forward(Conv2dForward k) {
    return of(k.w(), k.wAt(), k.sizes().co(), k.sizes().ci(), false);
  }

  public static WinogradWeights flipped(Conv2dInputGradient k) {
    return of(k.w(), k.wAt(), k.sizes().ci(), k.sizes().co(), true);
  }

  private static WinogradWeights of(float[] w, int wAt, int rows, int depth, boolean flipped) {
    var packed = new float[Winograd.POINTS * Tile.rows(rows) * depth];
    return new WinogradWeights(w, wAt, rows, depth, flipped, packed);
  }

  /** Where the matrices start of the {@link Tile#ROWS} rows from the given one on. */
  int at(int row) {
    return row / ROWS * Winograd.POINTS * matrix();
  }

  /** The floats of a matrix. */
  private int matrix() {
    return ROWS * depth;
  }

  /** The floats that an index writes. */
  public long work() {
    return (long) Winograd.POINTS * matrix();
  }

  @Override
  public int size() {
    return Tile.rows(rows) / ROWS;
  }

  @Override
  public void run(int from, int to) {
    var scratch = Scratch.ofThread();
    float[] taps = scratch.factors(WINDOW * matrix());
    float[] columns = scratch.blocks(Winograd.SIX * SIDE * matrix());
    for (int i = from; i < to; i++) {
      bring(i * ROWS, taps);
      for (int v = 0; v < SIDE; v++) {
        transform(taps, v * matrix(), SIDE * matrix(), columns, v * matrix(), SIDE * matrix());
      }
      for (int u = 0; u < Winograd.SIX; u++) {
        int at = at(i * ROWS) + u * matrix();
        transform(columns, u * SIDE * matrix(), matrix(), packed, at, Winograd.SIX * matrix());
      }
    }
  }

  /** Brings each tap of the windows of some rows side by side. */
  private void bring(int first, float[] taps) {
    int some = Math.min(ROWS, rows - first);
    if (some < ROWS) {
      Arrays.fill(taps, 0, WINDOW * matrix(), 0);
    }
    int row = (flipped ? 1 : depth) * WINDOW;
    int step = (flipped ? rows : 1) * WINDOW;
    for (int k = 0; k < depth; k++) {
      for (int r = 0; r < some; r++) {
        int from = wAt + (first + r) * row + k * step;
        for (int t = 0; t < WINDOW; t++) {
          taps[(flipped ? WINDOW - 1 - t : t) * matrix() + k * ROWS + r] = w[from + t];
        }
      }
    }
  }

  /** G times three lines of x, each {@code xStep} after the other: six lines of y. */
  private void transform(float[] x, int xAt, int xStep, float[] y, int yAt, int yStep) {
    for (int i = 0; i < matrix(); i += LANES) {
      int k = Math.min(i, matrix() - LANES);
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

package org.tornadonn.exec.jvm.winograd;

import static jdk.incubator.vector.VectorOperators.FMA;
import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;
import static org.tornadonn.exec.jvm.winograd.Winograd.FOUR;
import static org.tornadonn.exec.jvm.winograd.Winograd.SIX;

import jdk.incubator.vector.FloatVector;

/**
 * The matrices of {@link Winograd}, times vectors of blocks, in one direction at a time. Those of
 * the weights are in {@link WinogradWeights}.
 */
final class WinogradTransform {

  /** √½. */
  static final float ROOT_HALF = (float) Math.sqrt(0.5);

  /** √2. */
  static final float ROOT_TWO = (float) Math.sqrt(2);

  private WinogradTransform() {}

  private static FloatVector load(float[] x, int at) {
    return FloatVector.fromArray(SPECIES, x, at);
  }

  /**
   * {@code Bᵀ} times the columns of some blocks, from a band.
   *
   * @param taps where the 36 places of a block read
   * @param pieces of a tile of blocks, see {@link org.tornadonn.exec.jvm.tile.Band#tiles(int)}
   * @param line from one point of what is written to the next
   */
  static void down(float[] b, int from, int[] taps, int[] pieces, float[] y, int yAt, int line) {
    int row = taps[SIX] - taps[0];
    int fifth = taps[FOUR * SIX] - taps[0];
    int step = SIX * line;
    for (int i = 0; i < pieces.length; i += 2) {
      int to = yAt + pieces[i + 1];
      for (int column = 0; column < SIX; column++) {
        int at = from + pieces[i] + taps[column];
        var d1 = load(b, at + row);
        var d2 = load(b, at + 2 * row);
        var d3 = load(b, at + 3 * row);
        var d4 = load(b, at + fifth);
        var even = d2.lanewise(FMA, -2, d4);
        var odd = d1.lanewise(FMA, -2, d3);
        odd.lanewise(FMA, ROOT_HALF, even).intoArray(y, to + step);
        odd.lanewise(FMA, -ROOT_HALF, even).intoArray(y, to + 2 * step);
        even = d2.lanewise(FMA, -0.5f, d4);
        odd = d1.lanewise(FMA, -0.5f, d3);
        odd.lanewise(FMA, ROOT_TWO, even).intoArray(y, to + 3 * step);
        odd.lanewise(FMA, -ROOT_TWO, even).intoArray(y, to + 4 * step);
        d2.lanewise(FMA, -2.5f, d4).add(load(b, at)).intoArray(y, to);
        d3.lanewise(FMA, -2.5f, d1).add(load(b, at + fifth + row)).intoArray(y, to + 5 * step);
        to += line;
      }
    }
  }

  /**
   * {@code Bᵀ} times six lines of x: six lines of y.
   *
   * @param xStep from one of the first four lines to the next, and from the fifth to the sixth
   * @param fifth from the first line to the fifth
   * @param yStep from one line of y to the next
   * @param n the length of a line, at least a vector
   */
  static void source(
      float[] x, int xAt, int xStep, int fifth, float[] y, int yAt, int yStep, int n) {
    for (int i = 0; i < n; i += LANES) {
      int at = xAt + Math.min(i, n - LANES);
      int to = yAt + Math.min(i, n - LANES);
      var d1 = load(x, at + xStep);
      var d2 = load(x, at + 2 * xStep);
      var d3 = load(x, at + 3 * xStep);
      var d4 = load(x, at + fifth);
      d2.lanewise(FMA, -2.5f, d4).add(load(x, at)).intoArray(y, to);
      d3.lanewise(FMA, -2.5f, d1).add(load(x, at + fifth + xStep)).intoArray(y, to + 5 * yStep);
      var even = d2.lanewise(FMA, -2, d4);
      var odd = d1.lanewise(FMA, -2, d3);
      odd.lanewise(FMA, ROOT_HALF, even).intoArray(y, to + yStep);
      odd.lanewise(FMA, -ROOT_HALF, even).intoArray(y, to + 2 * yStep);
      even = d2.lanewise(FMA, -0.5f, d4);
      odd = d1.lanewise(FMA, -0.5f, d3);
      odd.lanewise(FMA, ROOT_TWO, even).intoArray(y, to + 3 * yStep);
      odd.lanewise(FMA, -ROOT_TWO, even).intoArray(y, to + 4 * yStep);
    }
  }

  /** {@code A} times four lines of x, the gradients of results: six lines of y. */
  static void results(float[] x, int xAt, int xStep, float[] y, int yAt, int yStep, int n) {
    for (int i = 0; i < n; i += LANES) {
      int at = xAt + Math.min(i, n - LANES);
      int to = yAt + Math.min(i, n - LANES);
      var d0 = load(x, at);
      var d1 = load(x, at + xStep);
      var d2 = load(x, at + 2 * xStep);
      var d3 = load(x, at + 3 * xStep);
      d0.intoArray(y, to);
      d3.intoArray(y, to + 5 * yStep);
      var even = d2.lanewise(FMA, 0.5f, d0);
      var odd = d3.lanewise(FMA, 0.5f, d1);
      odd.lanewise(FMA, ROOT_HALF, even).intoArray(y, to + yStep);
      odd.lanewise(FMA, -ROOT_HALF, even).intoArray(y, to + 2 * yStep);
      even = d2.lanewise(FMA, 2, d0);
      odd = d3.lanewise(FMA, 2, d1);
      odd.lanewise(FMA, ROOT_TWO, even).intoArray(y, to + 3 * yStep);
      odd.lanewise(FMA, -ROOT_TWO, even).intoArray(y, to + 4 * yStep);
    }
  }

  /** {@code Gᵀ} times six lines of x, sums of products: three lines of y, which may be x. */
  static void weights(float[] x, int xAt, int xStep, float[] y, int yAt, int yStep, int n) {
    for (int i = 0; i < n; i += LANES) {
      int at = xAt + i;
      int to = yAt + i;
      var a = load(x, at + xStep);
      var b = load(x, at + 2 * xStep);
      var even = a.add(b).mul(-2 / 3f);
      var odd = a.sub(b).mul(-2 / 3f * ROOT_HALF);
      a = load(x, at + 3 * xStep);
      b = load(x, at + 4 * xStep);
      var evens = a.add(b).mul(1 / 6f);
      var odds = a.sub(b).mul(1 / 6f * ROOT_TWO);
      load(x, at).add(even).add(evens).intoArray(y, to);
      odd.add(odds).intoArray(y, to + yStep);
      even.lanewise(FMA, 0.5f, evens.add(evens))
          .add(load(x, at + 5 * xStep))
          .intoArray(y, to + 2 * yStep);
    }
  }

  /** {@code Aᵀm}: six products of a column, the first four of which are overwritten. */
  static void restoreColumn(float[] products, int from, int size) {
    restore(products, from, SIX * size, size);
  }

  /** {@code mA}, of four rows of six products each, the first four of which are overwritten. */
  static void restoreRows(float[] products, int size) {
    for (int row = 0; row < FOUR; row++) {
      restore(products, row * SIX * size, size, size);
    }
  }

  /** {@code Aᵀ} times six products, the first four of which it overwrites. */
  private static void restore(float[] products, int from, int step, int size) {
    for (int i = from; i < from + size; i += LANES) {
      var a = load(products, i + step);
      var b = load(products, i + 2 * step);
      var even = a.add(b);
      var odd = a.sub(b);
      a = load(products, i + 3 * step);
      b = load(products, i + 4 * step);
      var evens = a.add(b);
      var odds = a.sub(b);
      load(products, i).add(even).add(evens).intoArray(products, i);
      odds.lanewise(FMA, 2, odd).mul(ROOT_HALF).intoArray(products, i + step);
      even.lanewise(FMA, 0.5f, evens.add(evens)).intoArray(products, i + 2 * step);
      odds.lanewise(FMA, 8, odd)
          .lanewise(FMA, ROOT_HALF / 2, load(products, i + 5 * step))
          .intoArray(products, i + 3 * step);
    }
  }
}

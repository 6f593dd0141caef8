package org.tornadonn.exec.jvm;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loops of convolutions and matrix products: a tile of {@link #ROWS} rows and {@link
 * #WIDTH} columns of the result c, whose sums stay in registers. Every loop adds to what c holds.
 */
final class Tile {

  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** The floats of a vector. */
  static final int LANES = SPECIES.length();

  /** The columns of a tile: two vectors. */
  static final int WIDTH = 2 * LANES;

  /** The rows of a tile: CPUs with vectors of 16 floats have 32 registers, others mostly 16. */
  static final int ROWS = LANES < 16 ? 6 : 8;

  /** The rows of a tile of outer products, which needs no room for packed factors. */
  static final int OUTER_ROWS = LANES < 16 ? 6 : 12;

  /** Whether {@link #triples} is there: with 16 registers it was seen to be slower. */
  static final boolean TRIPLES = ROWS == 8;

  private Tile() {}

  /** The next multiple of {@link #ROWS}. */
  static int rows(int size) {
    return Math.ceilDiv(size, ROWS) * ROWS;
  }

  /** The next multiple of {@link #OUTER_ROWS}. */
  static int outerRows(int size) {
    return Math.ceilDiv(size, OUTER_ROWS) * OUTER_ROWS;
  }

  /** The next multiple of {@link #WIDTH}. */
  static int width(int size) {
    return Math.ceilDiv(size, WIDTH) * WIDTH;
  }

  /**
   * {@code c[r, j] += Σ(k < n) a[k, r] · b[taps[k] + j]}.
   *
   * @param a packed: the {@link #ROWS} factors of one k side by side
   * @param tap the index of the first tap
   * @param row from one row of c to the next
   */
  static void taps(
      int n,
      float[] a,
      int aAt,
      int[] taps,
      int tap,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int row) {
    if (ROWS == 8) {
      Tile8.taps(n, a, aAt, taps, tap, b, bAt, c, cAt, row);
    } else {
      Tile6.taps(n, a, aAt, taps, tap, b, bAt, c, cAt, row);
    }
  }

  /**
   * {@code c[r, j] += Σ(k < n, v < 3) a[3k + v, r] · b[taps[k] + v + j]}: {@link #taps} where taps
   * come in rows of three.
   */
  static void triples(
      int n,
      float[] a,
      int aAt,
      int[] taps,
      int tap,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int row) {
    Tile8.triples(n, a, aAt, taps, tap, b, bAt, c, cAt, row);
  }

  /**
   * {@code c[r, j] += Σ(i < n) a[starts[r] + i] · b[i · step + j]}: a sum of outer products.
   *
   * @param start the index of the first of {@link #OUTER_ROWS} starts
   * @param row from one row of c to the next
   */
  static void outer(
      int n,
      float[] a,
      int aAt,
      int[] starts,
      int start,
      float[] b,
      int bAt,
      int step,
      float[] c,
      int cAt,
      int row) {
    if (OUTER_ROWS == 12) {
      Tile12.outer(n, a, aAt, starts, start, b, bAt, step, c, cAt, row);
    } else {
      Tile6.outer(n, a, aAt, starts, start, b, bAt, step, c, cAt, row);
    }
  }
}

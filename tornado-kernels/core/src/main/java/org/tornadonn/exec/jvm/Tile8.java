package org.tornadonn.exec.jvm;

import static org.tornadonn.exec.jvm.Tile.LANES;
import static org.tornadonn.exec.jvm.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * A {@link Tile} of 8 rows, 16 sums, for CPUs with 32 vector registers.
 *
 * <p>The sums are local variables because C2 keeps nothing else in registers.
 */
final class Tile8 {

  private Tile8() {}

  /** See {@link Tile#taps}. */
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
    var c00 = FloatVector.fromArray(SPECIES, c, cAt);
    var c01 = FloatVector.fromArray(SPECIES, c, cAt + LANES);
    var c10 = FloatVector.fromArray(SPECIES, c, cAt + row);
    var c11 = FloatVector.fromArray(SPECIES, c, cAt + row + LANES);
    var c20 = FloatVector.fromArray(SPECIES, c, cAt + 2 * row);
    var c21 = FloatVector.fromArray(SPECIES, c, cAt + 2 * row + LANES);
    var c30 = FloatVector.fromArray(SPECIES, c, cAt + 3 * row);
    var c31 = FloatVector.fromArray(SPECIES, c, cAt + 3 * row + LANES);
    var c40 = FloatVector.fromArray(SPECIES, c, cAt + 4 * row);
    var c41 = FloatVector.fromArray(SPECIES, c, cAt + 4 * row + LANES);
    var c50 = FloatVector.fromArray(SPECIES, c, cAt + 5 * row);
    var c51 = FloatVector.fromArray(SPECIES, c, cAt + 5 * row + LANES);
    var c60 = FloatVector.fromArray(SPECIES, c, cAt + 6 * row);
    var c61 = FloatVector.fromArray(SPECIES, c, cAt + 6 * row + LANES);
    var c70 = FloatVector.fromArray(SPECIES, c, cAt + 7 * row);
    var c71 = FloatVector.fromArray(SPECIES, c, cAt + 7 * row + LANES);
    for (int k = 0; k < n; k++) {
      int from = bAt + taps[tap + k];
      int w = aAt + k * 8;
      FloatVector b0;
      FloatVector b1;
      FloatVector f;
      b0 = FloatVector.fromArray(SPECIES, b, from);
      b1 = FloatVector.fromArray(SPECIES, b, from + LANES);
      f = FloatVector.broadcast(SPECIES, a[w]);
      c00 = f.fma(b0, c00);
      c01 = f.fma(b1, c01);
      f = FloatVector.broadcast(SPECIES, a[w + 1]);
      c10 = f.fma(b0, c10);
      c11 = f.fma(b1, c11);
      f = FloatVector.broadcast(SPECIES, a[w + 2]);
      c20 = f.fma(b0, c20);
      c21 = f.fma(b1, c21);
      f = FloatVector.broadcast(SPECIES, a[w + 3]);
      c30 = f.fma(b0, c30);
      c31 = f.fma(b1, c31);
      f = FloatVector.broadcast(SPECIES, a[w + 4]);
      c40 = f.fma(b0, c40);
      c41 = f.fma(b1, c41);
      f = FloatVector.broadcast(SPECIES, a[w + 5]);
      c50 = f.fma(b0, c50);
      c51 = f.fma(b1, c51);
      f = FloatVector.broadcast(SPECIES, a[w + 6]);
      c60 = f.fma(b0, c60);
      c61 = f.fma(b1, c61);
      f = FloatVector.broadcast(SPECIES, a[w + 7]);
      c70 = f.fma(b0, c70);
      c71 = f.fma(b1, c71);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c10.intoArray(c, cAt + row);
    c11.intoArray(c, cAt + row + LANES);
    c20.intoArray(c, cAt + 2 * row);
    c21.intoArray(c, cAt + 2 * row + LANES);
    c30.intoArray(c, cAt + 3 * row);
    c31.intoArray(c, cAt + 3 * row + LANES);
    c40.intoArray(c, cAt + 4 * row);
    c41.intoArray(c, cAt + 4 * row + LANES);
    c50.intoArray(c, cAt + 5 * row);
    c51.intoArray(c, cAt + 5 * row + LANES);
    c60.intoArray(c, cAt + 6 * row);
    c61.intoArray(c, cAt + 6 * row + LANES);
    c70.intoArray(c, cAt + 7 * row);
    c71.intoArray(c, cAt + 7 * row + LANES);
  }

  /** See {@link Tile#triples}. */
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
    var c00 = FloatVector.fromArray(SPECIES, c, cAt);
    var c01 = FloatVector.fromArray(SPECIES, c, cAt + LANES);
    var c10 = FloatVector.fromArray(SPECIES, c, cAt + row);
    var c11 = FloatVector.fromArray(SPECIES, c, cAt + row + LANES);
    var c20 = FloatVector.fromArray(SPECIES, c, cAt + 2 * row);
    var c21 = FloatVector.fromArray(SPECIES, c, cAt + 2 * row + LANES);
    var c30 = FloatVector.fromArray(SPECIES, c, cAt + 3 * row);
    var c31 = FloatVector.fromArray(SPECIES, c, cAt + 3 * row + LANES);
    var c40 = FloatVector.fromArray(SPECIES, c, cAt + 4 * row);
    var c41 = FloatVector.fromArray(SPECIES, c, cAt + 4 * row + LANES);
    var c50 = FloatVector.fromArray(SPECIES, c, cAt + 5 * row);
    var c51 = FloatVector.fromArray(SPECIES, c, cAt + 5 * row + LANES);
    var c60 = FloatVector.fromArray(SPECIES, c, cAt + 6 * row);
    var c61 = FloatVector.fromArray(SPECIES, c, cAt + 6 * row + LANES);
    var c70 = FloatVector.fromArray(SPECIES, c, cAt + 7 * row);
    var c71 = FloatVector.fromArray(SPECIES, c, cAt + 7 * row + LANES);
    for (int k = 0; k < n; k++) {
      int from = bAt + taps[tap + k];
      int w = aAt + k * 24;
      FloatVector b0;
      FloatVector b1;
      FloatVector f;
      b0 = FloatVector.fromArray(SPECIES, b, from);
      b1 = FloatVector.fromArray(SPECIES, b, from + LANES);
      f = FloatVector.broadcast(SPECIES, a[w]);
      c00 = f.fma(b0, c00);
      c01 = f.fma(b1, c01);
      f = FloatVector.broadcast(SPECIES, a[w + 1]);
      c10 = f.fma(b0, c10);
      c11 = f.fma(b1, c11);
      f = FloatVector.broadcast(SPECIES, a[w + 2]);
      c20 = f.fma(b0, c20);
      c21 = f.fma(b1, c21);
      f = FloatVector.broadcast(SPECIES, a[w + 3]);
      c30 = f.fma(b0, c30);
      c31 = f.fma(b1, c31);
      f = FloatVector.broadcast(SPECIES, a[w + 4]);
      c40 = f.fma(b0, c40);
      c41 = f.fma(b1, c41);
      f = FloatVector.broadcast(SPECIES, a[w + 5]);
      c50 = f.fma(b0, c50);
      c51 = f.fma(b1, c51);
      f = FloatVector.broadcast(SPECIES, a[w + 6]);
      c60 = f.fma(b0, c60);
      c61 = f.fma(b1, c61);
      f = FloatVector.broadcast(SPECIES, a[w + 7]);
      c70 = f.fma(b0, c70);
      c71 = f.fma(b1, c71);
      b0 = FloatVector.fromArray(SPECIES, b, from + 1);
      b1 = FloatVector.fromArray(SPECIES, b, from + 1 + LANES);
      f = FloatVector.broadcast(SPECIES, a[w + 8]);
      c00 = f.fma(b0, c00);
      c01 = f.fma(b1, c01);
      f = FloatVector.broadcast(SPECIES, a[w + 9]);
      c10 = f.fma(b0, c10);
      c11 = f.fma(b1, c11);
      f = FloatVector.broadcast(SPECIES, a[w + 10]);
      c20 = f.fma(b0, c20);
      c21 = f.fma(b1, c21);
      f = FloatVector.broadcast(SPECIES, a[w + 11]);
      c30 = f.fma(b0, c30);
      c31 = f.fma(b1, c31);
      f = FloatVector.broadcast(SPECIES, a[w + 12]);
      c40 = f.fma(b0, c40);
      c41 = f.fma(b1, c41);
      f = FloatVector.broadcast(SPECIES, a[w + 13]);
      c50 = f.fma(b0, c50);
      c51 = f.fma(b1, c51);
      f = FloatVector.broadcast(SPECIES, a[w + 14]);
      c60 = f.fma(b0, c60);
      c61 = f.fma(b1, c61);
      f = FloatVector.broadcast(SPECIES, a[w + 15]);
      c70 = f.fma(b0, c70);
      c71 = f.fma(b1, c71);
      b0 = FloatVector.fromArray(SPECIES, b, from + 2);
      b1 = FloatVector.fromArray(SPECIES, b, from + 2 + LANES);
      f = FloatVector.broadcast(SPECIES, a[w + 16]);
      c00 = f.fma(b0, c00);
      c01 = f.fma(b1, c01);
      f = FloatVector.broadcast(SPECIES, a[w + 17]);
      c10 = f.fma(b0, c10);
      c11 = f.fma(b1, c11);
      f = FloatVector.broadcast(SPECIES, a[w + 18]);
      c20 = f.fma(b0, c20);
      c21 = f.fma(b1, c21);
      f = FloatVector.broadcast(SPECIES, a[w + 19]);
      c30 = f.fma(b0, c30);
      c31 = f.fma(b1, c31);
      f = FloatVector.broadcast(SPECIES, a[w + 20]);
      c40 = f.fma(b0, c40);
      c41 = f.fma(b1, c41);
      f = FloatVector.broadcast(SPECIES, a[w + 21]);
      c50 = f.fma(b0, c50);
      c51 = f.fma(b1, c51);
      f = FloatVector.broadcast(SPECIES, a[w + 22]);
      c60 = f.fma(b0, c60);
      c61 = f.fma(b1, c61);
      f = FloatVector.broadcast(SPECIES, a[w + 23]);
      c70 = f.fma(b0, c70);
      c71 = f.fma(b1, c71);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c10.intoArray(c, cAt + row);
    c11.intoArray(c, cAt + row + LANES);
    c20.intoArray(c, cAt + 2 * row);
    c21.intoArray(c, cAt + 2 * row + LANES);
    c30.intoArray(c, cAt + 3 * row);
    c31.intoArray(c, cAt + 3 * row + LANES);
    c40.intoArray(c, cAt + 4 * row);
    c41.intoArray(c, cAt + 4 * row + LANES);
    c50.intoArray(c, cAt + 5 * row);
    c51.intoArray(c, cAt + 5 * row + LANES);
    c60.intoArray(c, cAt + 6 * row);
    c61.intoArray(c, cAt + 6 * row + LANES);
    c70.intoArray(c, cAt + 7 * row);
    c71.intoArray(c, cAt + 7 * row + LANES);
  }
}

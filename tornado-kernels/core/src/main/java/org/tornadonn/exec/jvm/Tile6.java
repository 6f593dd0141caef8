package org.tornadonn.exec.jvm;

import static org.tornadonn.exec.jvm.Tile.LANES;
import static org.tornadonn.exec.jvm.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * A {@link Tile} of 6 rows, 12 sums, for CPUs with 16 vector registers.
 *
 * <p>The sums are local variables because C2 keeps nothing else in registers.
 */
final class Tile6 {

  private Tile6() {}

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
    for (int k = 0; k < n; k++) {
      int from = bAt + taps[tap + k];
      int w = aAt + k * 6;
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
  }

  /** See {@link Tile#outer}. */
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
    int a0 = aAt + starts[start];
    int a1 = aAt + starts[start + 1];
    int a2 = aAt + starts[start + 2];
    int a3 = aAt + starts[start + 3];
    int a4 = aAt + starts[start + 4];
    int a5 = aAt + starts[start + 5];
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
    for (int i = 0; i < n; i++) {
      int from = bAt + i * step;
      FloatVector b0;
      FloatVector b1;
      FloatVector f;
      b0 = FloatVector.fromArray(SPECIES, b, from);
      b1 = FloatVector.fromArray(SPECIES, b, from + LANES);
      f = FloatVector.broadcast(SPECIES, a[a0 + i]);
      c00 = f.fma(b0, c00);
      c01 = f.fma(b1, c01);
      f = FloatVector.broadcast(SPECIES, a[a1 + i]);
      c10 = f.fma(b0, c10);
      c11 = f.fma(b1, c11);
      f = FloatVector.broadcast(SPECIES, a[a2 + i]);
      c20 = f.fma(b0, c20);
      c21 = f.fma(b1, c21);
      f = FloatVector.broadcast(SPECIES, a[a3 + i]);
      c30 = f.fma(b0, c30);
      c31 = f.fma(b1, c31);
      f = FloatVector.broadcast(SPECIES, a[a4 + i]);
      c40 = f.fma(b0, c40);
      c41 = f.fma(b1, c41);
      f = FloatVector.broadcast(SPECIES, a[a5 + i]);
      c50 = f.fma(b0, c50);
      c51 = f.fma(b1, c51);
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
  }
}

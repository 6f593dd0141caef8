package org.tornadonn.exec.jvm;

import static org.tornadonn.exec.jvm.Tile.LANES;
import static org.tornadonn.exec.jvm.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;

/** A {@link Tile} of 12 rows, 24 sums, for outer products on CPUs with 32 vector registers. */
final class Tile12 {

  private Tile12() {}

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
    int a6 = aAt + starts[start + 6];
    int a7 = aAt + starts[start + 7];
    int a8 = aAt + starts[start + 8];
    int a9 = aAt + starts[start + 9];
    int a10 = aAt + starts[start + 10];
    int a11 = aAt + starts[start + 11];
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
    var c80 = FloatVector.fromArray(SPECIES, c, cAt + 8 * row);
    var c81 = FloatVector.fromArray(SPECIES, c, cAt + 8 * row + LANES);
    var c90 = FloatVector.fromArray(SPECIES, c, cAt + 9 * row);
    var c91 = FloatVector.fromArray(SPECIES, c, cAt + 9 * row + LANES);
    var c100 = FloatVector.fromArray(SPECIES, c, cAt + 10 * row);
    var c101 = FloatVector.fromArray(SPECIES, c, cAt + 10 * row + LANES);
    var c110 = FloatVector.fromArray(SPECIES, c, cAt + 11 * row);
    var c111 = FloatVector.fromArray(SPECIES, c, cAt + 11 * row + LANES);
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
      f = FloatVector.broadcast(SPECIES, a[a6 + i]);
      c60 = f.fma(b0, c60);
      c61 = f.fma(b1, c61);
      f = FloatVector.broadcast(SPECIES, a[a7 + i]);
      c70 = f.fma(b0, c70);
      c71 = f.fma(b1, c71);
      f = FloatVector.broadcast(SPECIES, a[a8 + i]);
      c80 = f.fma(b0, c80);
      c81 = f.fma(b1, c81);
      f = FloatVector.broadcast(SPECIES, a[a9 + i]);
      c90 = f.fma(b0, c90);
      c91 = f.fma(b1, c91);
      f = FloatVector.broadcast(SPECIES, a[a10 + i]);
      c100 = f.fma(b0, c100);
      c101 = f.fma(b1, c101);
      f = FloatVector.broadcast(SPECIES, a[a11 + i]);
      c110 = f.fma(b0, c110);
      c111 = f.fma(b1, c111);
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
    c80.intoArray(c, cAt + 8 * row);
    c81.intoArray(c, cAt + 8 * row + LANES);
    c90.intoArray(c, cAt + 9 * row);
    c91.intoArray(c, cAt + 9 * row + LANES);
    c100.intoArray(c, cAt + 10 * row);
    c101.intoArray(c, cAt + 10 * row + LANES);
    c110.intoArray(c, cAt + 11 * row);
    c111.intoArray(c, cAt + 11 * row + LANES);
  }
}

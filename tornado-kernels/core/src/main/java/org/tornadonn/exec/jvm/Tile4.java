package org.tornadonn.exec.jvm;

import static org.tornadonn.exec.jvm.Tile.LANES;
import static org.tornadonn.exec.jvm.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * A {@link Tile} of 4 rows, 8 sums, for CPUs with 16 vector registers.
 *
 * <p>The sums are local variables because C2 keeps nothing else in registers.
 */
final class Tile4 {

  private Tile4() {}

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
    for (int k = 0; k < n; k++) {
      int from = bAt + taps[tap + k];
      int w = aAt + k * 4;
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
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c10.intoArray(c, cAt + row);
    c11.intoArray(c, cAt + row + LANES);
    c20.intoArray(c, cAt + 2 * row);
    c21.intoArray(c, cAt + 2 * row + LANES);
    c30.intoArray(c, cAt + 3 * row);
    c31.intoArray(c, cAt + 3 * row + LANES);
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
    for (int k = 0; k < n; k++) {
      int from = bAt + taps[tap + k];
      int w = aAt + k * 12;
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
      b0 = FloatVector.fromArray(SPECIES, b, from + 1);
      b1 = FloatVector.fromArray(SPECIES, b, from + 1 + LANES);
      f = FloatVector.broadcast(SPECIES, a[w + 4]);
      c00 = f.fma(b0, c00);
      c01 = f.fma(b1, c01);
      f = FloatVector.broadcast(SPECIES, a[w + 5]);
      c10 = f.fma(b0, c10);
      c11 = f.fma(b1, c11);
      f = FloatVector.broadcast(SPECIES, a[w + 6]);
      c20 = f.fma(b0, c20);
      c21 = f.fma(b1, c21);
      f = FloatVector.broadcast(SPECIES, a[w + 7]);
      c30 = f.fma(b0, c30);
      c31 = f.fma(b1, c31);
      b0 = FloatVector.fromArray(SPECIES, b, from + 2);
      b1 = FloatVector.fromArray(SPECIES, b, from + 2 + LANES);
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
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c10.intoArray(c, cAt + row);
    c11.intoArray(c, cAt + row + LANES);
    c20.intoArray(c, cAt + 2 * row);
    c21.intoArray(c, cAt + 2 * row + LANES);
    c30.intoArray(c, cAt + 3 * row);
    c31.intoArray(c, cAt + 3 * row + LANES);
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
    var c00 = FloatVector.fromArray(SPECIES, c, cAt);
    var c01 = FloatVector.fromArray(SPECIES, c, cAt + LANES);
    var c10 = FloatVector.fromArray(SPECIES, c, cAt + row);
    var c11 = FloatVector.fromArray(SPECIES, c, cAt + row + LANES);
    var c20 = FloatVector.fromArray(SPECIES, c, cAt + 2 * row);
    var c21 = FloatVector.fromArray(SPECIES, c, cAt + 2 * row + LANES);
    var c30 = FloatVector.fromArray(SPECIES, c, cAt + 3 * row);
    var c31 = FloatVector.fromArray(SPECIES, c, cAt + 3 * row + LANES);
    int i = 0;
    for (; i < n - 3; i += 4) {
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
      from += step;
      b0 = FloatVector.fromArray(SPECIES, b, from);
      b1 = FloatVector.fromArray(SPECIES, b, from + LANES);
      f = FloatVector.broadcast(SPECIES, a[a0 + i + 1]);
      c00 = f.fma(b0, c00);
      c01 = f.fma(b1, c01);
      f = FloatVector.broadcast(SPECIES, a[a1 + i + 1]);
      c10 = f.fma(b0, c10);
      c11 = f.fma(b1, c11);
      f = FloatVector.broadcast(SPECIES, a[a2 + i + 1]);
      c20 = f.fma(b0, c20);
      c21 = f.fma(b1, c21);
      f = FloatVector.broadcast(SPECIES, a[a3 + i + 1]);
      c30 = f.fma(b0, c30);
      c31 = f.fma(b1, c31);
      from += step;
      b0 = FloatVector.fromArray(SPECIES, b, from);
      b1 = FloatVector.fromArray(SPECIES, b, from + LANES);
      f = FloatVector.broadcast(SPECIES, a[a0 + i + 2]);
      c00 = f.fma(b0, c00);
      c01 = f.fma(b1, c01);
      f = FloatVector.broadcast(SPECIES, a[a1 + i + 2]);
      c10 = f.fma(b0, c10);
      c11 = f.fma(b1, c11);
      f = FloatVector.broadcast(SPECIES, a[a2 + i + 2]);
      c20 = f.fma(b0, c20);
      c21 = f.fma(b1, c21);
      f = FloatVector.broadcast(SPECIES, a[a3 + i + 2]);
      c30 = f.fma(b0, c30);
      c31 = f.fma(b1, c31);
      from += step;
      b0 = FloatVector.fromArray(SPECIES, b, from);
      b1 = FloatVector.fromArray(SPECIES, b, from + LANES);
      f = FloatVector.broadcast(SPECIES, a[a0 + i + 3]);
      c00 = f.fma(b0, c00);
      c01 = f.fma(b1, c01);
      f = FloatVector.broadcast(SPECIES, a[a1 + i + 3]);
      c10 = f.fma(b0, c10);
      c11 = f.fma(b1, c11);
      f = FloatVector.broadcast(SPECIES, a[a2 + i + 3]);
      c20 = f.fma(b0, c20);
      c21 = f.fma(b1, c21);
      f = FloatVector.broadcast(SPECIES, a[a3 + i + 3]);
      c30 = f.fma(b0, c30);
      c31 = f.fma(b1, c31);
    }
    for (; i < n; i++) {
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
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c10.intoArray(c, cAt + row);
    c11.intoArray(c, cAt + row + LANES);
    c20.intoArray(c, cAt + 2 * row);
    c21.intoArray(c, cAt + 2 * row + LANES);
    c30.intoArray(c, cAt + 3 * row);
    c31.intoArray(c, cAt + 3 * row + LANES);
  }
}

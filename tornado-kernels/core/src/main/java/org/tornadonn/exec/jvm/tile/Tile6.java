package org.tornadonn.exec.jvm.tile;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.ORDER;
import static org.tornadonn.exec.jvm.tile.Tile.ROWS;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;
import static org.tornadonn.exec.jvm.tile.Tile.VECTOR_BYTES;
import static org.tornadonn.exec.jvm.tile.Tile.WIDTH;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/**
 * The {@link Tile} for CPUs with 16 vector registers: products of 6 rows, dot products of 4 rows
 * and 2 taps.
 *
 * <p>The sums are local variables because C2 keeps nothing else in registers.
 */
final class Tile6 {

  private Tile6() {}

  /** See {@link Tile#multiplyPacked}. */
  static void multiplyPacked(
      int n, float[] a, int aAt, MemorySegment b, int bAt, float[] c, int cAt) {
    var zero = FloatVector.zero(SPECIES);
    var c00 = zero;
    var c01 = zero;
    var c10 = zero;
    var c11 = zero;
    var c20 = zero;
    var c21 = zero;
    var c30 = zero;
    var c31 = zero;
    var c40 = zero;
    var c41 = zero;
    var c50 = zero;
    var c51 = zero;
    for (int k = 0; k < n; k++) {
      int i = aAt + k * ROWS;
      long at = (bAt + (long) k * WIDTH) * Float.BYTES;
      var b0 = FloatVector.fromMemorySegment(SPECIES, b, at, ORDER);
      var b1 = FloatVector.fromMemorySegment(SPECIES, b, at + VECTOR_BYTES, ORDER);
      var f = FloatVector.broadcast(SPECIES, a[i]);
      c00 = f.fma(b0, c00);
      c01 = f.fma(b1, c01);
      f = FloatVector.broadcast(SPECIES, a[i + 1]);
      c10 = f.fma(b0, c10);
      c11 = f.fma(b1, c11);
      f = FloatVector.broadcast(SPECIES, a[i + 2]);
      c20 = f.fma(b0, c20);
      c21 = f.fma(b1, c21);
      f = FloatVector.broadcast(SPECIES, a[i + 3]);
      c30 = f.fma(b0, c30);
      c31 = f.fma(b1, c31);
      f = FloatVector.broadcast(SPECIES, a[i + 4]);
      c40 = f.fma(b0, c40);
      c41 = f.fma(b1, c41);
      f = FloatVector.broadcast(SPECIES, a[i + 5]);
      c50 = f.fma(b0, c50);
      c51 = f.fma(b1, c51);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c10.intoArray(c, cAt + WIDTH);
    c11.intoArray(c, cAt + WIDTH + LANES);
    c20.intoArray(c, cAt + 2 * WIDTH);
    c21.intoArray(c, cAt + 2 * WIDTH + LANES);
    c30.intoArray(c, cAt + 3 * WIDTH);
    c31.intoArray(c, cAt + 3 * WIDTH + LANES);
    c40.intoArray(c, cAt + 4 * WIDTH);
    c41.intoArray(c, cAt + 4 * WIDTH + LANES);
    c50.intoArray(c, cAt + 5 * WIDTH);
    c51.intoArray(c, cAt + 5 * WIDTH + LANES);
  }

  /** See {@link Tile#multiplyPacked}. */
  static void multiplySingle(
      int n, float[] a, int aAt, MemorySegment b, int bAt, float[] c, int cAt) {
    var zero = FloatVector.zero(SPECIES);
    var c0 = zero;
    var c1 = zero;
    var c2 = zero;
    var c3 = zero;
    var c4 = zero;
    var c5 = zero;
    for (int k = 0; k < n; k++) {
      int i = aAt + k * ROWS;
      long at = (bAt + (long) k * LANES) * Float.BYTES;
      var f = FloatVector.fromMemorySegment(SPECIES, b, at, ORDER);
      c0 = FloatVector.broadcast(SPECIES, a[i]).fma(f, c0);
      c1 = FloatVector.broadcast(SPECIES, a[i + 1]).fma(f, c1);
      c2 = FloatVector.broadcast(SPECIES, a[i + 2]).fma(f, c2);
      c3 = FloatVector.broadcast(SPECIES, a[i + 3]).fma(f, c3);
      c4 = FloatVector.broadcast(SPECIES, a[i + 4]).fma(f, c4);
      c5 = FloatVector.broadcast(SPECIES, a[i + 5]).fma(f, c5);
    }
    c0.intoArray(c, cAt);
    c1.intoArray(c, cAt + LANES);
    c2.intoArray(c, cAt + 2 * LANES);
    c3.intoArray(c, cAt + 3 * LANES);
    c4.intoArray(c, cAt + 4 * LANES);
    c5.intoArray(c, cAt + 5 * LANES);
  }

  /** See {@link Tile#multiply}. */
  static void multiply(
      int n,
      float[] a,
      int aAt,
      int[] starts,
      int first,
      MemorySegment b,
      int bAt,
      float[] c,
      int cAt,
      int row,
      boolean add) {
    var zero = FloatVector.zero(SPECIES);
    var c00 = zero;
    var c01 = zero;
    var c10 = zero;
    var c11 = zero;
    var c20 = zero;
    var c21 = zero;
    var c30 = zero;
    var c31 = zero;
    var c40 = zero;
    var c41 = zero;
    var c50 = zero;
    var c51 = zero;
    int a0 = aAt + starts[first];
    int a1 = aAt + starts[first + 1];
    int a2 = aAt + starts[first + 2];
    int a3 = aAt + starts[first + 3];
    int a4 = aAt + starts[first + 4];
    int a5 = aAt + starts[first + 5];
    for (int k = 0; k < n; k++) {
      long at = (bAt + (long) k * WIDTH) * Float.BYTES;
      var b0 = FloatVector.fromMemorySegment(SPECIES, b, at, ORDER);
      var b1 = FloatVector.fromMemorySegment(SPECIES, b, at + VECTOR_BYTES, ORDER);
      var f = FloatVector.broadcast(SPECIES, a[a0 + k]);
      c00 = f.fma(b0, c00);
      c01 = f.fma(b1, c01);
      f = FloatVector.broadcast(SPECIES, a[a1 + k]);
      c10 = f.fma(b0, c10);
      c11 = f.fma(b1, c11);
      f = FloatVector.broadcast(SPECIES, a[a2 + k]);
      c20 = f.fma(b0, c20);
      c21 = f.fma(b1, c21);
      f = FloatVector.broadcast(SPECIES, a[a3 + k]);
      c30 = f.fma(b0, c30);
      c31 = f.fma(b1, c31);
      f = FloatVector.broadcast(SPECIES, a[a4 + k]);
      c40 = f.fma(b0, c40);
      c41 = f.fma(b1, c41);
      f = FloatVector.broadcast(SPECIES, a[a5 + k]);
      c50 = f.fma(b0, c50);
      c51 = f.fma(b1, c51);
    }
    if (add) {
      c00 = c00.add(FloatVector.fromArray(SPECIES, c, cAt));
      c01 = c01.add(FloatVector.fromArray(SPECIES, c, cAt + LANES));
      c10 = c10.add(FloatVector.fromArray(SPECIES, c, cAt + row));
      c11 = c11.add(FloatVector.fromArray(SPECIES, c, cAt + row + LANES));
      c20 = c20.add(FloatVector.fromArray(SPECIES, c, cAt + 2 * row));
      c21 = c21.add(FloatVector.fromArray(SPECIES, c, cAt + 2 * row + LANES));
      c30 = c30.add(FloatVector.fromArray(SPECIES, c, cAt + 3 * row));
      c31 = c31.add(FloatVector.fromArray(SPECIES, c, cAt + 3 * row + LANES));
      c40 = c40.add(FloatVector.fromArray(SPECIES, c, cAt + 4 * row));
      c41 = c41.add(FloatVector.fromArray(SPECIES, c, cAt + 4 * row + LANES));
      c50 = c50.add(FloatVector.fromArray(SPECIES, c, cAt + 5 * row));
      c51 = c51.add(FloatVector.fromArray(SPECIES, c, cAt + 5 * row + LANES));
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

  /** See {@link Tile#multiplyPlaces}. */
  static void multiplyPairs(
      int n,
      MemorySegment a,
      int aAt,
      int[] starts,
      int first,
      MemorySegment b,
      int bAt,
      float[] c,
      int cAt,
      boolean add) {
    var zero = FloatVector.zero(SPECIES);
    var c00 = zero;
    var c01 = zero;
    var c10 = zero;
    var c11 = zero;
    var c20 = zero;
    var c21 = zero;
    var c30 = zero;
    var c31 = zero;
    var c40 = zero;
    var c41 = zero;
    var c50 = zero;
    var c51 = zero;
    long a0 = (aAt + (long) starts[first]) * Float.BYTES;
    long a1 = (aAt + (long) starts[first + 1]) * Float.BYTES;
    long a2 = (aAt + (long) starts[first + 2]) * Float.BYTES;
    long a3 = (aAt + (long) starts[first + 3]) * Float.BYTES;
    long a4 = (aAt + (long) starts[first + 4]) * Float.BYTES;
    long a5 = (aAt + (long) starts[first + 5]) * Float.BYTES;
    for (int k = 0; k < n; k++) {
      long i = (long) k * Float.BYTES;
      long at = (bAt + (long) k * WIDTH) * Float.BYTES;
      var b0 = FloatVector.fromMemorySegment(SPECIES, b, at, ORDER);
      var b1 = FloatVector.fromMemorySegment(SPECIES, b, at + VECTOR_BYTES, ORDER);
      var f = FloatVector.broadcast(SPECIES, a.get(JAVA_FLOAT, a0 + i));
      c00 = f.fma(b0, c00);
      c01 = f.fma(b1, c01);
      f = FloatVector.broadcast(SPECIES, a.get(JAVA_FLOAT, a1 + i));
      c10 = f.fma(b0, c10);
      c11 = f.fma(b1, c11);
      f = FloatVector.broadcast(SPECIES, a.get(JAVA_FLOAT, a2 + i));
      c20 = f.fma(b0, c20);
      c21 = f.fma(b1, c21);
      f = FloatVector.broadcast(SPECIES, a.get(JAVA_FLOAT, a3 + i));
      c30 = f.fma(b0, c30);
      c31 = f.fma(b1, c31);
      f = FloatVector.broadcast(SPECIES, a.get(JAVA_FLOAT, a4 + i));
      c40 = f.fma(b0, c40);
      c41 = f.fma(b1, c41);
      f = FloatVector.broadcast(SPECIES, a.get(JAVA_FLOAT, a5 + i));
      c50 = f.fma(b0, c50);
      c51 = f.fma(b1, c51);
    }
    if (add) {
      c00 = c00.add(FloatVector.fromArray(SPECIES, c, cAt));
      c01 = c01.add(FloatVector.fromArray(SPECIES, c, cAt + LANES));
      c10 = c10.add(FloatVector.fromArray(SPECIES, c, cAt + WIDTH));
      c11 = c11.add(FloatVector.fromArray(SPECIES, c, cAt + WIDTH + LANES));
      c20 = c20.add(FloatVector.fromArray(SPECIES, c, cAt + 2 * WIDTH));
      c21 = c21.add(FloatVector.fromArray(SPECIES, c, cAt + 2 * WIDTH + LANES));
      c30 = c30.add(FloatVector.fromArray(SPECIES, c, cAt + 3 * WIDTH));
      c31 = c31.add(FloatVector.fromArray(SPECIES, c, cAt + 3 * WIDTH + LANES));
      c40 = c40.add(FloatVector.fromArray(SPECIES, c, cAt + 4 * WIDTH));
      c41 = c41.add(FloatVector.fromArray(SPECIES, c, cAt + 4 * WIDTH + LANES));
      c50 = c50.add(FloatVector.fromArray(SPECIES, c, cAt + 5 * WIDTH));
      c51 = c51.add(FloatVector.fromArray(SPECIES, c, cAt + 5 * WIDTH + LANES));
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c10.intoArray(c, cAt + WIDTH);
    c11.intoArray(c, cAt + WIDTH + LANES);
    c20.intoArray(c, cAt + 2 * WIDTH);
    c21.intoArray(c, cAt + 2 * WIDTH + LANES);
    c30.intoArray(c, cAt + 3 * WIDTH);
    c31.intoArray(c, cAt + 3 * WIDTH + LANES);
    c40.intoArray(c, cAt + 4 * WIDTH);
    c41.intoArray(c, cAt + 4 * WIDTH + LANES);
    c50.intoArray(c, cAt + 5 * WIDTH);
    c51.intoArray(c, cAt + 5 * WIDTH + LANES);
  }

  /** See {@link Tile#addTaps}. */
  static void addTaps(
      int n,
      float[] a,
      int aAt,
      MemorySegment b,
      int bAt,
      int[] taps,
      int tap,
      float[] c,
      int cAt) {
    long t0 = (bAt + (long) taps[tap]) * VECTOR_BYTES;
    long t1 = (bAt + (long) taps[tap + 1]) * VECTOR_BYTES;
    var c00 = FloatVector.fromArray(SPECIES, c, cAt);
    var c01 = FloatVector.fromArray(SPECIES, c, cAt + LANES);
    var c10 = FloatVector.fromArray(SPECIES, c, cAt + 2 * LANES);
    var c11 = FloatVector.fromArray(SPECIES, c, cAt + 3 * LANES);
    var c20 = FloatVector.fromArray(SPECIES, c, cAt + 4 * LANES);
    var c21 = FloatVector.fromArray(SPECIES, c, cAt + 5 * LANES);
    var c30 = FloatVector.fromArray(SPECIES, c, cAt + 6 * LANES);
    var c31 = FloatVector.fromArray(SPECIES, c, cAt + 7 * LANES);
    var c40 = FloatVector.fromArray(SPECIES, c, cAt + 8 * LANES);
    var c41 = FloatVector.fromArray(SPECIES, c, cAt + 9 * LANES);
    var c50 = FloatVector.fromArray(SPECIES, c, cAt + 10 * LANES);
    var c51 = FloatVector.fromArray(SPECIES, c, cAt + 11 * LANES);
    for (int k = 0; k < n; k++) {
      int i = aAt + k * ROWS;
      long at = k * VECTOR_BYTES;
      var b0 = FloatVector.fromMemorySegment(SPECIES, b, t0 + at, ORDER);
      var b1 = FloatVector.fromMemorySegment(SPECIES, b, t1 + at, ORDER);
      var f = FloatVector.broadcast(SPECIES, a[i]);
      c00 = f.fma(b0, c00);
      c01 = f.fma(b1, c01);
      f = FloatVector.broadcast(SPECIES, a[i + 1]);
      c10 = f.fma(b0, c10);
      c11 = f.fma(b1, c11);
      f = FloatVector.broadcast(SPECIES, a[i + 2]);
      c20 = f.fma(b0, c20);
      c21 = f.fma(b1, c21);
      f = FloatVector.broadcast(SPECIES, a[i + 3]);
      c30 = f.fma(b0, c30);
      c31 = f.fma(b1, c31);
      f = FloatVector.broadcast(SPECIES, a[i + 4]);
      c40 = f.fma(b0, c40);
      c41 = f.fma(b1, c41);
      f = FloatVector.broadcast(SPECIES, a[i + 5]);
      c50 = f.fma(b0, c50);
      c51 = f.fma(b1, c51);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c10.intoArray(c, cAt + 2 * LANES);
    c11.intoArray(c, cAt + 3 * LANES);
    c20.intoArray(c, cAt + 4 * LANES);
    c21.intoArray(c, cAt + 5 * LANES);
    c30.intoArray(c, cAt + 6 * LANES);
    c31.intoArray(c, cAt + 7 * LANES);
    c40.intoArray(c, cAt + 8 * LANES);
    c41.intoArray(c, cAt + 9 * LANES);
    c50.intoArray(c, cAt + 10 * LANES);
    c51.intoArray(c, cAt + 11 * LANES);
  }

  /** See {@link Tile#dots}. */
  static void dots(
      int n,
      float[] a,
      int aAt,
      int row,
      float[] b,
      int bAt,
      int[] taps,
      int tap,
      float[] c,
      int cAt) {
    int t0 = bAt + taps[tap];
    int t1 = bAt + taps[tap + 1];
    var c00 = FloatVector.fromArray(SPECIES, c, cAt);
    var c01 = FloatVector.fromArray(SPECIES, c, cAt + LANES);
    var c10 = FloatVector.fromArray(SPECIES, c, cAt + 2 * LANES);
    var c11 = FloatVector.fromArray(SPECIES, c, cAt + 3 * LANES);
    var c20 = FloatVector.fromArray(SPECIES, c, cAt + 4 * LANES);
    var c21 = FloatVector.fromArray(SPECIES, c, cAt + 5 * LANES);
    var c30 = FloatVector.fromArray(SPECIES, c, cAt + 6 * LANES);
    var c31 = FloatVector.fromArray(SPECIES, c, cAt + 7 * LANES);
    for (int i = 0; i < n; i += LANES) {
      var b0 = FloatVector.fromArray(SPECIES, b, t0 + i);
      var b1 = FloatVector.fromArray(SPECIES, b, t1 + i);
      var f = FloatVector.fromArray(SPECIES, a, aAt + i);
      c00 = f.fma(b0, c00);
      c01 = f.fma(b1, c01);
      f = FloatVector.fromArray(SPECIES, a, aAt + row + i);
      c10 = f.fma(b0, c10);
      c11 = f.fma(b1, c11);
      f = FloatVector.fromArray(SPECIES, a, aAt + 2 * row + i);
      c20 = f.fma(b0, c20);
      c21 = f.fma(b1, c21);
      f = FloatVector.fromArray(SPECIES, a, aAt + 3 * row + i);
      c30 = f.fma(b0, c30);
      c31 = f.fma(b1, c31);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c10.intoArray(c, cAt + 2 * LANES);
    c11.intoArray(c, cAt + 3 * LANES);
    c20.intoArray(c, cAt + 4 * LANES);
    c21.intoArray(c, cAt + 5 * LANES);
    c30.intoArray(c, cAt + 6 * LANES);
    c31.intoArray(c, cAt + 7 * LANES);
  }
}

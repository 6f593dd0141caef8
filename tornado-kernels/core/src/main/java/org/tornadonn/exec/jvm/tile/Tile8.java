package org.tornadonn.exec.jvm.tile;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.tornadonn.exec.jvm.tile.Tile.BROAD;
import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.ORDER;
import static org.tornadonn.exec.jvm.tile.Tile.QUAD;
import static org.tornadonn.exec.jvm.tile.Tile.ROWS;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;
import static org.tornadonn.exec.jvm.tile.Tile.VECTOR_BYTES;
import static org.tornadonn.exec.jvm.tile.Tile.WIDTH;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/**
 * The {@link Tile} for CPUs with 32 vector registers: products of 8 rows, dot products of 8 rows
 * and 3 taps.
 *
 * <p>The sums are local variables because C2 keeps nothing else in registers.
 */
final class Tile8 {

  private Tile8() {}

  /** See {@link Tile#multiplyPacked}. */
  static void multiplyBroad(
      int n, float[] a, int aAt, MemorySegment b, int bAt, float[] c, int cAt) {
    var zero = FloatVector.zero(SPECIES);
    var c00 = zero;
    var c01 = zero;
    var c02 = zero;
    var c10 = zero;
    var c11 = zero;
    var c12 = zero;
    var c20 = zero;
    var c21 = zero;
    var c22 = zero;
    var c30 = zero;
    var c31 = zero;
    var c32 = zero;
    var c40 = zero;
    var c41 = zero;
    var c42 = zero;
    var c50 = zero;
    var c51 = zero;
    var c52 = zero;
    var c60 = zero;
    var c61 = zero;
    var c62 = zero;
    var c70 = zero;
    var c71 = zero;
    var c72 = zero;
    for (int k = 0; k < n; k++) {
      int i = aAt + k * ROWS;
      long at = (bAt + (long) k * BROAD) * Float.BYTES;
      var b0 = FloatVector.fromMemorySegment(SPECIES, b, at, ORDER);
      var b1 = FloatVector.fromMemorySegment(SPECIES, b, at + VECTOR_BYTES, ORDER);
      var b2 = FloatVector.fromMemorySegment(SPECIES, b, at + 2 * VECTOR_BYTES, ORDER);
      var f = FloatVector.broadcast(SPECIES, a[i]);
      c00 = f.fma(b0, c00);
      c01 = f.fma(b1, c01);
      c02 = f.fma(b2, c02);
      f = FloatVector.broadcast(SPECIES, a[i + 1]);
      c10 = f.fma(b0, c10);
      c11 = f.fma(b1, c11);
      c12 = f.fma(b2, c12);
      f = FloatVector.broadcast(SPECIES, a[i + 2]);
      c20 = f.fma(b0, c20);
      c21 = f.fma(b1, c21);
      c22 = f.fma(b2, c22);
      f = FloatVector.broadcast(SPECIES, a[i + 3]);
      c30 = f.fma(b0, c30);
      c31 = f.fma(b1, c31);
      c32 = f.fma(b2, c32);
      f = FloatVector.broadcast(SPECIES, a[i + 4]);
      c40 = f.fma(b0, c40);
      c41 = f.fma(b1, c41);
      c42 = f.fma(b2, c42);
      f = FloatVector.broadcast(SPECIES, a[i + 5]);
      c50 = f.fma(b0, c50);
      c51 = f.fma(b1, c51);
      c52 = f.fma(b2, c52);
      f = FloatVector.broadcast(SPECIES, a[i + 6]);
      c60 = f.fma(b0, c60);
      c61 = f.fma(b1, c61);
      c62 = f.fma(b2, c62);
      f = FloatVector.broadcast(SPECIES, a[i + 7]);
      c70 = f.fma(b0, c70);
      c71 = f.fma(b1, c71);
      c72 = f.fma(b2, c72);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c02.intoArray(c, cAt + 2 * LANES);
    c10.intoArray(c, cAt + BROAD);
    c11.intoArray(c, cAt + BROAD + LANES);
    c12.intoArray(c, cAt + BROAD + 2 * LANES);
    c20.intoArray(c, cAt + 2 * BROAD);
    c21.intoArray(c, cAt + 2 * BROAD + LANES);
    c22.intoArray(c, cAt + 2 * BROAD + 2 * LANES);
    c30.intoArray(c, cAt + 3 * BROAD);
    c31.intoArray(c, cAt + 3 * BROAD + LANES);
    c32.intoArray(c, cAt + 3 * BROAD + 2 * LANES);
    c40.intoArray(c, cAt + 4 * BROAD);
    c41.intoArray(c, cAt + 4 * BROAD + LANES);
    c42.intoArray(c, cAt + 4 * BROAD + 2 * LANES);
    c50.intoArray(c, cAt + 5 * BROAD);
    c51.intoArray(c, cAt + 5 * BROAD + LANES);
    c52.intoArray(c, cAt + 5 * BROAD + 2 * LANES);
    c60.intoArray(c, cAt + 6 * BROAD);
    c61.intoArray(c, cAt + 6 * BROAD + LANES);
    c62.intoArray(c, cAt + 6 * BROAD + 2 * LANES);
    c70.intoArray(c, cAt + 7 * BROAD);
    c71.intoArray(c, cAt + 7 * BROAD + LANES);
    c72.intoArray(c, cAt + 7 * BROAD + 2 * LANES);
  }

  /** See {@link Tile#multiplyPacked}. */
  static void multiplyNarrow(
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
    var c60 = zero;
    var c61 = zero;
    var c70 = zero;
    var c71 = zero;
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
      f = FloatVector.broadcast(SPECIES, a[i + 6]);
      c60 = f.fma(b0, c60);
      c61 = f.fma(b1, c61);
      f = FloatVector.broadcast(SPECIES, a[i + 7]);
      c70 = f.fma(b0, c70);
      c71 = f.fma(b1, c71);
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
    c60.intoArray(c, cAt + 6 * WIDTH);
    c61.intoArray(c, cAt + 6 * WIDTH + LANES);
    c70.intoArray(c, cAt + 7 * WIDTH);
    c71.intoArray(c, cAt + 7 * WIDTH + LANES);
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
    var c6 = zero;
    var c7 = zero;
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
      c6 = FloatVector.broadcast(SPECIES, a[i + 6]).fma(f, c6);
      c7 = FloatVector.broadcast(SPECIES, a[i + 7]).fma(f, c7);
    }
    c0.intoArray(c, cAt);
    c1.intoArray(c, cAt + LANES);
    c2.intoArray(c, cAt + 2 * LANES);
    c3.intoArray(c, cAt + 3 * LANES);
    c4.intoArray(c, cAt + 4 * LANES);
    c5.intoArray(c, cAt + 5 * LANES);
    c6.intoArray(c, cAt + 6 * LANES);
    c7.intoArray(c, cAt + 7 * LANES);
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
    var c60 = zero;
    var c61 = zero;
    var c70 = zero;
    var c71 = zero;
    int a0 = aAt + starts[first];
    int a1 = aAt + starts[first + 1];
    int a2 = aAt + starts[first + 2];
    int a3 = aAt + starts[first + 3];
    int a4 = aAt + starts[first + 4];
    int a5 = aAt + starts[first + 5];
    int a6 = aAt + starts[first + 6];
    int a7 = aAt + starts[first + 7];
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
      f = FloatVector.broadcast(SPECIES, a[a6 + k]);
      c60 = f.fma(b0, c60);
      c61 = f.fma(b1, c61);
      f = FloatVector.broadcast(SPECIES, a[a7 + k]);
      c70 = f.fma(b0, c70);
      c71 = f.fma(b1, c71);
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
      c60 = c60.add(FloatVector.fromArray(SPECIES, c, cAt + 6 * row));
      c61 = c61.add(FloatVector.fromArray(SPECIES, c, cAt + 6 * row + LANES));
      c70 = c70.add(FloatVector.fromArray(SPECIES, c, cAt + 7 * row));
      c71 = c71.add(FloatVector.fromArray(SPECIES, c, cAt + 7 * row + LANES));
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

  /** See {@link Tile#multiplyPlaces}. */
  static void multiplyQuads(
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
    var c02 = zero;
    var c03 = zero;
    var c10 = zero;
    var c11 = zero;
    var c12 = zero;
    var c13 = zero;
    var c20 = zero;
    var c21 = zero;
    var c22 = zero;
    var c23 = zero;
    var c30 = zero;
    var c31 = zero;
    var c32 = zero;
    var c33 = zero;
    var c40 = zero;
    var c41 = zero;
    var c42 = zero;
    var c43 = zero;
    var c50 = zero;
    var c51 = zero;
    var c52 = zero;
    var c53 = zero;
    long a0 = (aAt + (long) starts[first]) * Float.BYTES;
    long a1 = (aAt + (long) starts[first + 1]) * Float.BYTES;
    long a2 = (aAt + (long) starts[first + 2]) * Float.BYTES;
    long a3 = (aAt + (long) starts[first + 3]) * Float.BYTES;
    long a4 = (aAt + (long) starts[first + 4]) * Float.BYTES;
    long a5 = (aAt + (long) starts[first + 5]) * Float.BYTES;
    for (int k = 0; k < n; k++) {
      long i = (long) k * Float.BYTES;
      long at = (bAt + (long) k * QUAD) * Float.BYTES;
      var b0 = FloatVector.fromMemorySegment(SPECIES, b, at, ORDER);
      var b1 = FloatVector.fromMemorySegment(SPECIES, b, at + VECTOR_BYTES, ORDER);
      var b2 = FloatVector.fromMemorySegment(SPECIES, b, at + 2 * VECTOR_BYTES, ORDER);
      var b3 = FloatVector.fromMemorySegment(SPECIES, b, at + 3 * VECTOR_BYTES, ORDER);
      var f = FloatVector.broadcast(SPECIES, a.get(JAVA_FLOAT, a0 + i));
      c00 = f.fma(b0, c00);
      c01 = f.fma(b1, c01);
      c02 = f.fma(b2, c02);
      c03 = f.fma(b3, c03);
      f = FloatVector.broadcast(SPECIES, a.get(JAVA_FLOAT, a1 + i));
      c10 = f.fma(b0, c10);
      c11 = f.fma(b1, c11);
      c12 = f.fma(b2, c12);
      c13 = f.fma(b3, c13);
      f = FloatVector.broadcast(SPECIES, a.get(JAVA_FLOAT, a2 + i));
      c20 = f.fma(b0, c20);
      c21 = f.fma(b1, c21);
      c22 = f.fma(b2, c22);
      c23 = f.fma(b3, c23);
      f = FloatVector.broadcast(SPECIES, a.get(JAVA_FLOAT, a3 + i));
      c30 = f.fma(b0, c30);
      c31 = f.fma(b1, c31);
      c32 = f.fma(b2, c32);
      c33 = f.fma(b3, c33);
      f = FloatVector.broadcast(SPECIES, a.get(JAVA_FLOAT, a4 + i));
      c40 = f.fma(b0, c40);
      c41 = f.fma(b1, c41);
      c42 = f.fma(b2, c42);
      c43 = f.fma(b3, c43);
      f = FloatVector.broadcast(SPECIES, a.get(JAVA_FLOAT, a5 + i));
      c50 = f.fma(b0, c50);
      c51 = f.fma(b1, c51);
      c52 = f.fma(b2, c52);
      c53 = f.fma(b3, c53);
    }
    if (add) {
      c00 = c00.add(FloatVector.fromArray(SPECIES, c, cAt));
      c01 = c01.add(FloatVector.fromArray(SPECIES, c, cAt + LANES));
      c02 = c02.add(FloatVector.fromArray(SPECIES, c, cAt + 2 * LANES));
      c03 = c03.add(FloatVector.fromArray(SPECIES, c, cAt + 3 * LANES));
      c10 = c10.add(FloatVector.fromArray(SPECIES, c, cAt + QUAD));
      c11 = c11.add(FloatVector.fromArray(SPECIES, c, cAt + QUAD + LANES));
      c12 = c12.add(FloatVector.fromArray(SPECIES, c, cAt + QUAD + 2 * LANES));
      c13 = c13.add(FloatVector.fromArray(SPECIES, c, cAt + QUAD + 3 * LANES));
      c20 = c20.add(FloatVector.fromArray(SPECIES, c, cAt + 2 * QUAD));
      c21 = c21.add(FloatVector.fromArray(SPECIES, c, cAt + 2 * QUAD + LANES));
      c22 = c22.add(FloatVector.fromArray(SPECIES, c, cAt + 2 * QUAD + 2 * LANES));
      c23 = c23.add(FloatVector.fromArray(SPECIES, c, cAt + 2 * QUAD + 3 * LANES));
      c30 = c30.add(FloatVector.fromArray(SPECIES, c, cAt + 3 * QUAD));
      c31 = c31.add(FloatVector.fromArray(SPECIES, c, cAt + 3 * QUAD + LANES));
      c32 = c32.add(FloatVector.fromArray(SPECIES, c, cAt + 3 * QUAD + 2 * LANES));
      c33 = c33.add(FloatVector.fromArray(SPECIES, c, cAt + 3 * QUAD + 3 * LANES));
      c40 = c40.add(FloatVector.fromArray(SPECIES, c, cAt + 4 * QUAD));
      c41 = c41.add(FloatVector.fromArray(SPECIES, c, cAt + 4 * QUAD + LANES));
      c42 = c42.add(FloatVector.fromArray(SPECIES, c, cAt + 4 * QUAD + 2 * LANES));
      c43 = c43.add(FloatVector.fromArray(SPECIES, c, cAt + 4 * QUAD + 3 * LANES));
      c50 = c50.add(FloatVector.fromArray(SPECIES, c, cAt + 5 * QUAD));
      c51 = c51.add(FloatVector.fromArray(SPECIES, c, cAt + 5 * QUAD + LANES));
      c52 = c52.add(FloatVector.fromArray(SPECIES, c, cAt + 5 * QUAD + 2 * LANES));
      c53 = c53.add(FloatVector.fromArray(SPECIES, c, cAt + 5 * QUAD + 3 * LANES));
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c02.intoArray(c, cAt + 2 * LANES);
    c03.intoArray(c, cAt + 3 * LANES);
    c10.intoArray(c, cAt + QUAD);
    c11.intoArray(c, cAt + QUAD + LANES);
    c12.intoArray(c, cAt + QUAD + 2 * LANES);
    c13.intoArray(c, cAt + QUAD + 3 * LANES);
    c20.intoArray(c, cAt + 2 * QUAD);
    c21.intoArray(c, cAt + 2 * QUAD + LANES);
    c22.intoArray(c, cAt + 2 * QUAD + 2 * LANES);
    c23.intoArray(c, cAt + 2 * QUAD + 3 * LANES);
    c30.intoArray(c, cAt + 3 * QUAD);
    c31.intoArray(c, cAt + 3 * QUAD + LANES);
    c32.intoArray(c, cAt + 3 * QUAD + 2 * LANES);
    c33.intoArray(c, cAt + 3 * QUAD + 3 * LANES);
    c40.intoArray(c, cAt + 4 * QUAD);
    c41.intoArray(c, cAt + 4 * QUAD + LANES);
    c42.intoArray(c, cAt + 4 * QUAD + 2 * LANES);
    c43.intoArray(c, cAt + 4 * QUAD + 3 * LANES);
    c50.intoArray(c, cAt + 5 * QUAD);
    c51.intoArray(c, cAt + 5 * QUAD + LANES);
    c52.intoArray(c, cAt + 5 * QUAD + 2 * LANES);
    c53.intoArray(c, cAt + 5 * QUAD + 3 * LANES);
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
    var c60 = zero;
    var c61 = zero;
    var c70 = zero;
    var c71 = zero;
    long a0 = (aAt + (long) starts[first]) * Float.BYTES;
    long a1 = (aAt + (long) starts[first + 1]) * Float.BYTES;
    long a2 = (aAt + (long) starts[first + 2]) * Float.BYTES;
    long a3 = (aAt + (long) starts[first + 3]) * Float.BYTES;
    long a4 = (aAt + (long) starts[first + 4]) * Float.BYTES;
    long a5 = (aAt + (long) starts[first + 5]) * Float.BYTES;
    long a6 = (aAt + (long) starts[first + 6]) * Float.BYTES;
    long a7 = (aAt + (long) starts[first + 7]) * Float.BYTES;
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
      f = FloatVector.broadcast(SPECIES, a.get(JAVA_FLOAT, a6 + i));
      c60 = f.fma(b0, c60);
      c61 = f.fma(b1, c61);
      f = FloatVector.broadcast(SPECIES, a.get(JAVA_FLOAT, a7 + i));
      c70 = f.fma(b0, c70);
      c71 = f.fma(b1, c71);
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
      c60 = c60.add(FloatVector.fromArray(SPECIES, c, cAt + 6 * WIDTH));
      c61 = c61.add(FloatVector.fromArray(SPECIES, c, cAt + 6 * WIDTH + LANES));
      c70 = c70.add(FloatVector.fromArray(SPECIES, c, cAt + 7 * WIDTH));
      c71 = c71.add(FloatVector.fromArray(SPECIES, c, cAt + 7 * WIDTH + LANES));
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
    c60.intoArray(c, cAt + 6 * WIDTH);
    c61.intoArray(c, cAt + 6 * WIDTH + LANES);
    c70.intoArray(c, cAt + 7 * WIDTH);
    c71.intoArray(c, cAt + 7 * WIDTH + LANES);
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
    long t2 = (bAt + (long) taps[tap + 2]) * VECTOR_BYTES;
    var c00 = FloatVector.fromArray(SPECIES, c, cAt);
    var c01 = FloatVector.fromArray(SPECIES, c, cAt + LANES);
    var c02 = FloatVector.fromArray(SPECIES, c, cAt + 2 * LANES);
    var c10 = FloatVector.fromArray(SPECIES, c, cAt + 3 * LANES);
    var c11 = FloatVector.fromArray(SPECIES, c, cAt + 4 * LANES);
    var c12 = FloatVector.fromArray(SPECIES, c, cAt + 5 * LANES);
    var c20 = FloatVector.fromArray(SPECIES, c, cAt + 6 * LANES);
    var c21 = FloatVector.fromArray(SPECIES, c, cAt + 7 * LANES);
    var c22 = FloatVector.fromArray(SPECIES, c, cAt + 8 * LANES);
    var c30 = FloatVector.fromArray(SPECIES, c, cAt + 9 * LANES);
    var c31 = FloatVector.fromArray(SPECIES, c, cAt + 10 * LANES);
    var c32 = FloatVector.fromArray(SPECIES, c, cAt + 11 * LANES);
    var c40 = FloatVector.fromArray(SPECIES, c, cAt + 12 * LANES);
    var c41 = FloatVector.fromArray(SPECIES, c, cAt + 13 * LANES);
    var c42 = FloatVector.fromArray(SPECIES, c, cAt + 14 * LANES);
    var c50 = FloatVector.fromArray(SPECIES, c, cAt + 15 * LANES);
    var c51 = FloatVector.fromArray(SPECIES, c, cAt + 16 * LANES);
    var c52 = FloatVector.fromArray(SPECIES, c, cAt + 17 * LANES);
    var c60 = FloatVector.fromArray(SPECIES, c, cAt + 18 * LANES);
    var c61 = FloatVector.fromArray(SPECIES, c, cAt + 19 * LANES);
    var c62 = FloatVector.fromArray(SPECIES, c, cAt + 20 * LANES);
    var c70 = FloatVector.fromArray(SPECIES, c, cAt + 21 * LANES);
    var c71 = FloatVector.fromArray(SPECIES, c, cAt + 22 * LANES);
    var c72 = FloatVector.fromArray(SPECIES, c, cAt + 23 * LANES);
    for (int k = 0; k < n; k++) {
      int i = aAt + k * ROWS;
      long at = k * VECTOR_BYTES;
      var b0 = FloatVector.fromMemorySegment(SPECIES, b, t0 + at, ORDER);
      var b1 = FloatVector.fromMemorySegment(SPECIES, b, t1 + at, ORDER);
      var b2 = FloatVector.fromMemorySegment(SPECIES, b, t2 + at, ORDER);
      var f = FloatVector.broadcast(SPECIES, a[i]);
      c00 = f.fma(b0, c00);
      c01 = f.fma(b1, c01);
      c02 = f.fma(b2, c02);
      f = FloatVector.broadcast(SPECIES, a[i + 1]);
      c10 = f.fma(b0, c10);
      c11 = f.fma(b1, c11);
      c12 = f.fma(b2, c12);
      f = FloatVector.broadcast(SPECIES, a[i + 2]);
      c20 = f.fma(b0, c20);
      c21 = f.fma(b1, c21);
      c22 = f.fma(b2, c22);
      f = FloatVector.broadcast(SPECIES, a[i + 3]);
      c30 = f.fma(b0, c30);
      c31 = f.fma(b1, c31);
      c32 = f.fma(b2, c32);
      f = FloatVector.broadcast(SPECIES, a[i + 4]);
      c40 = f.fma(b0, c40);
      c41 = f.fma(b1, c41);
      c42 = f.fma(b2, c42);
      f = FloatVector.broadcast(SPECIES, a[i + 5]);
      c50 = f.fma(b0, c50);
      c51 = f.fma(b1, c51);
      c52 = f.fma(b2, c52);
      f = FloatVector.broadcast(SPECIES, a[i + 6]);
      c60 = f.fma(b0, c60);
      c61 = f.fma(b1, c61);
      c62 = f.fma(b2, c62);
      f = FloatVector.broadcast(SPECIES, a[i + 7]);
      c70 = f.fma(b0, c70);
      c71 = f.fma(b1, c71);
      c72 = f.fma(b2, c72);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c02.intoArray(c, cAt + 2 * LANES);
    c10.intoArray(c, cAt + 3 * LANES);
    c11.intoArray(c, cAt + 4 * LANES);
    c12.intoArray(c, cAt + 5 * LANES);
    c20.intoArray(c, cAt + 6 * LANES);
    c21.intoArray(c, cAt + 7 * LANES);
    c22.intoArray(c, cAt + 8 * LANES);
    c30.intoArray(c, cAt + 9 * LANES);
    c31.intoArray(c, cAt + 10 * LANES);
    c32.intoArray(c, cAt + 11 * LANES);
    c40.intoArray(c, cAt + 12 * LANES);
    c41.intoArray(c, cAt + 13 * LANES);
    c42.intoArray(c, cAt + 14 * LANES);
    c50.intoArray(c, cAt + 15 * LANES);
    c51.intoArray(c, cAt + 16 * LANES);
    c52.intoArray(c, cAt + 17 * LANES);
    c60.intoArray(c, cAt + 18 * LANES);
    c61.intoArray(c, cAt + 19 * LANES);
    c62.intoArray(c, cAt + 20 * LANES);
    c70.intoArray(c, cAt + 21 * LANES);
    c71.intoArray(c, cAt + 22 * LANES);
    c72.intoArray(c, cAt + 23 * LANES);
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
    int t2 = bAt + taps[tap + 2];
    var c00 = FloatVector.fromArray(SPECIES, c, cAt);
    var c01 = FloatVector.fromArray(SPECIES, c, cAt + LANES);
    var c02 = FloatVector.fromArray(SPECIES, c, cAt + 2 * LANES);
    var c10 = FloatVector.fromArray(SPECIES, c, cAt + 3 * LANES);
    var c11 = FloatVector.fromArray(SPECIES, c, cAt + 4 * LANES);
    var c12 = FloatVector.fromArray(SPECIES, c, cAt + 5 * LANES);
    var c20 = FloatVector.fromArray(SPECIES, c, cAt + 6 * LANES);
    var c21 = FloatVector.fromArray(SPECIES, c, cAt + 7 * LANES);
    var c22 = FloatVector.fromArray(SPECIES, c, cAt + 8 * LANES);
    var c30 = FloatVector.fromArray(SPECIES, c, cAt + 9 * LANES);
    var c31 = FloatVector.fromArray(SPECIES, c, cAt + 10 * LANES);
    var c32 = FloatVector.fromArray(SPECIES, c, cAt + 11 * LANES);
    var c40 = FloatVector.fromArray(SPECIES, c, cAt + 12 * LANES);
    var c41 = FloatVector.fromArray(SPECIES, c, cAt + 13 * LANES);
    var c42 = FloatVector.fromArray(SPECIES, c, cAt + 14 * LANES);
    var c50 = FloatVector.fromArray(SPECIES, c, cAt + 15 * LANES);
    var c51 = FloatVector.fromArray(SPECIES, c, cAt + 16 * LANES);
    var c52 = FloatVector.fromArray(SPECIES, c, cAt + 17 * LANES);
    var c60 = FloatVector.fromArray(SPECIES, c, cAt + 18 * LANES);
    var c61 = FloatVector.fromArray(SPECIES, c, cAt + 19 * LANES);
    var c62 = FloatVector.fromArray(SPECIES, c, cAt + 20 * LANES);
    var c70 = FloatVector.fromArray(SPECIES, c, cAt + 21 * LANES);
    var c71 = FloatVector.fromArray(SPECIES, c, cAt + 22 * LANES);
    var c72 = FloatVector.fromArray(SPECIES, c, cAt + 23 * LANES);
    for (int i = 0; i < n; i += LANES) {
      var b0 = FloatVector.fromArray(SPECIES, b, t0 + i);
      var b1 = FloatVector.fromArray(SPECIES, b, t1 + i);
      var b2 = FloatVector.fromArray(SPECIES, b, t2 + i);
      var f = FloatVector.fromArray(SPECIES, a, aAt + i);
      c00 = f.fma(b0, c00);
      c01 = f.fma(b1, c01);
      c02 = f.fma(b2, c02);
      f = FloatVector.fromArray(SPECIES, a, aAt + row + i);
      c10 = f.fma(b0, c10);
      c11 = f.fma(b1, c11);
      c12 = f.fma(b2, c12);
      f = FloatVector.fromArray(SPECIES, a, aAt + 2 * row + i);
      c20 = f.fma(b0, c20);
      c21 = f.fma(b1, c21);
      c22 = f.fma(b2, c22);
      f = FloatVector.fromArray(SPECIES, a, aAt + 3 * row + i);
      c30 = f.fma(b0, c30);
      c31 = f.fma(b1, c31);
      c32 = f.fma(b2, c32);
      f = FloatVector.fromArray(SPECIES, a, aAt + 4 * row + i);
      c40 = f.fma(b0, c40);
      c41 = f.fma(b1, c41);
      c42 = f.fma(b2, c42);
      f = FloatVector.fromArray(SPECIES, a, aAt + 5 * row + i);
      c50 = f.fma(b0, c50);
      c51 = f.fma(b1, c51);
      c52 = f.fma(b2, c52);
      f = FloatVector.fromArray(SPECIES, a, aAt + 6 * row + i);
      c60 = f.fma(b0, c60);
      c61 = f.fma(b1, c61);
      c62 = f.fma(b2, c62);
      f = FloatVector.fromArray(SPECIES, a, aAt + 7 * row + i);
      c70 = f.fma(b0, c70);
      c71 = f.fma(b1, c71);
      c72 = f.fma(b2, c72);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c02.intoArray(c, cAt + 2 * LANES);
    c10.intoArray(c, cAt + 3 * LANES);
    c11.intoArray(c, cAt + 4 * LANES);
    c12.intoArray(c, cAt + 5 * LANES);
    c20.intoArray(c, cAt + 6 * LANES);
    c21.intoArray(c, cAt + 7 * LANES);
    c22.intoArray(c, cAt + 8 * LANES);
    c30.intoArray(c, cAt + 9 * LANES);
    c31.intoArray(c, cAt + 10 * LANES);
    c32.intoArray(c, cAt + 11 * LANES);
    c40.intoArray(c, cAt + 12 * LANES);
    c41.intoArray(c, cAt + 13 * LANES);
    c42.intoArray(c, cAt + 14 * LANES);
    c50.intoArray(c, cAt + 15 * LANES);
    c51.intoArray(c, cAt + 16 * LANES);
    c52.intoArray(c, cAt + 17 * LANES);
    c60.intoArray(c, cAt + 18 * LANES);
    c61.intoArray(c, cAt + 19 * LANES);
    c62.intoArray(c, cAt + 20 * LANES);
    c70.intoArray(c, cAt + 21 * LANES);
    c71.intoArray(c, cAt + 22 * LANES);
    c72.intoArray(c, cAt + 23 * LANES);
  }
}

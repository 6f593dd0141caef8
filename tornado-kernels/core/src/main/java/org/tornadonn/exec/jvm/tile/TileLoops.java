package org.tornadonn.exec.jvm.tile;

import java.lang.foreign.MemorySegment;

/** The loops of a tile of some rows and vectors; {@link Tile} says what they do. */
interface TileLoops {

  /** See {@link Tile#multiply}. */
  void multiply(
      int n,
      float[] a,
      int aAt,
      int aRow,
      MemorySegment b,
      int bAt,
      float[] c,
      int cAt,
      int cRow,
      boolean add);

  /** See {@link Tile#multiplyPacked}. */
  void multiplyPacked(int n, float[] a, int aAt, MemorySegment b, int bAt, float[] c, int cAt);

  /** See {@link Tile#multiplyPlaces}. */
  void multiplyPlaces(
      int n,
      MemorySegment a,
      int aAt,
      int[] starts,
      int first,
      MemorySegment b,
      int bAt,
      float[] c,
      int cAt,
      boolean add);

  /** See {@link Tile#addTaps}: a vector is a tap. */
  void addTaps(
      int n, float[] a, int aAt, MemorySegment b, int bAt, int[] taps, int tap, float[] c, int cAt);

  /** See {@link Tile#dots}: a vector is a tap. */
  void dots(
      int n,
      float[] a,
      int aAt,
      int row,
      float[] b,
      int bAt,
      int[] taps,
      int tap,
      float[] c,
      int cAt);
}

package org.tornadonn.exec.jvm.tile;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loops of convolutions and matrix products, whose sums stay in registers. The places
 * that they read are linear in the turn, so that the compiler checks bounds once for the whole
 * loop: checking in every turn was seen to cost a quarter of the speed, and vectors that straddle
 * cache lines a tenth.
 */
public final class Tile {

  public static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** The floats of a vector. */
  public static final int LANES = SPECIES.length();

  public static final long VECTOR_BYTES = (long) LANES * Float.BYTES;

  /** CPUs with vectors of 16 floats have 32 registers for them, others mostly 16. */
  private static final boolean MANY_REGISTERS = LANES >= 16;

  /** The columns of a product's tile: two vectors. */
  public static final int WIDTH = 2 * LANES;

  /**
   * The columns of a broad tile: three vectors where there are registers for that, since the more
   * products a vector takes part in, the fewer loads and additions of addresses there are for each.
   */
  public static final int BROAD = MANY_REGISTERS ? 3 * LANES : WIDTH;

  /**
   * The columns of a tile of few rows that start anywhere: four vectors where there are registers
   * for that.
   */
  public static final int QUAD = MANY_REGISTERS ? 4 * LANES : WIDTH;

  /** The rows of such a tile. */
  private static final int QUAD_ROWS = MANY_REGISTERS ? 6 : 5;

  /**
   * The rows of a product's tile. Sums that fill 16 registers but for three, as those of 6 rows
   * would, were seen to be kept in memory, at half the speed.
   */
  public static final int ROWS = MANY_REGISTERS ? 8 : 4;

  /** The rows of a tile of four vectors. */
  public static final int FOUR_ROWS = MANY_REGISTERS ? 4 : 2;

  /** With so many turns, what {@link #multiply} reads stays in the second-level cache. */
  public static final int DEPTH = 24576 / WIDTH;

  /** The rows of a tile of dot products. */
  public static final int DOT_ROWS = MANY_REGISTERS ? 8 : 4;

  /** The taps of a tile of sums or of dot products. */
  public static final int TAPS = MANY_REGISTERS ? 3 : 2;

  public static final ByteOrder ORDER = ByteOrder.nativeOrder();

  // The loops that run most are constants, so that the compiler calls them directly. Each has a
  // class, so that it is written when it is first to run.

  private static final class Single {
    static final TileLoops LOOPS = WrittenTiles.of(ROWS, 1);
  }

  private static final class Pair {
    static final TileLoops LOOPS = WrittenTiles.of(ROWS, 2);
  }

  private static final class Broad {
    static final TileLoops LOOPS = WrittenTiles.of(ROWS, BROAD / LANES);
  }

  private static final class Quad {
    static final TileLoops LOOPS = WrittenTiles.of(QUAD_ROWS, QUAD / LANES);
  }

  private static final class Four {
    static final TileLoops LOOPS = WrittenTiles.of(FOUR_ROWS, 4);
  }

  private static final class Sums {
    static final TileLoops LOOPS = WrittenTiles.of(ROWS, TAPS);
  }

  private static final class Dots {
    static final TileLoops LOOPS = WrittenTiles.of(DOT_ROWS, TAPS);
  }

  private Tile() {}

  /** The rows of a tile of {@link #QUAD} or {@link #WIDTH} columns. */
  public static int placeRows(int width) {
    return width == QUAD ? QUAD_ROWS : ROWS;
  }

  /** The next multiple of {@link #ROWS}. */
  public static int rows(int size) {
    return Math.ceilDiv(size, ROWS) * ROWS;
  }

  /** The next multiple of {@link #WIDTH}. */
  public static int width(int size) {
    return Math.ceilDiv(size, WIDTH) * WIDTH;
  }

  /**
   * A tile of {@link #WIDTH} columns of a matrix product: {@code c[r, j] = Σ(k < n) a[r, k] · b[k,
   * j]}.
   *
   * @param rows up to {@link #ROWS}; more are taken for as many
   * @param aRow from one row of a to the next
   * @param b the {@link #WIDTH} factors of one k side by side
   * @param cRow from one row of c to the next
   * @param add whether to add to what c holds
   */
  public static void multiply(
      int n,
      int rows,
      float[] a,
      int aAt,
      int aRow,
      MemorySegment b,
      int bAt,
      float[] c,
      int cAt,
      int cRow,
      boolean add) {
    if (rows >= ROWS) {
      Pair.LOOPS.multiply(n, a, aAt, aRow, b, bAt, c, cAt, cRow, add);
    } else {
      WrittenTiles.of(rows, 2).multiply(n, a, aAt, aRow, b, bAt, c, cAt, cRow, add);
    }
  }

  /**
   * A tile of four vectors of a matrix product, which lies side by side in c: {@code c[r, j] = Σ(k
   * < n) a[r, k] · b[k, j]}.
   *
   * @param rows up to {@link #FOUR_ROWS}; more are taken for as many
   * @param aRow from one row of a to the next
   * @param b the four vectors of one k side by side
   */
  public static void multiplyFour(
      int n, int rows, float[] a, int aAt, int aRow, MemorySegment b, float[] c, int cAt) {
    if (rows >= FOUR_ROWS) {
      Four.LOOPS.multiply(n, a, aAt, aRow, b, 0, c, cAt, 4 * LANES, false);
    } else {
      WrittenTiles.of(rows, 4).multiply(n, a, aAt, aRow, b, 0, c, cAt, 4 * LANES, false);
    }
  }

  /**
   * A tile of a matrix product that lies side by side in c. What it reads lies in the order in
   * which it is read, so that the CPU fetches it ahead.
   *
   * @param width {@link #LANES}, {@link #WIDTH} or {@link #BROAD}
   * @param a the {@link #ROWS} factors of one k side by side
   * @param b as many factors of one k side by side as the tile is wide
   */
  public static void multiplyPacked(
      int n, int width, float[] a, int aAt, MemorySegment b, int bAt, float[] c, int cAt) {
    if (width == LANES) {
      Single.LOOPS.multiplyPacked(n, a, aAt, b, bAt, c, cAt);
    } else if (width == WIDTH) {
      Pair.LOOPS.multiplyPacked(n, a, aAt, b, bAt, c, cAt);
    } else {
      Broad.LOOPS.multiplyPacked(n, a, aAt, b, bAt, c, cAt);
    }
  }

  /**
   * A tile whose sums lie side by side in c: {@code c[r, j] = Σ(k < n) a[starts[first + r] + k] ·
   * b[k, j]}. Places in memory outside of the heap are counted in longs, which leaves registers to
   * sums that places in arrays take.
   *
   * @param rows up to {@link #placeRows}; more are taken for as many
   * @param width {@link #QUAD} or {@link #WIDTH}
   * @param starts where rows of a start, counted from {@code aAt}
   * @param first the first row
   * @param b as many factors of one k side by side as the tile is wide
   * @param add whether to add to what c holds
   */
  public static void multiplyPlaces(
      int n,
      int rows,
      int width,
      MemorySegment a,
      int aAt,
      int[] starts,
      int first,
      MemorySegment b,
      int bAt,
      float[] c,
      int cAt,
      boolean add) {
    if (rows < placeRows(width)) {
      var loops = WrittenTiles.of(rows, width / LANES);
      loops.multiplyPlaces(n, a, aAt, starts, first, b, bAt, c, cAt, add);
    } else if (width == QUAD) {
      Quad.LOOPS.multiplyPlaces(n, a, aAt, starts, first, b, bAt, c, cAt, add);
    } else {
      Pair.LOOPS.multiplyPlaces(n, a, aAt, starts, first, b, bAt, c, cAt, add);
    }
  }

  /**
   * Adds to a tile of {@link #ROWS} × {@link #TAPS} vectors, which lie side by side in c: {@code
   * c[r, t] += Σ(k < n) a[r, k] · b[taps[t] + k]}.
   *
   * @param a the {@link #ROWS} factors of one k side by side
   * @param b vectors
   * @param tap the index of the first tap
   */
  public static void addTaps(
      int n,
      float[] a,
      int aAt,
      MemorySegment b,
      int bAt,
      int[] taps,
      int tap,
      float[] c,
      int cAt) {
    Sums.LOOPS.addTaps(n, a, aAt, b, bAt, taps, tap, c, cAt);
  }

  /**
   * {@link #DOT_ROWS} × {@link #TAPS} dot products, lane by lane: {@code c[r, t, lane] += Σ(i < n,
   * i % LANES = lane) a[r, i] · b[taps[t] + i]}.
   *
   * @param n a multiple of {@link #LANES}
   * @param row from one row of a to the next
   * @param tap the index of the first tap
   */
  public static void dots(
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
    Dots.LOOPS.dots(n, a, aAt, row, b, bAt, taps, tap, c, cAt);
  }
}

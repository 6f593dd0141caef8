package org.tornadonn.exec.jvm.tile;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Working memory of one thread, kept from loop to loop. Its arrays hold a band of an image or a
 * block of weights, whatever the batch, and what is left of the last loop.
 */
public final class Scratch {

  private static final int CACHE_LINE = 64;

  private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

  private float[] band = new float[0];
  private float[] factors = new float[0];
  private float[] blocks = new float[0];
  private MemorySegment columns = MemorySegment.NULL;
  private float[] sums = new float[0];
  private float[] maxima = new float[0];
  private float[] taps = new float[0];

  private float[][] factorRows = new float[0][];
  private float[][] sumRows = new float[0][];

  private Scratch() {}

  public static Scratch ofThread() {
    return OF_THREAD.get();
  }

  /** An array of at least the given size for what is read at many offsets. */
  public float[] band(int size) {
    if (band.length < size) {
      band = new float[size];
    }
    return band;
  }

  /** An array of at least the given size for what is read float by float. */
  public float[] factors(int size) {
    if (factors.length < size) {
      factors = new float[size];
    }
    return factors;
  }

  /** An array of at least the given size for transformed blocks of some channels. */
  public float[] blocks(int size) {
    if (blocks.length < size) {
      blocks = new float[size];
    }
    return blocks;
  }

  /**
   * Memory of at least the given number of floats for what is read vector by vector: no vector
   * straddles two cache lines, which arrays cannot promise.
   */
  public MemorySegment columns(int size) {
    if (columns.byteSize() < (long) size * Float.BYTES) {
      columns = Arena.ofAuto().allocate((long) size * Float.BYTES, CACHE_LINE);
    }
    return columns;
  }

  /** At least the given number of rows, of at least the given size, for factors of products. */
  public float[][] factorRows(int rows, int size) {
    factorRows = atLeast(factorRows, rows, size);
    return factorRows;
  }

  /** At least the given number of rows, of at least the given size, for sums of products. */
  public float[][] sumRows(int rows, int size) {
    sumRows = atLeast(sumRows, rows, size);
    return sumRows;
  }

  private static float[][] atLeast(float[][] rows, int count, int size) {
    boolean isEnough = rows.length >= count && rows[0].length >= size;
    int length = rows.length == 0 ? size : Math.max(size, rows[0].length);
    return isEnough ? rows : new float[Math.max(count, rows.length)][length];
  }

  /** An array of at least the given size for results in the making. */
  public float[] sums(int size) {
    if (sums.length < size) {
      sums = new float[size];
    }
    return sums;
  }

  /** An array of at least the given size for the maxima of a pool. */
  public float[] maxima(int size) {
    if (maxima.length < size) {
      maxima = new float[size];
    }
    return maxima;
  }

  /** An array of at least the given size for the taps of a pool. */
  public float[] taps(int size) {
    if (taps.length < size) {
      taps = new float[size];
    }
    return taps;
  }
}

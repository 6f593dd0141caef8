package org.tornadonn.heap;

import java.util.Locale;
import java.util.function.Supplier;

/**
 * The gate before memory whose size a file or an argument says: what Java cannot hold is refused in
 * words.
 */
public final class Heap {

  /** The elements of the longest array. */
  public static final int LONGEST = Integer.MAX_VALUE - 8;

  /** What makes the heap larger. */
  public static final String REMEDY = "JDK_JAVA_OPTIONS=-Xmx… raises it";

  private Heap() {}

  /** The bytes that Java may use. */
  public static long bytes() {
    return Runtime.getRuntime().maxMemory();
  }

  /**
   * Zeros.
   *
   * @param length any product of two sizes
   * @param what they are for, as the beginning of a sentence: {@code A batch of 8 samples}
   * @throws HeapException if no array is so long, or it does not fit
   */
  public static float[] floats(long length, Supplier<String> what) {
    requireLength(length, what);
    return take((long) Float.BYTES * length, what, () -> new float[(int) length]);
  }

  /**
   * Zeros.
   *
   * @throws HeapException as above
   */
  public static byte[] bytes(long length, Supplier<String> what) {
    requireLength(length, what);
    return take(length, what, () -> new byte[(int) length]);
  }

  /**
   * Zeros.
   *
   * @throws HeapException as above
   */
  public static long[] longs(long length, Supplier<String> what) {
    requireLength(length, what);
    return take(Long.BYTES * length, what, () -> new long[(int) length]);
  }

  /**
   * Takes memory.
   *
   * @param bytes how much, at least
   * @throws HeapException if that is more than there is, or more than is left
   */
  public static <T> T take(long bytes, Supplier<String> what, Supplier<T> taker) {
    require(bytes, what);
    try {
      return taker.get();
    } catch (OutOfMemoryError e) {
      throw new HeapException(
          "%s needs %s, which is more than is left of the %s that Java may use (%s)."
              .formatted(what.get(), text(bytes), text(bytes()), REMEDY),
          e);
    }
  }

  /**
   * Checks memory that is about to be taken, part by part.
   *
   * @throws HeapException if there is not so much
   */
  public static void require(long bytes, Supplier<String> what) {
    if (bytes > bytes()) {
      throw new HeapException(
          "%s needs %s, but Java may use %s (%s)."
              .formatted(what.get(), text(bytes), text(bytes()), REMEDY));
    }
  }

  private static void requireLength(long length, Supplier<String> what) {
    if (length < 0 || length > LONGEST) {
      throw new HeapException(
          String.format(
              Locale.ROOT,
              "%s needs an array of %,d elements, but Java's hold at most %,d: use less at a time.",
              what.get(),
              length,
              LONGEST));
    }
  }

  /** A number of bytes as people read it. */
  public static String text(long bytes) {
    return bytes < 1_000_000_000
        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
  }
}

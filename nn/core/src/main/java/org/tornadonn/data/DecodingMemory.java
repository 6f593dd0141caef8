package org.tornadonn.data;

import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;

/**
 * The memory that pictures may take while they are read. Any number of threads read at the same
 * time as long as all their pictures fit; others wait for their turn.
 */
final class DecodingMemory {

  /** Three quarters of what Java may use. */
  static final DecodingMemory HEAP = new DecodingMemory(Runtime.getRuntime().maxMemory() / 4 * 3);

  private static final long UNIT = 1 << 20;

  private final int units;
  private final Semaphore free;

  DecodingMemory(long bytes) {
    units = Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE);
    free = new Semaphore(units, true);
  }

  /**
   * Reads a picture when there is room for it.
   *
   * @param bytes what it takes
   * @throws DataException if there is never so much
   */
  <T> T during(Object picture, long bytes, Callable<T> read) throws Exception {
    if (bytes / UNIT > units) {
      throw new DataException(
          "The picture %s needs about %,d MiB to be read, but there are %,d: make it smaller, or start Java with a larger heap (JDK_JAVA_OPTIONS=-Xmx…)"
              .formatted(picture, bytes / UNIT, units));
    }
    int mine = (int) (bytes / UNIT);
    free.acquireUninterruptibly(mine);
    try {
      return read.call();
    } finally {
      free.release(mine);
    }
  }
}

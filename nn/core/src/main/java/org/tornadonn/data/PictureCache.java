package org.tornadonn.data;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Keeps pictures that were read once, one byte a value, while they fit into a given memory.
 *
 * <p>What comes out is rounded to 8 bits whether it was kept or not, so a run does not depend on
 * what fitted. Any number of threads may ask at once; two that miss together both read.
 */
final class PictureCache {

  private final AtomicReferenceArray<byte[]> kept;
  private final AtomicLong bytesLeft;

  PictureCache(int pictures, long mostBytes) {
    kept = new AtomicReferenceArray<>(pictures);
    bytesLeft = new AtomicLong(mostBytes);
  }

  /** The values of one picture, in [0, 1]; the array is the caller's own. */
  float[] get(int index, Supplier<float[]> read) {
    byte[] bytes = kept.get(index);
    if (bytes == null) {
      bytes = rounded(read.get());
      if (bytesLeft.addAndGet(-bytes.length) < 0 || !kept.compareAndSet(index, null, bytes)) {
        bytesLeft.addAndGet(bytes.length);
      }
    }
    float[] values = new float[bytes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (bytes[i] & 255) / 255f;
    }
    return values;
  }

  private static byte[] rounded(float[] values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) Math.round(values[i] * 255);
    }
    return bytes;
  }
}

package org.tornadonn.data;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Keeps pictures that were read once, one byte a pixel, while they fit into a given memory.
 *
 * <p>What comes out is rounded to 8 bits whether it was kept or not, so a run does not depend on
 * what fitted. Any number of threads may ask at once; two that miss together both read.
 */
final class PictureCache {

  private final AtomicReferenceArray<Bytes> kept;
  private final AtomicLong bytesLeft;

  PictureCache(int pictures, long mostBytes) {
    kept = new AtomicReferenceArray<>(pictures);
    bytesLeft = new AtomicLong(mostBytes);
  }

  GrayImage get(int index, Supplier<GrayImage> read) {
    Bytes bytes = kept.get(index);
    if (bytes == null) {
      bytes = Bytes.of(read.get());
      long size = bytes.values.length;
      if (bytesLeft.addAndGet(-size) < 0 || !kept.compareAndSet(index, null, bytes)) {
        bytesLeft.addAndGet(size);
      }
    }
    return bytes.picture();
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Bytes(int width, int height, byte[] values) {

    static Bytes of(GrayImage picture) {
      byte[] values = new byte[picture.pixels().length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (byte) Math.round(picture.pixels()[i] * 255);
      }
      return new Bytes(picture.width(), picture.height(), values);
    }

    GrayImage picture() {
      float[] pixels = new float[values.length];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (values[i] & 255) / 255f;
      }
      return new GrayImage(width, height, pixels);
    }
  }
}

package org.tornadonn.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;

/** A check sum that is put together: of texts, numbers and bytes in their order. */
final class Sum {

  private static final int CHUNK = 1 << 14;

  private final CRC32C sum = new CRC32C();
  private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

  /** A text and where it ends. */
  Sum add(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    add(bytes.length);
    return add(bytes);
  }

  Sum add(List<String> texts) {
    texts.forEach(this::add);
    return this;
  }

  Sum add(long value) {
    sum.update(number.clear().putLong(value).flip());
    return this;
  }

  Sum add(int... values) {
    for (int value : values) {
      add((long) value);
    }
    return this;
  }

  Sum add(long... values) {
    for (long value : values) {
      add(value);
    }
    return this;
  }

  Sum add(float[] values) {
    var chunk = ByteBuffer.allocate(CHUNK * Float.BYTES);
    for (int from = 0; from < values.length; from += CHUNK) {
      int length = Math.min(CHUNK, values.length - from);
      chunk.clear().asFloatBuffer().put(values, from, length);
      sum.update(chunk.limit(length * Float.BYTES));
    }
    return this;
  }

  Sum add(byte[] bytes) {
    sum.update(bytes);
    return this;
  }

  Sum add(ByteBuffer bytes) {
    sum.update(bytes);
    return this;
  }

  long value() {
    return sum.getValue();
  }
}

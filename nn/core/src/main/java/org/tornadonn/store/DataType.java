package org.tornadonn.store;

import java.nio.ByteBuffer;

/** How a file stores a number, little-endian. */
enum DataType {
  F32(Float.BYTES) {
    @Override
    void decode(ByteBuffer bytes, float[] values, int at, int length) {
      bytes.asFloatBuffer().get(values, at, length);
    }
  },
  F16(Short.BYTES) {
    @Override
    void decode(ByteBuffer bytes, float[] values, int at, int length) {
      for (int i = 0; i < length; i++) {
        values[at + i] = Float.float16ToFloat(bytes.getShort(i * Short.BYTES));
      }
    }
  },
  BF16(Short.BYTES) {
    @Override
    void decode(ByteBuffer bytes, float[] values, int at, int length) {
      for (int i = 0; i < length; i++) {
        values[at + i] = Float.intBitsToFloat(bytes.getShort(i * Short.BYTES) << 16);
      }
    }
  },
  /** Counts, such as PyTorch's {@code num_batches_tracked}. */
  I64(Long.BYTES) {
    @Override
    void decode(ByteBuffer bytes, float[] values, int at, int length) {
      for (int i = 0; i < length; i++) {
        values[at + i] = bytes.getLong(i * Long.BYTES);
      }
    }
  };

  private final int bytes;

  DataType(int bytes) {
    this.bytes = bytes;
  }

  /** The size of one number. */
  int bytes() {
    return bytes;
  }

  /** Reads {@code length} numbers from the start of a little-endian buffer. */
  abstract void decode(ByteBuffer bytes, float[] values, int at, int length);
}

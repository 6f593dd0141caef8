package org.tornadonn.store;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How a file stores a number, little-endian, in the format's words; all of them become float32 as
 * PyTorch's {@code Tensor.copy_} makes it, to the nearest, or infinite if it is too large.
 */
enum DataType {
  F32(Float.BYTES) {
    @Override
    void decode(ByteBuffer bytes, float[] values, int at, int length) {
      bytes.asFloatBuffer().get(values, at, length);
    }

    @Override
    float number(ByteBuffer bytes, int at) {
      return bytes.getFloat(at);
    }
  },
  F64(Double.BYTES) {
    @Override
    float number(ByteBuffer bytes, int at) {
      return (float) bytes.getDouble(at);
    }
  },
  F16(Short.BYTES) {
    @Override
    float number(ByteBuffer bytes, int at) {
      return Float.float16ToFloat(bytes.getShort(at));
    }
  },
  BF16(Short.BYTES) {
    @Override
    float number(ByteBuffer bytes, int at) {
      return Float.intBitsToFloat(bytes.getShort(at) << 16);
    }
  },
  F8_E4M3(Byte.BYTES) {
    @Override
    float number(ByteBuffer bytes, int at) {
      return Float8.E4M3.number(bytes.get(at));
    }
  },
  F8_E5M2(Byte.BYTES) {
    @Override
    float number(ByteBuffer bytes, int at) {
      return Float8.E5M2.number(bytes.get(at));
    }
  },
  F8_E4M3FNUZ(Byte.BYTES) {
    @Override
    float number(ByteBuffer bytes, int at) {
      return Float8.E4M3FNUZ.number(bytes.get(at));
    }
  },
  F8_E5M2FNUZ(Byte.BYTES) {
    @Override
    float number(ByteBuffer bytes, int at) {
      return Float8.E5M2FNUZ.number(bytes.get(at));
    }
  },
  F8_E8M0(Byte.BYTES) {
    @Override
    float number(ByteBuffer bytes, int at) {
      return Float8.E8M0.number(bytes.get(at));
    }
  },
  /** Counts, such as PyTorch's {@code num_batches_tracked}. */
  I64(Long.BYTES) {
    @Override
    float number(ByteBuffer bytes, int at) {
      return bytes.getLong(at);
    }
  },
  I32(Integer.BYTES) {
    @Override
    float number(ByteBuffer bytes, int at) {
      return bytes.getInt(at);
    }
  },
  I16(Short.BYTES) {
    @Override
    float number(ByteBuffer bytes, int at) {
      return bytes.getShort(at);
    }
  },
  I8(Byte.BYTES) {
    @Override
    float number(ByteBuffer bytes, int at) {
      return bytes.get(at);
    }
  },
  U64(Long.BYTES) {
    @Override
    float number(ByteBuffer bytes, int at) {
      long bits = bytes.getLong(at);
      // Half of it, with a last bit that keeps the rounding right.
      return bits >= 0 ? bits : 2f * ((bits >>> 1) | (bits & 1));
    }
  },
  U32(Integer.BYTES) {
    @Override
    float number(ByteBuffer bytes, int at) {
      return Integer.toUnsignedLong(bytes.getInt(at));
    }
  },
  U16(Short.BYTES) {
    @Override
    float number(ByteBuffer bytes, int at) {
      return Short.toUnsignedInt(bytes.getShort(at));
    }
  },
  U8(Byte.BYTES) {
    @Override
    float number(ByteBuffer bytes, int at) {
      return Byte.toUnsignedInt(bytes.get(at));
    }
  },
  BOOL(Byte.BYTES) {
    @Override
    float number(ByteBuffer bytes, int at) {
      return bytes.get(at) == 0 ? 0 : 1;
    }
  };

  /** Up to here float32 has all whole numbers. */
  private static final long EXACT = 1 << 24;

  private final int bytes;

  DataType(int bytes) {
    this.bytes = bytes;
  }

  /** The size of one number. */
  int bytes() {
    return bytes;
  }

  /** Whether weights come in it. */
  boolean isFloat() {
    return name().startsWith("F") || this == BF16;
  }

  /**
   * The first whole number among {@code length} of them that float32 may not have, as text; null if
   * there is none.
   */
  @Nullable String inexact(ByteBuffer buffer, int length) {
    for (int i = 0; i < length; i++) {
      int at = i * bytes;
      long number =
          switch (this) {
            case I64, U64 -> buffer.getLong(at);
            case I32 -> buffer.getInt(at);
            case U32 -> Integer.toUnsignedLong(buffer.getInt(at));
            default -> 0;
          };
      boolean unsigned = this == U64;
      if (number > EXACT || number < (unsigned ? 0 : -EXACT)) {
        return unsigned ? Long.toUnsignedString(number) : Long.toString(number);
      }
    }
    return null;
  }

  /** The number that begins at a byte of a little-endian buffer. */
  abstract float number(ByteBuffer bytes, int at);

  /** Reads {@code length} numbers from the start of a little-endian buffer. */
  void decode(ByteBuffer bytes, float[] values, int at, int length) {
    for (int i = 0; i < length; i++) {
      values[at + i] = number(bytes, i * this.bytes);
    }
  }
}

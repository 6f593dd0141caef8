package org.tornadonn.onnx.tensor;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;

/**
 * The types of numbers that graphs may have. On devices all of them are float32: fractions rounded
 * to it, whole numbers as long as it is exact, truth values as 0 and 1.
 *
 * @see <a href="https://onnx.ai/onnx/repo-docs/IR.html#tensor-element-types">The types</a>
 */
public enum ElementType {
  FLOAT(DataType.FLOAT, Float.BYTES, 0, 0),
  DOUBLE(DataType.DOUBLE, Double.BYTES, 0, 0),
  FLOAT16(DataType.FLOAT16, Short.BYTES, 0, 0),
  BFLOAT16(DataType.BFLOAT16, Short.BYTES, 0, 0),
  INT8(DataType.INT8, Byte.BYTES, Byte.MIN_VALUE, Byte.MAX_VALUE),
  INT16(DataType.INT16, Short.BYTES, Short.MIN_VALUE, Short.MAX_VALUE),
  INT32(DataType.INT32, Integer.BYTES, Integer.MIN_VALUE, Integer.MAX_VALUE),
  INT64(DataType.INT64, Long.BYTES, Long.MIN_VALUE, Long.MAX_VALUE),
  UINT8(DataType.UINT8, Byte.BYTES, 0, 255),
  UINT16(DataType.UINT16, Short.BYTES, 0, 65535),
  UINT32(DataType.UINT32, Integer.BYTES, 0, 0xFFFFFFFFL),
  /** Of which the half that Java's long has is read. */
  UINT64(DataType.UINT64, Long.BYTES, 0, Long.MAX_VALUE),
  BOOL(DataType.BOOL, Byte.BYTES, 0, 1);

  private final DataType code;
  private final int bytes;
  private final long low;
  private final long high;

  ElementType(DataType code, int bytes, long low, long high) {
    this.code = code;
    this.bytes = bytes;
    this.low = low;
    this.high = high;
  }

  /**
   * The type of a number in files.
   *
   * @throws Refusal if it is none of these
   */
  public static ElementType of(int code) {
    for (var type : values()) {
      if (type.code.getNumber() == code) {
        return type;
      }
    }
    var known = DataType.forNumber(code);
    throw new Refusal(
        Reason.TYPE, "has numbers of type %s".formatted(known == null ? code : known));
  }

  /** The number of it in files. */
  public int code() {
    return code.getNumber();
  }

  /** The size of one number in files. */
  int bytes() {
    return bytes;
  }

  /** Whether it has fractions. */
  public boolean isFloating() {
    return switch (this) {
      case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> true;
      default -> false;
    };
  }

  /** Whether it has whole numbers only, and is no truth value. */
  public boolean isInteger() {
    return !isFloating() && this != BOOL;
  }

  /** The least whole number of it. */
  public long low() {
    return low;
  }

  /** The largest whole number of it. */
  public long high() {
    return high;
  }

  /** A whole number as this type holds it: the bits beyond its own are lost. */
  public long wrap(long value) {
    return switch (this) {
      case INT8 -> (byte) value;
      case INT16 -> (short) value;
      case INT32 -> (int) value;
      case UINT8 -> value & 0xFF;
      case UINT16 -> value & 0xFFFF;
      case UINT32 -> value & 0xFFFFFFFFL;
      case BOOL -> value == 0 ? 0 : 1;
      default -> value;
    };
  }

  /** A number rounded to what this type holds. */
  public double round(double value) {
    return switch (this) {
      case FLOAT -> (float) value;
      case FLOAT16 -> Float.float16ToFloat(Float.floatToFloat16((float) value));
      case BFLOAT16 -> Float.intBitsToFloat(bfloat16((float) value) << 16);
      default -> value;
    };
  }

  /** The upper half of a float, rounded to even. */
  private static int bfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    return Float.isNaN(value) ? (bits >>> 16) | 0x40 : (bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16;
  }
}

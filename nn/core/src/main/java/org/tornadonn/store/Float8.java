package org.tornadonn.store;

/**
 * Floating-point numbers of eight bits: a sign, an exponent and a fraction.
 *
 * @see <a href="https://arxiv.org/abs/2209.05433">Micikevicius et al., FP8 formats for deep
 *     learning</a>
 * @see <a
 *     href="https://www.opencompute.org/documents/ocp-microscaling-formats-mx-v1-0-spec-final-pdf">OCP
 *     microscaling formats, for E8M0</a>
 */
@SuppressWarnings("ImmutableEnumChecker") // its numbers are never changed
enum Float8 {
  /** PyTorch's float8_e4m3fn. */
  E4M3(3, 7, Special.NAN),
  E5M2(2, 15, Special.INFINITY_AND_NAN),
  E4M3FNUZ(3, 8, Special.NAN_FOR_NEGATIVE_ZERO),
  E5M2FNUZ(2, 16, Special.NAN_FOR_NEGATIVE_ZERO),
  /** A power of two: no sign, no zero. */
  E8M0(0, 127, Special.NAN);

  /** What is no finite number. */
  private enum Special {
    /** All bits but the sign are ones. */
    NAN,
    /** As IEEE 754 has them, in the highest exponent. */
    INFINITY_AND_NAN,
    /** The sign alone. */
    NAN_FOR_NEGATIVE_ZERO
  }

  private final float[] numbers = new float[256];

  Float8(int fractionBits, int bias, Special special) {
    int sign = fractionBits == 0 ? 0 : 0x80;
    int highest = 0xff ^ sign;
    int infinity = highest & -(1 << fractionBits);
    for (int bits = 0; bits < numbers.length; bits++) {
      int size = bits & ~sign;
      boolean nan =
          switch (special) {
            case NAN -> size == highest;
            case INFINITY_AND_NAN -> size > infinity;
            case NAN_FOR_NEGATIVE_ZERO -> bits == sign;
          };
      boolean infinite = special == Special.INFINITY_AND_NAN && size == infinity;
      float number =
          nan ? Float.NaN : infinite ? Float.POSITIVE_INFINITY : finite(size, fractionBits, bias);
      numbers[bits] = bits == size ? number : -number;
    }
  }

  private static float finite(int size, int fractionBits, int bias) {
    int one = 1 << fractionBits;
    int exponent = size >> fractionBits;
    int fraction = size & (one - 1);
    boolean subnormal = exponent == 0 && fractionBits > 0;
    return subnormal
        ? Math.scalb((float) fraction, 1 - bias - fractionBits)
        : Math.scalb((float) (one + fraction), exponent - bias - fractionBits);
  }

  /** The number of these bits. */
  float number(byte bits) {
    return numbers[Byte.toUnsignedInt(bits)];
  }
}

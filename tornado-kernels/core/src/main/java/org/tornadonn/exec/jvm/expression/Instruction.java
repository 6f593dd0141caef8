package org.tornadonn.exec.jvm.expression;

import java.util.Locale;
import java.util.StringJoiner;

/**
 * One line of an {@link Expression}.
 *
 * @param a the line of the first operand, and so on; of those that {@link What#operands} counts
 * @param number an array's number, a shift, or the bits of a constant
 */
record Instruction(What what, int a, int b, int c, int number) {

  /** What is made of vectors. */
  enum What {
    /** Neighbouring floats of an array. */
    READ(0),
    /** One float of an array, for all elements. */
    REPEAT(0),
    NUMBER(0),
    ADD(2),
    SUB(2),
    MUL(2),
    DIV(2),
    /** {@code a · b + c}, rounded once. */
    FMA(3),
    NEG(1),
    ABS(1),
    SQRT(1),
    /** b where c is true, else a. */
    BLEND(3),
    LT(2),
    LE(2),
    EQ(2),
    NE(2),
    AND(2),
    OR(2),
    NOT(1),
    /** The bits of a float. */
    BITS(1),
    /** The float of bits. */
    FLOAT(1),
    /** Towards 0. */
    TO_INT(1),
    TO_FLOAT(1),
    INT_NUMBER(0),
    INT_ADD(2),
    INT_SUB(2),
    INT_AND(2),
    INT_OR(2),
    SHIFT_LEFT(1),
    SHIFT_RIGHT(1),
    SHIFT_RIGHT_UNSIGNED(1);

    final int operands;

    What(int operands) {
      this.operands = operands;
    }
  }

  /** The line of an operand. */
  int operand(int index) {
    return switch (index) {
      case 0 -> a;
      case 1 -> b;
      default -> c;
    };
  }

  /** {@code fma v3 v1 v2}. */
  @Override
  public String toString() {
    var words = new StringJoiner(" ");
    words.add(what.name().toLowerCase(Locale.ROOT));
    for (int i = 0; i < what.operands; i++) {
      words.add("v" + operand(i));
    }
    switch (what) {
      case READ, REPEAT -> words.add("x" + number);
      case NUMBER -> words.add(Float.toString(Float.intBitsToFloat(number)));
      case INT_NUMBER -> words.add("0x" + Integer.toHexString(number));
      case SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED -> words.add(Integer.toString(number));
      default -> {}
    }
    return words.toString();
  }
}

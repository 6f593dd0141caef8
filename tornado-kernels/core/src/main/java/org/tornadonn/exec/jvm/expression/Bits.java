package org.tornadonn.exec.jvm.expression;

import org.tornadonn.exec.jvm.expression.Instruction.What;

/** A whole number of 32 bits for each element. */
record Bits(Draft draft, int line) {

  Bits add(int b) {
    return of(What.INT_ADD, draft.bits(b));
  }

  Bits sub(Bits b) {
    return of(What.INT_SUB, b);
  }

  Bits and(int b) {
    return of(What.INT_AND, draft.bits(b));
  }

  Bits or(Bits b) {
    return of(What.INT_OR, b);
  }

  Bits or(int b) {
    return or(draft.bits(b));
  }

  Bits shiftLeft(int by) {
    return shift(What.SHIFT_LEFT, by);
  }

  Bits shiftRight(int by) {
    return shift(What.SHIFT_RIGHT, by);
  }

  Bits shiftRightUnsigned(int by) {
    return shift(What.SHIFT_RIGHT_UNSIGNED, by);
  }

  /** The floats that have these bits. */
  Term floats() {
    return new Term(draft, draft.line(What.FLOAT, 0, line));
  }

  /** As a float. */
  Term toFloat() {
    return new Term(draft, draft.line(What.TO_FLOAT, 0, line));
  }

  private Bits of(What what, Bits b) {
    return new Bits(draft, draft.line(what, 0, line, b.line));
  }

  private Bits shift(What what, int by) {
    return new Bits(draft, draft.line(what, by, line));
  }
}

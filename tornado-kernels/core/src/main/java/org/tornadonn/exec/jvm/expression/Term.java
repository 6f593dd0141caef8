package org.tornadonn.exec.jvm.expression;

import org.tornadonn.exec.jvm.expression.Instruction.What;

/** A float for each element; what is made of it becomes a line of the same {@link Draft}. */
record Term(Draft draft, int line) {

  Term add(Term b) {
    return of(What.ADD, b);
  }

  Term add(float b) {
    return add(draft.number(b));
  }

  Term sub(Term b) {
    return of(What.SUB, b);
  }

  Term sub(float b) {
    return sub(draft.number(b));
  }

  Term mul(Term b) {
    return of(What.MUL, b);
  }

  Term mul(float b) {
    return mul(draft.number(b));
  }

  Term div(Term b) {
    return of(What.DIV, b);
  }

  Term div(float b) {
    return div(draft.number(b));
  }

  /** {@code this · b + c}, rounded once. */
  Term fma(Term b, Term c) {
    return new Term(draft, draft.line(What.FMA, 0, line, b.line, c.line));
  }

  Term fma(Term b, float c) {
    return fma(b, draft.number(c));
  }

  Term fma(float b, Term c) {
    return fma(draft.number(b), c);
  }

  Term neg() {
    return of(What.NEG);
  }

  Term abs() {
    return of(What.ABS);
  }

  Term sqrt() {
    return of(What.SQRT);
  }

  Term reciprocal() {
    return draft.number(1).div(this);
  }

  /** {@code c₀ · xⁿ + … + cₙ}, for this as x. */
  Term polynomial(float... c) {
    var sum = draft.number(c[0]);
    for (int i = 1; i < c.length; i++) {
      sum = sum.fma(this, c[i]);
    }
    return sum;
  }

  /** Another number where something is true. */
  Term blend(Term there, Truth where) {
    return new Term(draft, draft.line(What.BLEND, 0, line, there.line(), where.line()));
  }

  Term blend(float there, Truth where) {
    return blend(draft.number(there), where);
  }

  /** With the sign of another number. */
  Term signed(Term sign) {
    return abs().bits().or(sign.bits().and(Integer.MIN_VALUE)).floats();
  }

  Truth lt(Term b) {
    return compare(What.LT, b);
  }

  Truth lt(float b) {
    return lt(draft.number(b));
  }

  Truth le(Term b) {
    return compare(What.LE, b);
  }

  Truth le(float b) {
    return le(draft.number(b));
  }

  Truth gt(Term b) {
    return b.lt(this);
  }

  Truth gt(float b) {
    return gt(draft.number(b));
  }

  Truth ge(Term b) {
    return b.le(this);
  }

  Truth eq(Term b) {
    return compare(What.EQ, b);
  }

  Truth eq(float b) {
    return eq(draft.number(b));
  }

  Truth ne(Term b) {
    return compare(What.NE, b);
  }

  Truth isNaN() {
    return ne(this);
  }

  /** Its 32 bits. */
  Bits bits() {
    return new Bits(draft, draft.line(What.BITS, 0, line));
  }

  /** As a whole number. */
  Bits toInt() {
    return new Bits(draft, draft.line(What.TO_INT, 0, line));
  }

  private Truth compare(What what, Term b) {
    return new Truth(draft, draft.line(what, 0, line, b.line));
  }

  private Term of(What what, Term b) {
    return new Term(draft, draft.line(what, 0, line, b.line));
  }

  private Term of(What what) {
    return new Term(draft, draft.line(what, 0, line));
  }
}

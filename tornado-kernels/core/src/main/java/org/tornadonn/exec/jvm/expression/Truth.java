package org.tornadonn.exec.jvm.expression;

import org.tornadonn.exec.jvm.expression.Instruction.What;

/** Whether something is so, for each element. */
record Truth(Draft draft, int line) {

  Truth and(Truth b) {
    return new Truth(draft, draft.line(What.AND, 0, line, b.line));
  }

  Truth or(Truth b) {
    return new Truth(draft, draft.line(What.OR, 0, line, b.line));
  }

  Truth not() {
    return new Truth(draft, draft.line(What.NOT, 0, line));
  }

  /** 1 where it is so, else 0. */
  Term number() {
    return draft.number(0).blend(1, this);
  }
}

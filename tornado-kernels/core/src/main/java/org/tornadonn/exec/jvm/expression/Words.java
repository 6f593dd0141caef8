package org.tornadonn.exec.jvm.expression;

import java.lang.classfile.TypeKind;
import org.tornadonn.exec.jvm.expression.Instruction.What;

/** What instructions are in bytecode; each takes its operands from the stack. */
interface Words {

  /** How many elements are computed at once. */
  int elements();

  /** What an instruction leaves on the stack. */
  TypeKind kind(What what);

  /**
   * Writes an instruction. Those without operands find an array and an index on the stack, or the
   * number that they are.
   *
   * @param number a shift
   */
  void write(What what, int number);

  /** Stores a result: an array, an index and the result are on the stack. */
  void store();
}

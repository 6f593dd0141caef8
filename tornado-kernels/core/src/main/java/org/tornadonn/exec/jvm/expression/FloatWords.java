package org.tornadonn.exec.jvm.expression;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import org.tornadonn.exec.jvm.expression.Instruction.What;

/**
 * One element at a time, in plain bytecode. IEEE 754 says how each instruction rounds, so that it
 * gives the bits that {@link VectorWords} give; what is true is 1.
 */
record FloatWords(CodeBuilder code) implements Words {

  private static final ClassDesc FLOAT = ClassDesc.of("java.lang.Float");
  private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");

  @Override
  public int elements() {
    return 1;
  }

  @Override
  public TypeKind kind(What what) {
    return switch (what) {
      case READ, REPEAT, NUMBER, ADD, SUB, MUL, DIV, FMA, NEG, ABS, SQRT, BLEND, FLOAT, TO_FLOAT ->
          TypeKind.FLOAT;
      case LT,
          LE,
          EQ,
          NE,
          AND,
          OR,
          NOT,
          BITS,
          TO_INT,
          INT_NUMBER,
          INT_ADD,
          INT_SUB,
          INT_AND,
          INT_OR,
          SHIFT_LEFT,
          SHIFT_RIGHT,
          SHIFT_RIGHT_UNSIGNED ->
          TypeKind.INT;
    };
  }

  @Override
  public void write(What what, int number) {
    switch (what) {
      case READ -> code.faload();
      case REPEAT, NUMBER, INT_NUMBER -> {}
      case ADD -> code.fadd();
      case SUB -> code.fsub();
      case MUL -> code.fmul();
      case DIV -> code.fdiv();
      case FMA ->
          code.invokestatic(MATH, "fma", MethodTypeDesc.of(CD_float, CD_float, CD_float, CD_float));
      case NEG -> code.fneg();
      case ABS -> {
        bits();
        code.loadConstant(Integer.MAX_VALUE).iand();
        floats();
      }
      case SQRT ->
          code.f2d().invokestatic(MATH, "sqrt", MethodTypeDesc.of(CD_double, CD_double)).d2f();
      case BLEND -> blend();
      case LT -> compare(Opcode.IFLT);
      case LE -> compare(Opcode.IFLE);
      case EQ -> compare(Opcode.IFEQ);
      case NE -> compare(Opcode.IFNE);
      case AND, INT_AND -> code.iand();
      case OR, INT_OR -> code.ior();
      case NOT -> code.iconst_1().ixor();
      case BITS -> bits();
      case FLOAT -> floats();
      case TO_INT -> code.f2i();
      case TO_FLOAT -> code.i2f();
      case INT_ADD -> code.iadd();
      case INT_SUB -> code.isub();
      case SHIFT_LEFT -> code.loadConstant(number).ishl();
      case SHIFT_RIGHT -> code.loadConstant(number).ishr();
      case SHIFT_RIGHT_UNSIGNED -> code.loadConstant(number).iushr();
    }
  }

  @Override
  public void store() {
    code.fastore();
  }

  /** Of bits, since what is true of random numbers is what no CPU can foresee at a branch. */
  private void blend() {
    int mask = code.allocateLocal(TypeKind.INT);
    code.ineg().istore(mask);
    bits();
    code.swap();
    bits();
    code.dup_x1().ixor().iload(mask).iand().ixor();
    floats();
  }

  /** NaN is above everything, and so neither below nor equal. */
  private void compare(Opcode is) {
    code.fcmpg().ifThenElse(is, CodeBuilder::iconst_1, CodeBuilder::iconst_0);
  }

  private void bits() {
    code.invokestatic(FLOAT, "floatToRawIntBits", MethodTypeDesc.of(CD_int, CD_float));
  }

  private void floats() {
    code.invokestatic(FLOAT, "intBitsToFloat", MethodTypeDesc.of(CD_float, CD_int));
  }
}

package org.tornadonn.exec.jvm.expression;

import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static org.tornadonn.exec.jvm.bytecode.VectorCode.FLOATS;
import static org.tornadonn.exec.jvm.bytecode.VectorCode.SPECIES;
import static org.tornadonn.exec.jvm.bytecode.VectorCode.VECTOR;
import static org.tornadonn.exec.jvm.bytecode.VectorCode.desc;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Locale;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.tornadonn.exec.jvm.bytecode.VectorCode;
import org.tornadonn.exec.jvm.expression.Instruction.What;
import org.tornadonn.exec.jvm.tile.Tile;

/**
 * A vector of elements at a time: each instruction is a call of the Vector API, which the JIT
 * compiler always takes in.
 */
record VectorWords(CodeBuilder code) implements Words {

  private static final ClassDesc INTS = desc(IntVector.class);
  private static final ClassDesc MASK = desc(VectorMask.class);
  private static final ClassDesc OPERATORS = desc(VectorOperators.class);

  @Override
  public int elements() {
    return Tile.LANES;
  }

  @Override
  public TypeKind kind(What what) {
    return TypeKind.REFERENCE;
  }

  @Override
  public void write(What what, int number) {
    switch (what) {
      case READ -> {
        species(FLOATS).dup_x2().pop();
        VectorCode.fromArray(code);
      }
      case REPEAT, NUMBER -> broadcast(FLOATS, CD_float);
      case INT_NUMBER -> broadcast(INTS, CD_int);
      case ADD, SUB, MUL, DIV -> binary(FLOATS, word(what));
      case FMA -> VectorCode.fma(code);
      case NEG, ABS, SQRT -> code.invokevirtual(FLOATS, word(what), MethodTypeDesc.of(FLOATS));
      case BLEND -> code.invokevirtual(FLOATS, "blend", MethodTypeDesc.of(FLOATS, VECTOR, MASK));
      case LT, LE, EQ, NE -> {
        operator("Comparison", what.name()).swap();
        code.invokevirtual(
            FLOATS, "compare", MethodTypeDesc.of(MASK, OPERATORS.nested("Comparison"), VECTOR));
      }
      case AND, OR -> code.invokevirtual(MASK, word(what), MethodTypeDesc.of(MASK, MASK));
      case NOT -> code.invokevirtual(MASK, "not", MethodTypeDesc.of(MASK));
      case BITS -> code.invokevirtual(FLOATS, "reinterpretAsInts", MethodTypeDesc.of(INTS));
      case FLOAT -> code.invokevirtual(INTS, "reinterpretAsFloats", MethodTypeDesc.of(FLOATS));
      case TO_INT -> convert(FLOATS, "F2I", INTS);
      case TO_FLOAT -> convert(INTS, "I2F", FLOATS);
      case INT_ADD -> binary(INTS, "add");
      case INT_SUB -> binary(INTS, "sub");
      case INT_AND -> lanewise("AND");
      case INT_OR -> lanewise("OR");
      case SHIFT_LEFT -> shift("LSHL", number);
      case SHIFT_RIGHT -> shift("ASHR", number);
      case SHIFT_RIGHT_UNSIGNED -> shift("LSHR", number);
    }
  }

  @Override
  public void store() {
    code.dup_x2().pop();
    VectorCode.intoArray(code);
  }

  private static String word(What what) {
    return what.name().toLowerCase(Locale.ROOT);
  }

  private CodeBuilder species(ClassDesc vector) {
    return code.getstatic(vector, "SPECIES_PREFERRED", SPECIES);
  }

  private void broadcast(ClassDesc vector, ClassDesc number) {
    species(vector).swap();
    code.invokestatic(vector, "broadcast", MethodTypeDesc.of(vector, SPECIES, number));
  }

  private CodeBuilder operator(String type, String name) {
    return code.getstatic(OPERATORS, name, OPERATORS.nested(type));
  }

  private void binary(ClassDesc vector, String name) {
    code.invokevirtual(vector, name, MethodTypeDesc.of(vector, VECTOR));
  }

  private void lanewise(String name) {
    operator("Associative", name).swap();
    code.invokevirtual(
        INTS, "lanewise", MethodTypeDesc.of(INTS, OPERATORS.nested("Binary"), VECTOR));
  }

  private void shift(String name, int by) {
    operator("Binary", name).loadConstant(by);
    code.invokevirtual(
        INTS, "lanewise", MethodTypeDesc.of(INTS, OPERATORS.nested("Binary"), CD_int));
  }

  private void convert(ClassDesc from, String name, ClassDesc to) {
    operator("Conversion", name).iconst_0();
    code.invokevirtual(
        from, "convert", MethodTypeDesc.of(VECTOR, OPERATORS.nested("Conversion"), CD_int));
    code.checkcast(to);
  }
}

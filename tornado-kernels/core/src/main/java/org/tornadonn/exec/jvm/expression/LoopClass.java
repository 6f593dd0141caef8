package org.tornadonn.exec.jvm.expression;

import static java.lang.constant.ConstantDescs.CD_int;
import static org.tornadonn.exec.jvm.bytecode.VectorCode.FLOATS;
import static org.tornadonn.exec.jvm.bytecode.VectorCode.SPECIES;
import static org.tornadonn.exec.jvm.bytecode.VectorCode.VECTOR;
import static org.tornadonn.exec.jvm.bytecode.VectorCode.desc;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.tornadonn.exec.jvm.bytecode.HiddenClass;
import org.tornadonn.exec.jvm.bytecode.VectorCode;
import org.tornadonn.exec.jvm.expression.Instruction.What;
import org.tornadonn.exec.jvm.tile.Tile;

/**
 * The hidden class of an {@link Expression}: a single loop in which every instruction is a call of
 * the Vector API, all of which the JIT compiler always takes in. Written by hand as methods that
 * call each other, long functions were seen to make an object of each vector, a hundred times as
 * slow, as soon as the compiler decided against one of the calls.
 */
final class LoopClass {

  private static final ClassDesc INTS = desc(IntVector.class);
  private static final ClassDesc MASK = desc(VectorMask.class);
  private static final ClassDesc OPERATORS = desc(VectorOperators.class);

  /** Where {@code run}'s arguments lie. */
  private static final int ARRAYS = 1;

  private static final int AT = 2;
  private static final int N = 3;

  private final CodeBuilder code;
  private final Expression expression;
  private final int[] arrays;
  private final int[] starts;
  private final Map<Integer, Integer> repeated = new LinkedHashMap<>();
  private final int[] locals;

  private LoopClass(CodeBuilder code, Expression expression) {
    this.code = code;
    this.expression = expression;
    this.arrays = new int[expression.arrays()];
    this.starts = new int[expression.arrays()];
    this.locals = new int[expression.lines().size()];
  }

  /** Writes the loop. */
  static Stretch of(Expression expression) {
    return HiddenClass.instance(
        MethodHandles.lookup(),
        "ExpressionLoop",
        Stretch.class,
        (method, code) -> new LoopClass(code, expression).write());
  }

  private void write() {
    for (int k = 0; k < arrays.length; k++) {
      arrays[k] = code.allocateLocal(TypeKind.REFERENCE);
      starts[k] = code.allocateLocal(TypeKind.INT);
      code.aload(ARRAYS).loadConstant(k).aaload().astore(arrays[k]);
      code.aload(AT).loadConstant(k).iaload().istore(starts[k]);
    }
    for (var line : expression.lines()) {
      if (line.what() == What.REPEAT) {
        int k = line.number();
        int local = code.allocateLocal(TypeKind.FLOAT);
        code.aload(arrays[k]).iload(starts[k]).faload().fstore(local);
        repeated.put(k, local);
      }
    }
    int i = code.allocateLocal(TypeKind.INT);
    var loop = code.newLabel();
    var end = code.newLabel();
    code.iconst_0().istore(i).labelBinding(loop).iload(i).iload(N).if_icmpge(end);
    for (int at = 0; at < locals.length; at++) {
      var line = expression.lines().get(at);
      write(line, i);
      locals[at] = code.allocateLocal(TypeKind.REFERENCE);
      code.astore(locals[at]);
    }
    for (int result = 0; result < expression.results().size(); result++) {
      int k = expression.array(result);
      code.aload(locals[expression.results().get(result)]);
      code.aload(arrays[k]).iload(starts[k]).iload(i).iadd();
      VectorCode.intoArray(code);
    }
    code.iinc(i, Tile.LANES).goto_(loop).labelBinding(end).return_();
  }

  private void write(Instruction line, int i) {
    int number = line.number();
    switch (line.what()) {
      case READ -> {
        VectorCode.species(code).aload(arrays[number]).iload(starts[number]).iload(i).iadd();
        VectorCode.fromArray(code);
        return;
      }
      case REPEAT -> {
        VectorCode.species(code).fload(repeated.getOrDefault(number, 0));
        VectorCode.broadcast(code);
        return;
      }
      case NUMBER -> {
        VectorCode.species(code).loadConstant(Float.intBitsToFloat(number));
        VectorCode.broadcast(code);
        return;
      }
      case INT_NUMBER -> {
        code.getstatic(INTS, "SPECIES_PREFERRED", SPECIES).loadConstant(number);
        code.invokestatic(INTS, "broadcast", MethodTypeDesc.of(INTS, SPECIES, CD_int));
        return;
      }
      default -> {}
    }
    code.aload(locals[line.a()]);
    switch (line.what()) {
      case ADD -> binary(FLOATS, "add", line);
      case SUB -> binary(FLOATS, "sub", line);
      case MUL -> binary(FLOATS, "mul", line);
      case DIV -> binary(FLOATS, "div", line);
      case FMA -> {
        code.aload(locals[line.b()]).aload(locals[line.c()]);
        VectorCode.fma(code);
      }
      case NEG, ABS, SQRT ->
          code.invokevirtual(
              FLOATS, line.what().name().toLowerCase(Locale.ROOT), MethodTypeDesc.of(FLOATS));
      case BLEND -> {
        code.aload(locals[line.b()]).aload(locals[line.c()]);
        code.invokevirtual(FLOATS, "blend", MethodTypeDesc.of(FLOATS, VECTOR, MASK));
      }
      case LT, LE, EQ, NE -> {
        operator("Comparison", line.what().name());
        code.aload(locals[line.b()]);
        code.invokevirtual(
            FLOATS, "compare", MethodTypeDesc.of(MASK, OPERATORS.nested("Comparison"), VECTOR));
      }
      case AND -> mask("and", line);
      case OR -> mask("or", line);
      case NOT -> code.invokevirtual(MASK, "not", MethodTypeDesc.of(MASK));
      case BITS -> code.invokevirtual(FLOATS, "reinterpretAsInts", MethodTypeDesc.of(INTS));
      case FLOAT -> code.invokevirtual(INTS, "reinterpretAsFloats", MethodTypeDesc.of(FLOATS));
      case TO_INT -> convert(FLOATS, "F2I", INTS);
      case TO_FLOAT -> convert(INTS, "I2F", FLOATS);
      case INT_ADD -> binary(INTS, "add", line);
      case INT_SUB -> binary(INTS, "sub", line);
      case INT_AND -> lanewise("AND", line);
      case INT_OR -> lanewise("OR", line);
      case SHIFT_LEFT -> shift("LSHL", number);
      case SHIFT_RIGHT -> shift("ASHR", number);
      case SHIFT_RIGHT_UNSIGNED -> shift("LSHR", number);
      case READ, REPEAT, NUMBER, INT_NUMBER -> throw new IllegalStateException();
    }
  }

  private void operator(String type, String name) {
    code.getstatic(OPERATORS, name, OPERATORS.nested(type));
  }

  private void binary(ClassDesc vector, String name, Instruction line) {
    code.aload(locals[line.b()]);
    code.invokevirtual(vector, name, MethodTypeDesc.of(vector, VECTOR));
  }

  private void mask(String name, Instruction line) {
    code.aload(locals[line.b()]);
    code.invokevirtual(MASK, name, MethodTypeDesc.of(MASK, MASK));
  }

  private void lanewise(String name, Instruction line) {
    operator("Associative", name);
    code.aload(locals[line.b()]);
    code.invokevirtual(
        INTS, "lanewise", MethodTypeDesc.of(INTS, OPERATORS.nested("Binary"), VECTOR));
  }

  private void shift(String name, int by) {
    operator("Binary", name);
    code.loadConstant(by);
    code.invokevirtual(
        INTS, "lanewise", MethodTypeDesc.of(INTS, OPERATORS.nested("Binary"), CD_int));
  }

  private void convert(ClassDesc from, String name, ClassDesc to) {
    operator("Conversion", name);
    code.iconst_0();
    code.invokevirtual(
        from, "convert", MethodTypeDesc.of(VECTOR, OPERATORS.nested("Conversion"), CD_int));
    code.checkcast(to);
  }
}

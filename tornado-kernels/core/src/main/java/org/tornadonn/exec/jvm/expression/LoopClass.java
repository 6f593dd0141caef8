package org.tornadonn.exec.jvm.expression;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.invoke.MethodHandles;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.tornadonn.exec.jvm.bytecode.HiddenClass;
import org.tornadonn.exec.jvm.expression.Instruction.What;

/**
 * The hidden class of an {@link Expression}: a single loop in which every instruction is bytecode,
 * or a call of what the JIT compiler always takes in. Written by hand as methods that call each
 * other, long functions of vectors were seen to make an object of each vector, a hundred times as
 * slow, as soon as the compiler decided against one of the calls.
 */
final class LoopClass {

  /** Where {@code run}'s arguments lie. */
  private static final int ARRAYS = 1;

  private static final int AT = 2;
  private static final int FROM = 3;
  private static final int TO = 4;

  private final CodeBuilder code;
  private final Words words;
  private final Expression expression;
  private final int[] arrays;
  private final int[] starts;
  private final Map<Integer, Integer> repeated = new LinkedHashMap<>();
  private final int[] locals;

  private LoopClass(CodeBuilder code, Words words, Expression expression) {
    this.code = code;
    this.words = words;
    this.expression = expression;
    this.arrays = new int[expression.arrays()];
    this.starts = new int[expression.arrays()];
    this.locals = new int[expression.lines().size()];
  }

  /** Writes the loop with vectors, of which there have to be whole ones. */
  static Stretch ofVectors(Expression expression) {
    return of(expression, VectorWords::new);
  }

  /** Writes the loop with one element after the other. */
  static Stretch ofFloats(Expression expression) {
    return of(expression, FloatWords::new);
  }

  private static Stretch of(Expression expression, Function<CodeBuilder, Words> words) {
    return HiddenClass.instance(
        MethodHandles.lookup(),
        "ExpressionLoop",
        Stretch.class,
        (method, code) -> new LoopClass(code, words.apply(code), expression).write());
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
    code.iload(FROM).istore(i).labelBinding(loop).iload(i).iload(TO).if_icmpge(end);
    for (int at = 0; at < locals.length; at++) {
      var line = expression.lines().get(at);
      operands(line, i);
      words.write(line.what(), line.number());
      locals[at] = code.allocateLocal(words.kind(line.what()));
      code.storeLocal(words.kind(line.what()), locals[at]);
    }
    for (int result = 0; result < expression.results().size(); result++) {
      int k = expression.array(result);
      code.aload(arrays[k]).iload(starts[k]).iload(i).iadd();
      load(expression.results().get(result));
      words.store();
    }
    code.iinc(i, words.elements()).goto_(loop).labelBinding(end).return_();
  }

  private void operands(Instruction line, int i) {
    int number = line.number();
    switch (line.what()) {
      case READ -> code.aload(arrays[number]).iload(starts[number]).iload(i).iadd();
      case REPEAT -> code.fload(repeated.getOrDefault(number, 0));
      case NUMBER -> code.loadConstant(Float.intBitsToFloat(number));
      case INT_NUMBER -> code.loadConstant(number);
      default -> {
        for (int k = 0; k < line.what().operands; k++) {
          load(line.operand(k));
        }
      }
    }
  }

  private void load(int line) {
    code.loadLocal(words.kind(expression.lines().get(line).what()), locals[line]);
  }
}

package org.tornadonn.exec.jvm.bytecode;

import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Calls of {@link FloatVector}, of the species that this CPU prefers. Each takes from the stack
 * what it is called with, and {@link #species} stands before the arguments of those that ask for
 * it.
 */
public final class VectorCode {

  public static final ClassDesc FLOATS = desc(FloatVector.class);
  public static final ClassDesc VECTOR = desc(Vector.class);
  public static final ClassDesc SPECIES = desc(VectorSpecies.class);

  private static final ClassDesc ARRAY = CD_float.arrayType();
  private static final ClassDesc SEGMENT = desc(MemorySegment.class);
  private static final ClassDesc ORDER = desc(ByteOrder.class);

  private static final MethodTypeDesc FROM_ARRAY =
      MethodTypeDesc.of(FLOATS, SPECIES, ARRAY, CD_int);
  private static final MethodTypeDesc FROM_SEGMENT =
      MethodTypeDesc.of(FLOATS, SPECIES, SEGMENT, CD_long, ORDER);
  private static final MethodTypeDesc BROADCAST = MethodTypeDesc.of(FLOATS, SPECIES, CD_float);
  private static final MethodTypeDesc ZERO = MethodTypeDesc.of(FLOATS, SPECIES);
  private static final MethodTypeDesc ADD = MethodTypeDesc.of(FLOATS, VECTOR);
  private static final MethodTypeDesc FMA = MethodTypeDesc.of(FLOATS, VECTOR, VECTOR);
  private static final MethodTypeDesc INTO_ARRAY = MethodTypeDesc.of(CD_void, ARRAY, CD_int);

  private VectorCode() {}

  public static ClassDesc desc(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }

  public static CodeBuilder species(CodeBuilder code) {
    return code.getstatic(FLOATS, "SPECIES_PREFERRED", SPECIES);
  }

  /** Of a species. */
  public static CodeBuilder zero(CodeBuilder code) {
    return code.invokestatic(FLOATS, "zero", ZERO);
  }

  /** Of a species and a float. */
  public static CodeBuilder broadcast(CodeBuilder code) {
    return code.invokestatic(FLOATS, "broadcast", BROADCAST);
  }

  /** Of a species, an array and an index. */
  public static CodeBuilder fromArray(CodeBuilder code) {
    return code.invokestatic(FLOATS, "fromArray", FROM_ARRAY);
  }

  /** Of a species, a segment and a number of bytes; floats are in the order of this CPU. */
  public static CodeBuilder fromSegment(CodeBuilder code) {
    code.getstatic(ORDER, ByteOrder.nativeOrder().toString(), ORDER);
    return code.invokestatic(FLOATS, "fromMemorySegment", FROM_SEGMENT);
  }

  /** Of two vectors. */
  public static CodeBuilder add(CodeBuilder code) {
    return code.invokevirtual(FLOATS, "add", ADD);
  }

  /** Of two factors and what their product is added to. */
  public static CodeBuilder fma(CodeBuilder code) {
    return code.invokevirtual(FLOATS, "fma", FMA);
  }

  /** Of a vector, an array and an index. */
  public static CodeBuilder intoArray(CodeBuilder code) {
    return code.invokevirtual(FLOATS, "intoArray", INTO_ARRAY);
  }
}

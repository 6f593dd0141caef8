package org.tornadonn.exec.jvm.tile;

import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_long;
import static org.tornadonn.exec.jvm.bytecode.VectorCode.desc;
import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.VECTOR_BYTES;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.util.function.IntConsumer;
import org.tornadonn.exec.jvm.bytecode.HiddenClass;
import org.tornadonn.exec.jvm.bytecode.VectorCode;

/**
 * Writes the {@link TileLoops} of some rows and vectors. The sums are local variables, because C2
 * keeps nothing else in registers: the code has a line for each row, and one for each sum in it.
 */
final class TileClass {

  private static final ClassDesc SEGMENT = desc(MemorySegment.class);
  private static final ClassDesc LAYOUT = desc(ValueLayout.class);
  private static final ClassDesc FLOAT_LAYOUT = desc(ValueLayout.OfFloat.class);

  private final CodeBuilder code;
  private final int rows;
  private final int vectors;

  private final int[] sums;
  private final int[] right;
  private final int left;

  /** The turn of the loop. */
  private final int k;

  private TileClass(CodeBuilder code, int rows, int vectors) {
    this.code = code;
    this.rows = rows;
    this.vectors = vectors;
    this.sums = locals(code, rows * vectors, TypeKind.REFERENCE);
    this.right = locals(code, vectors, TypeKind.REFERENCE);
    this.left = code.allocateLocal(TypeKind.REFERENCE);
    this.k = code.allocateLocal(TypeKind.INT);
  }

  /** The loops of a tile. */
  static TileLoops of(int rows, int vectors) {
    return HiddenClass.instance(
        MethodHandles.lookup(),
        "Tile" + rows + "x" + vectors,
        TileLoops.class,
        (method, code) -> new TileClass(code, rows, vectors).write(method));
  }

  private static int[] locals(CodeBuilder code, int n, TypeKind kind) {
    int[] locals = new int[n];
    for (int i = 0; i < n; i++) {
      locals[i] = code.allocateLocal(kind);
    }
    return locals;
  }

  private void write(String method) {
    switch (method) {
      case "multiply" -> multiply();
      case "multiplyPacked" -> multiplyPacked();
      case "multiplyPlaces" -> multiplyPlaces();
      case "addTaps" -> addTaps();
      case "dots" -> dots();
      default -> throw new IllegalStateException(method);
    }
    code.return_();
  }

  private int parameter(int i) {
    return code.parameterSlot(i);
  }

  private void multiply() {
    IntConsumer place =
        sum -> {
          row(parameter(7), parameter(8), sum / vectors);
          code.loadConstant(sum % vectors * LANES).iadd();
        };
    zero();
    int[] starts = locals(code, rows, TypeKind.INT);
    for (int r = 0; r < rows; r++) {
      row(parameter(2), parameter(3), r).istore(starts[r]);
    }
    loop(
        1,
        () -> sideBySide(parameter(4), parameter(5)),
        r -> repeat(parameter(1), () -> code.iload(starts[r]).iload(k).iadd()));
    addIf(parameter(9), parameter(6), place);
    store(parameter(6), place);
  }

  private void multiplyPacked() {
    zero();
    int at = code.allocateLocal(TypeKind.INT);
    loop(
        1,
        () -> {
          packed(parameter(2), at);
          sideBySide(parameter(3), parameter(4));
        },
        r -> repeat(parameter(1), () -> code.iload(at).loadConstant(r).iadd()));
    store(parameter(5), tile(parameter(6)));
  }

  private void multiplyPlaces() {
    zero();
    int[] starts = locals(code, rows, TypeKind.LONG);
    for (int r = 0; r < rows; r++) {
      code.iload(parameter(2)).i2l();
      element(parameter(3), parameter(4), r).i2l().ladd();
      code.loadConstant((long) Float.BYTES).lmul().lstore(starts[r]);
    }
    int at = code.allocateLocal(TypeKind.LONG);
    loop(
        1,
        () -> {
          code.iload(k).i2l().loadConstant((long) Float.BYTES).lmul().lstore(at);
          sideBySide(parameter(5), parameter(6));
        },
        r -> {
          VectorCode.species(code).aload(parameter(1));
          code.getstatic(LAYOUT, "JAVA_FLOAT", FLOAT_LAYOUT).lload(starts[r]).lload(at).ladd();
          code.invokeinterface(SEGMENT, "get", MethodTypeDesc.of(CD_float, FLOAT_LAYOUT, CD_long));
          VectorCode.broadcast(code);
        });
    addIf(parameter(9), parameter(7), tile(parameter(8)));
    store(parameter(7), tile(parameter(8)));
  }

  private void addTaps() {
    int[] taps = locals(code, vectors, TypeKind.LONG);
    for (int t = 0; t < vectors; t++) {
      code.iload(parameter(4)).i2l();
      element(parameter(5), parameter(6), t).i2l().ladd();
      code.loadConstant(VECTOR_BYTES).lmul().lstore(taps[t]);
    }
    load(parameter(7), tile(parameter(8)));
    int i = code.allocateLocal(TypeKind.INT);
    int at = code.allocateLocal(TypeKind.LONG);
    loop(
        1,
        () -> {
          packed(parameter(2), i);
          code.iload(k).i2l().loadConstant(VECTOR_BYTES).lmul().lstore(at);
          for (int t = 0; t < vectors; t++) {
            VectorCode.species(code).aload(parameter(3)).lload(taps[t]).lload(at).ladd();
            VectorCode.fromSegment(code).astore(right[t]);
          }
        },
        r -> repeat(parameter(1), () -> code.iload(i).loadConstant(r).iadd()));
    store(parameter(7), tile(parameter(8)));
  }

  private void dots() {
    int[] taps = locals(code, vectors, TypeKind.INT);
    for (int t = 0; t < vectors; t++) {
      code.iload(parameter(5));
      element(parameter(6), parameter(7), t).iadd().istore(taps[t]);
    }
    load(parameter(8), tile(parameter(9)));
    loop(
        LANES,
        () -> {
          for (int t = 0; t < vectors; t++) {
            VectorCode.species(code).aload(parameter(4)).iload(taps[t]).iload(k).iadd();
            VectorCode.fromArray(code).astore(right[t]);
          }
        },
        r -> {
          VectorCode.species(code).aload(parameter(1));
          row(parameter(2), parameter(3), r).iload(k).iadd();
          VectorCode.fromArray(code);
        });
    store(parameter(8), tile(parameter(9)));
  }

  /** Where a sum is in an array from the given place on if the tile lies side by side there. */
  private IntConsumer tile(int at) {
    return sum -> code.iload(at).loadConstant(sum * LANES).iadd();
  }

  /** Where a row is. */
  private CodeBuilder row(int from, int step, int row) {
    return code.iload(from).iload(step).loadConstant(row).imul().iadd();
  }

  private CodeBuilder element(int array, int first, int i) {
    return code.aload(array).iload(first).loadConstant(i).iadd().iaload();
  }

  /** Where the factors of a turn are, those of all rows side by side. */
  private void packed(int from, int at) {
    code.iload(from).iload(k).loadConstant(rows).imul().iadd().istore(at);
  }

  /** A vector of a float from an array. */
  private void repeat(int array, Runnable place) {
    VectorCode.species(code).aload(array);
    place.run();
    VectorCode.broadcast(code.faload());
  }

  /** Reads the right factors of a turn, which are side by side in a segment. */
  private void sideBySide(int segment, int from) {
    int at = code.allocateLocal(TypeKind.LONG);
    code.iload(from).i2l().iload(k).i2l().loadConstant((long) vectors * LANES).lmul().ladd();
    code.loadConstant((long) Float.BYTES).lmul().lstore(at);
    for (int j = 0; j < vectors; j++) {
      VectorCode.species(code).aload(segment).lload(at).loadConstant(j * VECTOR_BYTES).ladd();
      VectorCode.fromSegment(code).astore(right[j]);
    }
  }

  /** Adds the products of n turns to the sums. */
  private void loop(int step, Runnable bringRight, IntConsumer bringLeft) {
    var loop = code.newLabel();
    var end = code.newLabel();
    code.iconst_0().istore(k).labelBinding(loop).iload(k).iload(parameter(0)).if_icmpge(end);
    bringRight.run();
    for (int sum = 0; sum < sums.length; sum++) {
      if (sum % vectors == 0) {
        bringLeft.accept(sum / vectors);
        code.astore(left);
      }
      code.aload(left).aload(right[sum % vectors]).aload(sums[sum]);
      VectorCode.fma(code).astore(sums[sum]);
    }
    code.iinc(k, step).goto_(loop).labelBinding(end);
  }

  private void zero() {
    VectorCode.zero(VectorCode.species(code)).astore(left);
    for (int sum : sums) {
      code.aload(left).astore(sum);
    }
  }

  private void load(int array, IntConsumer place) {
    for (int sum = 0; sum < sums.length; sum++) {
      read(array, place, sum).astore(sums[sum]);
    }
  }

  private void addIf(int condition, int array, IntConsumer place) {
    var without = code.newLabel();
    code.iload(condition).ifeq(without);
    for (int sum = 0; sum < sums.length; sum++) {
      code.aload(sums[sum]);
      read(array, place, sum);
      VectorCode.add(code).astore(sums[sum]);
    }
    code.labelBinding(without);
  }

  private void store(int array, IntConsumer place) {
    for (int sum = 0; sum < sums.length; sum++) {
      code.aload(sums[sum]).aload(array);
      place.accept(sum);
      VectorCode.intoArray(code);
    }
  }

  private CodeBuilder read(int array, IntConsumer place, int sum) {
    VectorCode.species(code).aload(array);
    place.accept(sum);
    return VectorCode.fromArray(code);
  }
}

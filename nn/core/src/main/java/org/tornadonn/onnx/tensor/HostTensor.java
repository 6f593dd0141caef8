package org.tornadonn.onnx.tensor;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Typed numbers with sizes, row-major: fractions as float or, where they have more digits, double;
 * whole numbers and truth values as long. Unlike values of a plan it may be empty.
 */
public final class HostTensor {

  /** More axes than any operator has. */
  public static final int MAX_RANK = 16;

  private final ElementType type;
  private final int[] dims;
  private final float @Nullable [] floats;
  private final double @Nullable [] doubles;
  private final long @Nullable [] longs;

  private HostTensor(
      ElementType type,
      int[] dims,
      float @Nullable [] floats,
      double @Nullable [] doubles,
      long @Nullable [] longs) {
    this.type = type;
    this.dims = dims;
    this.floats = floats;
    this.doubles = doubles;
    this.longs = longs;
  }

  /** Fractions that are float32 or less. */
  public static HostTensor of(ElementType type, int[] dims, float... numbers) {
    requireSize(dims, numbers.length);
    return new HostTensor(type, dims.clone(), numbers, null, null);
  }

  /** Whole numbers or truth values. */
  public static HostTensor of(ElementType type, int[] dims, long... numbers) {
    requireSize(dims, numbers.length);
    return new HostTensor(type, dims.clone(), null, null, numbers);
  }

  /** A list of int64, as operators take shapes and axes. */
  public static HostTensor of(long... numbers) {
    return of(ElementType.INT64, new int[] {numbers.length}, numbers);
  }

  /** Computes fractions, each rounded to the type. */
  public static HostTensor fractions(ElementType type, int[] dims, IntToDoubleFunction number) {
    int size = size(dims);
    if (type == ElementType.DOUBLE) {
      double[] doubles = new double[size];
      Arrays.setAll(doubles, number);
      return new HostTensor(type, dims.clone(), null, doubles, null);
    }
    float[] floats = new float[size];
    for (int i = 0; i < size; i++) {
      floats[i] = (float) type.round(number.applyAsDouble(i));
    }
    return new HostTensor(type, dims.clone(), floats, null, null);
  }

  /** Computes whole numbers or truth values, each wrapped to the type. */
  public static HostTensor integers(ElementType type, int[] dims, IntToLongFunction number) {
    long[] longs = new long[size(dims)];
    Arrays.setAll(longs, i -> type.wrap(number.applyAsLong(i)));
    return new HostTensor(type, dims.clone(), null, null, longs);
  }

  /**
   * The number of elements.
   *
   * @throws Refusal if they are more than an array holds
   */
  public static int size(int... dims) {
    long size = 1;
    for (int dim : dims) {
      size *= dim;
      if (dim < 0 || size > Integer.MAX_VALUE - 8) {
        throw new Refusal(
            Reason.SHAPE, "has sizes %s that no array can have".formatted(Arrays.toString(dims)));
      }
    }
    return (int) size;
  }

  private static void requireSize(int[] dims, int length) {
    if (size(dims) != length) {
      throw new Refusal(
          Reason.SHAPE, "has %d numbers for the sizes %s".formatted(length, Arrays.toString(dims)));
    }
  }

  public ElementType type() {
    return type;
  }

  /** The sizes, outermost first. */
  public int[] dims() {
    return dims.clone();
  }

  public int rank() {
    return dims.length;
  }

  public int size() {
    return floats != null ? floats.length : doubles != null ? doubles.length : integers().length;
  }

  private long[] integers() {
    if (longs == null) {
      throw new Refusal(
          Reason.DAMAGED, "has numbers of type %s where whole ones belong".formatted(type));
    }
    return longs;
  }

  /** An element. */
  public double number(int i) {
    return floats != null ? floats[i] : doubles != null ? doubles[i] : integers()[i];
  }

  /** A whole number or truth value. */
  public long integer(int i) {
    return integers()[i];
  }

  /** All whole numbers. */
  public long[] toLongs() {
    return integers().clone();
  }

  /** All numbers in float32; not to be changed. */
  public float[] toFloats() {
    if (floats != null) {
      return floats;
    }
    float[] all = new float[size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) number(i);
    }
    return all;
  }

  /** The same numbers with other sizes. */
  public HostTensor as(int... sizes) {
    requireSize(sizes, size());
    return new HostTensor(type, sizes.clone(), floats, doubles, longs);
  }

  /** Elements of this one, each where a function says that it comes from. */
  public HostTensor pick(int[] sizes, IntUnaryOperator from) {
    return type.isFloating()
        ? fractions(type, sizes, i -> number(from.applyAsInt(i)))
        : integers(type, sizes, i -> integer(from.applyAsInt(i)));
  }

  /** The numbers in another type, as ONNX's Cast makes them. */
  public HostTensor cast(ElementType to) {
    if (to == type) {
      return this;
    }
    if (to.isFloating()) {
      return fractions(to, dims, this::number);
    }
    if (to == ElementType.BOOL) {
      return integers(to, dims, i -> number(i) == 0 ? 0 : 1);
    }
    return integers(to, dims, i -> type.isFloating() ? (long) number(i) : integer(i));
  }

  @Override
  public String toString() {
    return type + " " + Arrays.toString(dims);
  }
}

package org.tornadonn.onnx;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.onnx.tensor.HostTensor;
import org.tornadonn.onnx.tensor.Strides;
import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * Where the largest numbers of windows lie, counted through the whole tensor; the first of those
 * that are equal.
 */
final class MaxIndices {

  /** What recording a place of a window counts for, beside numbers that are computed at once. */
  private static final long OPERATORS = 512;

  private MaxIndices() {}

  /**
   * The places, one for each window.
   *
   * @param byColumns whether they are counted with the first inner axis fastest
   * @param to the sizes of the result
   */
  static Operand of(Invocation node, Frame frame, boolean byColumns, int... to) {
    var x = node.value(0);
    int[] dims = x.shape().toArray();
    int axes = frame.axes();
    int[] pad = new int[2 * axes];
    for (int i = 0; i < axes; i++) {
      int reached = (to[2 + i] - 1) * frame.strides()[i] + frame.reach(i);
      int behind = Math.max(0, reached - dims[2 + i] - frame.before()[i]);
      pad[2 * (axes - 1 - i)] = frame.before()[i];
      pad[2 * (axes - 1 - i) + 1] = behind;
    }
    var numbers = F.pad(x, pad, Float.NEGATIVE_INFINITY);
    var places = F.pad(node.value(positions(node, byColumns, dims)), pad, -1);
    Value best = null;
    @Nullable Value place = null;
    int[] kernel = frame.kernel();
    node.spend(OPERATORS * HostTensor.size(kernel));
    for (int k = 0; k < HostTensor.size(kernel); k++) {
      int[] at = Strides.places(k, kernel);
      var number = windowed(numbers, frame, at, to);
      var here = windowed(places, frame, at, to);
      // Padding is never taken, though it may be as large.
      var larger = best == null ? null : F.logicalOr(F.gt(number, best), F.lt(place(place), 0));
      place =
          larger == null ? here : F.where(F.logicalAnd(larger, F.ge(here, 0)), here, place(place));
      best = best == null ? number : F.maximum(best, number);
    }
    return new Computed(place(place), ElementType.INT64, 0, HostTensor.size(dims) - 1L);
  }

  private static Value place(@Nullable Value place) {
    return Objects.requireNonNull(place);
  }

  private static Value windowed(Value x, Frame frame, int[] at, int... to) {
    var part = x;
    for (int i = 0; i < at.length; i++) {
      int from = at[i] * frame.dilations()[i];
      int step = frame.strides()[i];
      part = F.slice(part, 2 + i, from, from + (to[2 + i] - 1) * step + 1, step);
    }
    return part;
  }

  /** The place of each element, exact as far as float32 has whole numbers. */
  private static Known positions(Invocation node, boolean byColumns, int... dims) {
    Bounds.requireExact(ElementType.INT64, 0, HostTensor.size(dims) - 1L);
    int inner = HostTensor.size(Arrays.copyOfRange(dims, 2, dims.length));
    return node.fractions(
        ElementType.FLOAT,
        dims,
        i -> {
          if (!byColumns) {
            return i;
          }
          int[] at = Strides.places(i, dims);
          int place = 0;
          for (int axis = dims.length - 1; axis >= 2; axis--) {
            place = place * dims[axis] + at[axis];
          }
          return i / inner * inner + place;
        });
  }

  /** Each number back where it was in its window, with 0 around it. */
  static Operand unpool(Invocation node) {
    int[] sizes = Convolutions.inner(node, 0);
    var frame = Frame.of(node, sizes);
    boolean apart =
        Arrays.equals(frame.kernel(), frame.strides())
            && Arrays.stream(frame.before()).allMatch(p -> p == 0)
            && Arrays.stream(frame.after()).allMatch(p -> p == 0);
    if (!apart) {
      throw node.variant("has windows that overlap, or are padded");
    }
    int[] dims = node.in(0).dims();
    int[] to = dims.clone();
    for (int i = 0; i < sizes.length; i++) {
      to[2 + i] = sizes[i] * frame.kernel()[i];
    }
    if (node.has(2)
        && !Arrays.equals(node.integers(2), Arrays.stream(to).asLongStream().toArray())) {
      throw node.variant("makes more rows or columns than its windows have");
    }
    var x = node.value(0);
    var index = node.value(1);
    for (int axis = 2; axis < dims.length; axis++) {
      x = F.repeatInterleave(x, frame.kernel()[axis - 2], axis);
      index = F.repeatInterleave(index, frame.kernel()[axis - 2], axis);
    }
    var here = F.eq(index, node.value(positions(node, false, to)));
    return Functions.fraction(node, F.where(here, x, 0));
  }
}

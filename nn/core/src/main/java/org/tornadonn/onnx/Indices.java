package org.tornadonn.onnx;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.onnx.tensor.HostTensor;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.onnx.tensor.Strides;
import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/** Elements taken by their places. */
final class Indices {

  static final Map<String, Rule> RULES =
      Map.ofEntries(
          entry("Gather", Rule.one(Indices::gather)),
          entry("GatherElements", Rule.one(Indices::gatherElements)),
          entry("GatherND", Rule.one(Indices::gatherNd)),
          entry("OneHot", Rule.one(Indices::oneHot)),
          entry("ReverseSequence", Rule.one(Indices::reverseSequence)),
          entry("NonZero", Rule.one(Indices::nonZero)),
          entry("Compress", Rule.one(Indices::compress)),
          entry("TopK", Indices::topK));

  /** Since then, how many are taken is an input. */
  private static final long COUNT_AS_INPUT = 10;

  private Indices() {}

  static int place(long index, int size) {
    long place = index < 0 ? index + size : index;
    if (place < 0 || place >= size) {
      throw new Refusal(Reason.SHAPE, "takes element %d of %d".formatted(index, size));
    }
    return (int) place;
  }

  /** Elements along an axis, by places that are known. */
  static Operand taken(Invocation node, Operand x, int axis, int... places) {
    int[] dims = x.dims();
    node.joins(dims[axis]);
    int step = places.length > 1 ? places[1] - places[0] : 1;
    boolean even =
        step != 0
            && IntStream.range(1, places.length).allMatch(i -> places[i] - places[i - 1] == step);
    if (even && !(x instanceof Known)) {
      return Pieces.cut(node, x, axis, places[0], places.length, step);
    }
    return picked(node, x, axis, places);
  }

  /** The same, where what is joined is noted elsewhere. */
  static Operand picked(Invocation node, Operand x, int axis, int... places) {
    int[] dims = x.dims();
    int[] to = dims.clone();
    to[axis] = places.length;
    if (x instanceof Known known) {
      int inner = HostTensor.size(Arrays.copyOfRange(dims, axis + 1, dims.length));
      return node.pick(
          known.tensor(),
          to,
          i ->
              (i / inner / places.length * dims[axis] + places[i / inner % places.length]) * inner
                  + i % inner);
    }
    Pieces.requireElements(to);
    return Sizes.like(x, F.indexSelect(node.value(x), axis, places));
  }

  private static Operand gather(Invocation node) {
    var x = node.in(0);
    var index = node.in(1);
    int[] dims = x.dims();
    int axis = node.axis(node.integer("axis", 0), dims.length);
    int[] to = new int[dims.length - 1 + index.rank()];
    System.arraycopy(dims, 0, to, 0, axis);
    System.arraycopy(index.dims(), 0, to, axis, index.rank());
    System.arraycopy(dims, axis + 1, to, axis + index.rank(), dims.length - axis - 1);
    if (index instanceof Computed computed) {
      var value = F.take(node.value(x), axis, within(computed, dims[axis]));
      return Sizes.as(node, Sizes.like(x, value), to);
    }
    var known = node.known(1);
    int[] places = new int[known.size()];
    Arrays.setAll(places, i -> place(known.integer(i), dims[axis]));
    return Sizes.as(node, taken(node, x, axis, places), to);
  }

  /** Places from 0 up; NaN comes of one that is not there. */
  static Value within(Computed index, int size) {
    var value = index.value();
    return index.low() < 0 ? F.where(F.lt(value, 0), F.add(value, size), value) : value;
  }

  private static Operand gatherElements(Invocation node) {
    var x = node.in(0);
    int[] dims = x.dims();
    int axis = node.axis(node.integer("axis", 0), dims.length);
    if (node.in(1) instanceof Computed computed) {
      return Sizes.like(x, F.gather(node.value(x), axis, within(computed, dims[axis])));
    }
    var index = node.known(1);
    int[] to = index.dims();
    int[] strides = Strides.of(dims);
    int[] places = new int[index.size()];
    for (int i = 0; i < places.length; i++) {
      int[] at = Strides.places(i, to);
      at[axis] = place(index.integer(i), dims[axis]);
      for (int k = 0; k < at.length; k++) {
        places[i] += at[k] * strides[k];
      }
    }
    return flat(node, x, to, places);
  }

  /** Elements of the whole of an operand, by known places. */
  static Operand flat(Invocation node, Operand x, int[] to, int... places) {
    if (x instanceof Known known) {
      return node.pick(known.tensor(), to, i -> places[i]);
    }
    Pieces.requireElements(to);
    joined(node, x.dims(), to, places);
    return Sizes.as(node, picked(node, Sizes.as(node, x, x.size()), 0, places), to);
  }

  /** Notes what is joined, unless each row along the first axis meets the same row alone. */
  static void joined(Invocation node, int[] from, int[] to, int... places) {
    if (from.length > 0 && to.length > 0 && from[0] == to[0] && from[0] > 0) {
      int of = HostTensor.size(from) / from[0];
      int each = HostTensor.size(to) / to[0];
      if (IntStream.range(0, places.length).allMatch(i -> places[i] / of == i / each)) {
        return;
      }
    }
    node.joins(HostTensor.size(from));
  }

  private static Operand gatherNd(Invocation node) {
    var x = node.in(0);
    int[] dims = x.dims();
    int[] of = node.in(1).dims();
    int batch = Math.toIntExact(node.integer("batch_dims", 0));
    int depth = of[of.length - 1];
    int[] inner = Arrays.copyOfRange(dims, batch + depth, dims.length);
    int[] to = Arrays.copyOf(of, of.length - 1 + inner.length);
    System.arraycopy(inner, 0, to, of.length - 1, inner.length);
    if (node.in(1) instanceof Computed places && batch == 0) {
      return Sizes.as(node, taken(node, x, places, depth, inner), to);
    }
    var index = node.known(1);
    int[] strides = Strides.of(dims);
    int each = HostTensor.size(inner);
    int rows = index.size() / Math.max(1, depth);
    int[] places = new int[rows * each];
    int[] outer = Arrays.copyOf(of, of.length - 1);
    for (int row = 0; row < rows; row++) {
      int[] at = Strides.places(row, outer);
      int from = 0;
      for (int k = 0; k < batch; k++) {
        from += at[k] * strides[k];
      }
      for (int k = 0; k < depth; k++) {
        from += place(index.integer(row * depth + k), dims[batch + k]) * strides[batch + k];
      }
      for (int i = 0; i < each; i++) {
        places[row * each + i] = from + i;
      }
    }
    return flat(node, x, to, places);
  }

  /** Elements, or what hangs on them, by places that are computed, an axis at a time. */
  private static Operand taken(
      Invocation node, Operand x, Computed places, int depth, int... inner) {
    int rows = HostTensor.size(Arrays.copyOf(x.dims(), depth));
    var flat = Sizes.as(node, x, rows, HostTensor.size(inner));
    return Sizes.like(x, F.take(node.value(flat), 0, flat(places, x.dims(), depth)));
  }

  /** Places among all of the first axes, by one for each axis. */
  static Value flat(Computed places, int[] dims, int depth) {
    int last = places.rank() - 1;
    Value at = null;
    for (int k = 0; k < depth; k++) {
      var one =
          new Computed(
              F.select(places.value(), last, k), ElementType.INT64, places.low(), places.high());
      var place = within(one, dims[k]);
      // One that is not there must not come to be another's.
      var there = F.logicalAnd(F.ge(place, 0), F.lt(place, dims[k]));
      place = F.where(there, place, Float.NEGATIVE_INFINITY);
      at = at == null ? place : F.add(F.mul(at, dims[k]), place);
    }
    return Objects.requireNonNull(at);
  }

  private static Operand oneHot(Invocation node) {
    var index = node.in(0);
    int depth = Math.toIntExact((long) node.known(1).number(0));
    var values = node.known(2);
    int[] dims = index.dims();
    int axis = node.axis(node.integer("axis", -1), dims.length + 1);
    int[] wide = new int[dims.length + 1];
    int[] line = new int[dims.length + 1];
    Arrays.fill(line, 1);
    line[axis] = depth;
    for (int i = 0; i < wide.length; i++) {
      wide[i] = i < axis ? dims[i] : i == axis ? 1 : dims[i - 1];
    }
    var classes = HostTensor.integers(ElementType.INT64, line, i -> i);
    var x = node.value(Sizes.as(node, index, wide));
    var hit = F.eq(F.where(F.lt(x, 0), F.add(x, depth), x), node.constant(classes));
    var on = node.scalar(values.number(1));
    var off = node.scalar(values.number(0));
    var value = F.where(hit, on, off);
    if (!values.type().isInteger()) {
      return new Computed(value, values.type());
    }
    return new Computed(
        value,
        values.type(),
        Math.min(values.integer(0), values.integer(1)),
        Math.max(values.integer(0), values.integer(1)));
  }

  private static Operand reverseSequence(Invocation node) {
    var x = node.in(0);
    int[] dims = x.dims();
    int time = node.axis(node.integer("time_axis", 0), dims.length);
    int batch = node.axis(node.integer("batch_axis", 1), dims.length);
    long[] lengths = node.integers(1);
    int[] strides = Strides.of(dims);
    int[] places = new int[x.size()];
    for (int i = 0; i < places.length; i++) {
      int[] at = Strides.places(i, dims);
      int length = Math.toIntExact(lengths[at[batch]]);
      if (at[time] < length) {
        at[time] = length - 1 - at[time];
      }
      for (int k = 0; k < at.length; k++) {
        places[i] += at[k] * strides[k];
      }
    }
    return flat(node, x, dims, places);
  }

  private static Operand nonZero(Invocation node) {
    if (!node.folds()) {
      throw new Refusal(Reason.DATA, "gives as many places as an input has that are not 0");
    }
    var x = node.known(0);
    var found = new ArrayList<Integer>();
    for (int i = 0; i < x.size(); i++) {
      if (x.number(i) != 0) {
        found.add(i);
      }
    }
    int[] dims = x.dims();
    int count = found.size();
    return node.integers(
        ElementType.INT64,
        new int[] {dims.length, count},
        i -> Strides.places(found.get(i % count), dims)[i / count]);
  }

  private static Operand compress(Invocation node) {
    var x = node.in(0);
    var condition = node.known(1);
    boolean whole = !node.hasAttribute("axis");
    int axis = whole ? 0 : node.axis(node.integer("axis", 0), x.rank());
    int[] places =
        IntStream.range(0, condition.size()).filter(i -> condition.integer(i) != 0).toArray();
    return taken(node, whole ? Sizes.as(node, x, x.size()) : x, axis, places);
  }

  private static List<Operand> topK(Invocation node) {
    var x = node.in(0);
    int[] dims = x.dims();
    int axis = node.axis(node.integer("axis", -1), dims.length);
    long k = node.opset() < COUNT_AS_INPUT ? node.integer("k", 0) : node.known(1).integer(0);
    boolean largest = node.integer("largest", 1) != 0;
    // In order they satisfy those, too, who do not ask for an order.
    node.integer("sorted", 1);
    if (k < 1 || k > dims[axis]) {
      throw new Refusal(Reason.SHAPE, "takes %d of %d".formatted(k, dims[axis]));
    }
    node.joins(dims[axis]);
    var taken = F.topk(node.value(x), (int) k, axis, largest);
    return List.of(
        Sizes.like(x, taken.values()),
        new Computed(taken.indices(), ElementType.INT64, 0, dims[axis] - 1));
  }
}

package org.tornadonn.onnx;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.LongBinaryOperator;
import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.onnx.tensor.HostTensor;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.onnx.tensor.Strides;
import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * Elements put where places say. Places that are known are gathered from; of those that are
 * computed each element of the result looks for the updates that are its own, so these are for few
 * updates.
 */
final class Scatters {

  static final Map<String, Rule> RULES =
      Map.ofEntries(
          entry("ScatterND", Rule.one(Scatters::byTuples)),
          entry("ScatterElements", Rule.one(Scatters::byElements)),
          entry("Scatter", Rule.one(Scatters::byElements)));

  private Scatters() {}

  /** How an update meets what is there. */
  // Its fields are functions without state.
  @SuppressWarnings("ImmutableEnumChecker")
  private enum Reduction {
    NONE((a, b) -> b, (a, b) -> b, 0),
    ADD(F::add, Long::sum, 0),
    MUL(F::mul, (a, b) -> a * b, 1),
    MAX(F::maximum, Math::max, Float.NEGATIVE_INFINITY),
    MIN(F::minimum, Math::min, Float.POSITIVE_INFINITY);

    private final BinaryOperator<Value> values;
    private final LongBinaryOperator whole;

    /** What changes nothing. */
    private final float neutral;

    Reduction(BinaryOperator<Value> values, LongBinaryOperator whole, float neutral) {
      this.values = values;
      this.whole = whole;
      this.neutral = neutral;
    }

    static Reduction of(Invocation node) {
      var name = node.text("reduction", "none");
      for (var reduction : values()) {
        if (reduction.name().equalsIgnoreCase(name)) {
          return reduction;
        }
      }
      throw node.variant("has a reduction '%s'".formatted(name));
    }

    /** The result with its bounds, of as many updates as an element may get. */
    Operand result(Invocation node, Value value, long updates) {
      var x = node.in(0);
      if (!x.type().isInteger()) {
        return new Computed(value, x.type());
      }
      long[] a = node.bounds(0);
      long[] b = node.bounds(2);
      if (this == NONE || this == MAX || this == MIN) {
        return new Computed(value, x.type(), Math.min(a[0], b[0]), Math.max(a[1], b[1]));
      }
      if (this == MUL && updates > 1) {
        throw new Refusal(Reason.EXACTNESS, "multiplies whole numbers several times");
      }
      long low = Long.MAX_VALUE;
      long high = Long.MIN_VALUE;
      for (long from : a) {
        for (long by : new long[] {Math.multiplyExact(updates, b[0]), updates * b[1]}) {
          low = Math.min(low, Math.min(from, whole.applyAsLong(from, by)));
          high = Math.max(high, Math.max(from, whole.applyAsLong(from, by)));
        }
      }
      return Computed.whole(value, x.type(), low, high);
    }
  }

  private static Operand byTuples(Invocation node) {
    var x = node.in(0);
    int[] dims = x.dims();
    int[] of = node.in(1).dims();
    int depth = of[of.length - 1];
    int each = HostTensor.size(Arrays.copyOfRange(dims, depth, dims.length));
    int rows = HostTensor.size(Arrays.copyOf(of, of.length - 1));
    if (node.in(1) instanceof Computed places) {
      int positions = HostTensor.size(Arrays.copyOf(dims, depth));
      var index = F.reshape(Indices.flat(places, dims, depth), rows, 1);
      var y =
          computed(
              node,
              F.reshape(node.value(0), positions, each),
              F.expand(index, Shape.of(rows, each)),
              F.reshape(node.value(2), rows, each));
      return Sizes.as(node, y, dims);
    }
    var index = node.known(1);
    int[] strides = Strides.of(dims);
    int[] places = new int[rows * each];
    for (int row = 0; row < rows; row++) {
      int at = 0;
      for (int k = 0; k < depth; k++) {
        at += Indices.place(index.integer(row * depth + k), dims[k]) * strides[k];
      }
      for (int i = 0; i < each; i++) {
        places[row * each + i] = at + i;
      }
    }
    return known(node, places);
  }

  private static Operand byElements(Invocation node) {
    var x = node.in(0);
    int[] dims = x.dims();
    int axis = node.axis(node.integer("axis", 0), dims.length);
    int[] of = node.in(1).dims();
    if (node.in(1) instanceof Computed index) {
      int[] beside = of.clone();
      beside[axis] = dims[axis];
      if (!Arrays.equals(beside, dims)) {
        throw node.variant("changes a part of its input, at places that are computed");
      }
      var y =
          computed(
              node,
              F.transpose(node.value(0), 0, axis),
              F.transpose(Indices.within(index, dims[axis]), 0, axis),
              F.transpose(node.value(2), 0, axis));
      return y instanceof Computed result
          ? Sizes.like(result, F.transpose(result.value(), 0, axis))
          : y;
    }
    var index = node.known(1);
    int[] strides = Strides.of(dims);
    int[] places = new int[index.size()];
    for (int i = 0; i < places.length; i++) {
      int[] at = Strides.places(i, of);
      at[axis] = Indices.place(index.integer(i), dims[axis]);
      for (int k = 0; k < at.length; k++) {
        places[i] += at[k] * strides[k];
      }
    }
    return known(node, places);
  }

  /**
   * Along the first axis, at places that are computed.
   *
   * @param x (n, …)
   * @param index and updates, (m, …)
   */
  private static Operand computed(Invocation node, Value x, Value index, Value updates) {
    var reduction = Reduction.of(node);
    int n = x.shape().dim(0);
    int m = index.shape().dim(0);
    node.joins(n);
    node.spend((long) m * x.shape().size());
    int[] line = new int[index.shape().rank() + 1];
    Arrays.fill(line, 1);
    line[0] = n;
    var positions = node.fractions(ElementType.FLOAT, line, i -> i);
    // hits (n, m, …): whether an update is for a position.
    var hits = F.eq(F.unsqueeze(index, 0), node.value(positions));
    if (reduction != Reduction.NONE) {
      var own = F.where(hits, F.unsqueeze(updates, 0), node.scalar(reduction.neutral));
      var all =
          switch (reduction) {
            case MUL -> F.prod(own, 1, false);
            case MAX -> F.amax(own, false, 1);
            case MIN -> F.amin(own, false, 1);
            default -> F.sum(own, false, 1);
          };
      return reduction.result(node, reduction.values.apply(x, all), m);
    }
    // The last of several stays.
    int[] count = line.clone();
    count[0] = 1;
    count[1] = m;
    var numbers = node.fractions(ElementType.FLOAT, count, i -> i + 1);
    var last = F.amax(F.mul(hits, node.value(numbers)), false, 1);
    var taken = F.gather(updates, 0, F.relu(F.sub(last, 1)));
    return reduction.result(node, F.where(F.gt(last, 0), taken, x), m);
  }

  /**
   * At places that are known, each among all elements; one after the other where they are equal.
   */
  private static Operand known(Invocation node, int... places) {
    var reduction = Reduction.of(node);
    var x = node.in(0);
    int size = x.size();
    int[] met = new int[size];
    int[] round = new int[places.length];
    int rounds = 0;
    for (int i = 0; i < places.length; i++) {
      round[i] = reduction == Reduction.NONE ? 0 : met[places[i]]++;
      rounds = Math.max(rounds, round[i] + 1);
    }
    node.spend((long) rounds * size);
    Indices.joined(node, x.dims(), node.in(2).dims(), places);
    if (reduction == Reduction.NONE || rounds == 0) {
      int[] from = new int[size];
      Arrays.fill(from, -1);
      for (int i = 0; i < places.length; i++) {
        from[places[i]] = i;
      }
      return replaced(node, x, node.in(2), from);
    }
    var updates = F.reshape(node.value(2), places.length);
    var more = F.cat(0, updates, F.reshape(node.scalar(reduction.neutral), 1));
    var y = F.reshape(node.value(0), size);
    for (int r = 0; r < rounds; r++) {
      int[] from = new int[size];
      Arrays.fill(from, places.length);
      for (int i = 0; i < places.length; i++) {
        if (round[i] == r) {
          from[places[i]] = i;
        }
      }
      y = reduction.values.apply(y, F.indexSelect(more, 0, from));
    }
    return Sizes.as(node, reduction.result(node, y, rounds), x.dims());
  }

  /** Where the rows that are written over lie: −1 where the element stays. */
  private static Operand replaced(Invocation node, Operand x, Operand updates, int... from) {
    int size = x.size();
    if (x instanceof Known a && updates instanceof Known b) {
      var type = x.type();
      return type.isFloating()
          ? node.fractions(
              type, x.dims(), i -> from[i] < 0 ? a.tensor().number(i) : b.tensor().number(from[i]))
          : node.integers(
              type,
              x.dims(),
              i -> from[i] < 0 ? a.tensor().integer(i) : b.tensor().integer(from[i]));
    }
    if (updates.size() == 0) {
      return x;
    }
    int[] places = new int[size];
    Arrays.setAll(places, i -> from[i] < 0 ? i : size + from[i]);
    var both =
        Pieces.joined(
            node, 0, List.of(Sizes.as(node, x, size), Sizes.as(node, updates, updates.size())));
    return Sizes.as(node, Indices.picked(node, both, 0, places), x.dims());
  }
}

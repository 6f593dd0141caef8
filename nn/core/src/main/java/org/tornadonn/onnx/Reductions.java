package org.tornadonn.onnx;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.onnx.tensor.HostTensor;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.onnx.tensor.Strides;
import org.tornadonn.op.F;
import org.tornadonn.op.activation.Softmax;
import org.tornadonn.plan.Value;

/** Several numbers made one. */
final class Reductions {

  /** How values are reduced over axes, keeping them. */
  @FunctionalInterface
  private interface Reduce {

    Value apply(Value x, int... axes);
  }

  /**
   * A reduction.
   *
   * @param start of known numbers
   * @param join of known numbers, one by one
   * @param end of known numbers, with their count
   */
  private record Kind(
      Reduce computed, double start, DoubleBinaryOperator join, DoubleBinaryOperator end) {

    Kind(Reduce computed, double start, DoubleBinaryOperator join) {
      this(computed, start, join, (x, _) -> x);
    }
  }

  private static final Kind SUM = new Kind((x, axes) -> F.sum(x, true, axes), 0, Double::sum);
  private static final Kind MEAN =
      new Kind((x, axes) -> F.mean(x, true, axes), 0, Double::sum, (sum, n) -> sum / n);
  private static final Kind MAX =
      new Kind((x, axes) -> F.amax(x, true, axes), Double.NEGATIVE_INFINITY, Math::max);
  private static final Kind MIN =
      new Kind((x, axes) -> F.amin(x, true, axes), Double.POSITIVE_INFINITY, Math::min);
  private static final Kind PROD = new Kind(Reductions::product, 1, (a, b) -> a * b);
  private static final Kind SQUARES =
      new Kind((x, axes) -> F.sum(F.square(x), true, axes), 0, (a, b) -> a + b * b);
  private static final Kind L1 =
      new Kind((x, axes) -> F.sum(F.abs(x), true, axes), 0, (a, b) -> a + Math.abs(b));
  private static final Kind L2 =
      new Kind(
          (x, axes) -> F.sqrt(F.sum(F.square(x), true, axes)),
          0,
          (a, b) -> a + b * b,
          (sum, _) -> Math.sqrt(sum));
  private static final Kind LOG_SUM =
      new Kind((x, axes) -> F.log(F.sum(x, true, axes)), 0, Double::sum, (sum, _) -> Math.log(sum));
  private static final Kind LOG_SUM_EXP =
      new Kind(Reductions::logSumExp, 0, (a, b) -> a + Math.exp(b), (sum, _) -> Math.log(sum));

  static final Map<String, Rule> RULES =
      Map.ofEntries(
          entry("ReduceSum", Rule.one(n -> reduced(n, 13, SUM))),
          entry("ReduceMean", Rule.one(n -> reduced(n, 18, MEAN))),
          entry("ReduceMax", Rule.one(n -> reduced(n, 18, MAX))),
          entry("ReduceMin", Rule.one(n -> reduced(n, 18, MIN))),
          entry("ReduceProd", Rule.one(n -> reduced(n, 18, PROD))),
          entry("ReduceSumSquare", Rule.one(n -> reduced(n, 18, SQUARES))),
          entry("ReduceL1", Rule.one(n -> reduced(n, 18, L1))),
          entry("ReduceL2", Rule.one(n -> reduced(n, 18, L2))),
          entry("ReduceLogSum", Rule.one(n -> reduced(n, 18, LOG_SUM))),
          entry("ReduceLogSumExp", Rule.one(n -> reduced(n, 18, LOG_SUM_EXP))),
          entry("ArgMax", Rule.one(n -> arg(n, true))),
          entry("ArgMin", Rule.one(n -> arg(n, false))),
          entry("TopK", Reductions::topK),
          entry("Softmax", Rule.one(n -> along(n, Reductions::softmax))),
          entry("LogSoftmax", Rule.one(n -> along(n, Reductions::logSoftmax))),
          entry("Hardmax", Rule.one(n -> along(n, Reductions::hardmax))),
          entry("LpNormalization", Rule.one(Reductions::lpNormalization)),
          entry("MeanVarianceNormalization", Rule.one(Reductions::meanVariance)));

  /** Since then, softmax goes along one axis; before, along that and all behind it. */
  private static final long ONE_AXIS = 13;

  private Reductions() {}

  /** Of equal numbers, the first counts. */
  private static List<Operand> topK(Invocation node) {
    var x = node.in(0);
    long k = node.hasAttribute("k") ? node.integer("k", 0) : node.known(1).integer(0);
    int axis = node.axis(node.integer("axis", -1), x.rank());
    int size = x.dims()[axis];
    boolean largest = node.integer("largest", 1) != 0;
    node.ignore("sorted");
    if (k < 1 || k > size) {
      throw new Refusal(Reason.SHAPE, "takes %d of %d numbers".formatted(k, size));
    }
    node.joins(size);
    var sorted = F.topk(node.value(0), (int) k, axis, largest);
    return List.of(
        Sizes.like(x, sorted.values()),
        new Computed(sorted.indices(), ElementType.INT64, 0, size - 1));
  }

  /**
   * Reduces the first input.
   *
   * @param byInput the operator set since which axes are an input
   */
  private static Operand reduced(Invocation node, int byInput, Kind kind) {
    var x = node.in(0);
    int rank = x.rank();
    boolean keep = node.integer("keepdims", 1) != 0;
    boolean none = node.flag("noop_with_empty_axes");
    long[] given;
    if (node.opset() < byInput) {
      given = node.integers("axes", new long[0]);
    } else {
      given = node.has(1) ? node.integers(1) : new long[0];
    }
    if (given.length == 0 && none) {
      return pointwise(node, x, kind);
    }
    var chosen = new TreeSet<Integer>();
    for (long axis : given) {
      chosen.add(node.axis(axis, rank));
    }
    int[] axes =
        given.length == 0
            ? IntStream.range(0, rank).toArray()
            : chosen.stream().mapToInt(Integer::intValue).toArray();
    int[] kept = x.dims();
    for (int axis : axes) {
      node.joins(kept[axis]);
      kept[axis] = 1;
    }
    var result =
        x instanceof Known known
            ? known(node, known.tensor(), kind, kept)
            : computed(node, x, kind, axes);
    int[] left =
        IntStream.range(0, rank)
            .filter(axis -> keep || Arrays.binarySearch(axes, axis) < 0)
            .map(axis -> kept[axis])
            .toArray();
    return Sizes.as(node, result, left);
  }

  /** What a reduction over no axes does to each number. */
  private static Operand pointwise(Invocation node, Operand x, Kind kind) {
    if (kind.equals(SUM)
        || kind.equals(MEAN)
        || kind.equals(MAX)
        || kind.equals(MIN)
        || kind.equals(PROD)) {
      return x;
    }
    int[] apart = Arrays.copyOf(x.dims(), x.rank() + 1);
    apart[x.rank()] = 1;
    return Sizes.as(node, computed(node, Sizes.as(node, x, apart), kind, x.rank()), x.dims());
  }

  private static Known known(Invocation node, HostTensor x, Kind kind, int... kept) {
    int[] dims = x.dims();
    double[] totals = new double[HostTensor.size(kept)];
    Arrays.fill(totals, kind.start);
    for (int i = 0; i < x.size(); i++) {
      int[] places = Strides.places(i, dims);
      int to = 0;
      for (int axis = 0; axis < dims.length; axis++) {
        to = to * kept[axis] + (kept[axis] == 1 ? 0 : places[axis]);
      }
      totals[to] = kind.join.applyAsDouble(totals[to], x.number(i));
    }
    double count = totals.length == 0 ? 0 : (double) x.size() / totals.length;
    if (x.type().isFloating()) {
      return node.fractions(x.type(), kept, i -> kind.end.applyAsDouble(totals[i], count));
    }
    if (x.size() == 0 && (kind.equals(MAX) || kind.equals(MIN))) {
      throw new Refusal(Reason.EMPTY, "takes the largest or least of no numbers");
    }
    if (Arrays.stream(totals).anyMatch(total -> Math.abs(total) > 1L << 53)) {
      throw new Refusal(Reason.EXACTNESS, "computes whole numbers beyond 2⁵³");
    }
    return node.integers(x.type(), kept, i -> (long) kind.end.applyAsDouble(totals[i], count));
  }

  private static Computed computed(Invocation node, Operand x, Kind kind, int... axes) {
    var value =
        axes.length == 0 && x.rank() == 0
            ? alone(node, x, kind)
            : kind.computed.apply(node.value(x), axes);
    if (x.type().isFloating()) {
      return new Computed(value, x.type());
    }
    if (kind.equals(MAX) || kind.equals(MIN)) {
      return Sizes.like(x, value);
    }
    if (!kind.equals(SUM) || x.type() == ElementType.BOOL) {
      throw new Refusal(Reason.EXACTNESS, "reduces whole numbers");
    }
    long[] bounds = node.bounds(x);
    Bounds.requireExact(x.type(), bounds);
    int[] dims = x.dims();
    long count =
        Arrays.stream(axes).asLongStream().map(axis -> dims[(int) axis]).reduce(1, (a, b) -> a * b);
    return Computed.whole(
        value, x.type(), Math.min(0, bounds[0] * count), Math.max(0, bounds[1] * count));
  }

  /** One number without axes is given one. */
  private static Value alone(Invocation node, Operand x, Kind kind) {
    return F.reshape(
        kind.computed.apply(F.reshape(node.value(x), 1), 0), org.tornadonn.plan.Shape.of());
  }

  private static Value product(Value x, int... axes) {
    var y = x;
    for (int axis : axes) {
      y = F.prod(y, axis, true);
    }
    return y;
  }

  private static Value logSumExp(Value x, int... axes) {
    // Infinities stay what they are, and are not taken from each other.
    var largest = F.amax(x, true, axes);
    var finite = F.clamp(largest, -Float.MAX_VALUE, Float.MAX_VALUE);
    return F.add(F.log(F.sum(F.exp(F.sub(x, finite)), true, axes)), finite);
  }

  static Value softmax(Value x, int axis) {
    if (axis != 0) {
      return x.tape().apply(new Softmax(axis), x);
    }
    var powers = F.exp(F.sub(x, F.amax(x, true, axis)));
    return F.div(powers, F.sum(powers, true, axis));
  }

  private static Value logSoftmax(Value x, int axis) {
    var centred = F.sub(x, F.amax(x, true, axis));
    return F.sub(centred, F.log(F.sum(F.exp(centred), true, axis)));
  }

  private static Operand arg(Invocation node, boolean largest) {
    var x = node.in(0);
    int axis = node.axis(node.integer("axis", 0), x.rank());
    boolean keep = node.integer("keepdims", 1) != 0;
    boolean last = node.flag("select_last_index");
    int size = x.dims()[axis];
    node.joins(size);
    var value = largest ? node.value(0) : F.neg(node.value(0));
    var index = F.argmax(last ? F.flip(value, axis) : value, axis, keep);
    return new Computed(last ? F.sub(size - 1, index) : index, ElementType.INT64, 0, size - 1);
  }

  private static Operand along(
      Invocation node, java.util.function.BiFunction<Value, Integer, Value> function) {
    var x = node.value(0);
    int rank = node.in(0).rank();
    boolean one = node.opset() >= ONE_AXIS;
    int axis = node.axis(node.integer("axis", one ? -1 : 1), rank);
    node.joins(x.shape().dim(axis));
    if (one) {
      return Functions.fraction(node, function.apply(x, axis));
    }
    int[] dims = node.in(0).dims();
    int rows = HostTensor.size(Arrays.copyOf(dims, axis));
    var flat = F.reshape(x, rows, x.shape().size() / rows);
    return Functions.fraction(node, F.reshape(function.apply(flat, 1), dims));
  }

  /** 1 at the first of the largest along an axis. */
  private static Value hardmax(Value x, int axis) {
    int[] line = new int[x.shape().rank()];
    Arrays.fill(line, 1);
    line[axis] = x.shape().dim(axis);
    float[] places = new float[line[axis]];
    for (int i = 0; i < places.length; i++) {
      places[i] = i;
    }
    var shape = org.tornadonn.plan.Shape.of(line);
    return F.eq(F.argmax(x, axis, true), x.tape().constant("places", shape, places));
  }

  private static Operand lpNormalization(Invocation node) {
    var x = node.value(0);
    int axis = node.axis(node.integer("axis", -1), node.in(0).rank());
    node.joins(x.shape().dim(axis));
    long p = node.integer("p", 2);
    var norm = p == 1 ? F.sum(F.abs(x), true, axis) : F.sqrt(F.sum(F.square(x), true, axis));
    return Functions.fraction(node, F.where(F.eq(norm, 0), F.mul(x, 0), F.div(x, norm)));
  }

  private static Operand meanVariance(Invocation node) {
    var x = node.value(0);
    int[] axes =
        Arrays.stream(node.integers("axes", 0, 2, 3))
            .mapToInt(axis -> node.axis(axis, node.in(0).rank()))
            .toArray();
    var mean = F.mean(x, true, axes);
    var variance = F.sub(F.mean(F.square(x), true, axes), F.square(mean));
    return Functions.fraction(node, F.div(F.sub(x, mean), F.add(F.sqrt(variance), 1e-9f)));
  }
}

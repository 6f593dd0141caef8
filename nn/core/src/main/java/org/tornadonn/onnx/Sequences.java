package org.tornadonn.onnx;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.onnx.tensor.HostTensor;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.onnx.tensor.Strides;
import org.tornadonn.op.F;

/** Numbers that come from nowhere: constants, ranges and triangles. */
final class Sequences {

  static final Map<String, Rule> RULES =
      Map.ofEntries(
          entry("Constant", Rule.one(Sequences::constant)),
          entry("ConstantOfShape", Rule.one(Sequences::constantOfShape)),
          entry("Range", Rule.one(Sequences::range)),
          entry("EyeLike", Rule.one(Sequences::eyeLike)),
          entry("Trilu", Rule.one(Sequences::trilu)),
          entry("CumSum", Rule.one(Sequences::cumSum)),
          entry("Dropout", Sequences::dropout));

  private Sequences() {}

  private static Operand constant(Invocation node) {
    var tensor = node.tensor("value");
    if (tensor != null) {
      return new Known(tensor);
    }
    if (node.hasAttribute("value_float")) {
      return new Known(HostTensor.of(ElementType.FLOAT, new int[0], node.number("value_float", 0)));
    }
    if (node.hasAttribute("value_int")) {
      return new Known(HostTensor.of(ElementType.INT64, new int[0], node.integer("value_int", 0)));
    }
    var integers = node.integers("value_ints");
    if (integers != null) {
      return new Known(HostTensor.of(integers));
    }
    var numbers = node.numbers("value_floats");
    if (numbers != null) {
      return new Known(HostTensor.of(ElementType.FLOAT, new int[] {numbers.length}, numbers));
    }
    throw new Refusal(Reason.TYPE, "holds neither numbers nor a list of them");
  }

  private static int[] sizes(long... sizes) {
    return Arrays.stream(sizes).mapToInt(Math::toIntExact).toArray();
  }

  private static Operand constantOfShape(Invocation node) {
    int[] dims = sizes(node.integers(0));
    var given = node.tensor("value");
    var value = given == null ? HostTensor.of(ElementType.FLOAT, new int[] {1}, 0f) : given;
    return node.pick(value, dims, _ -> 0);
  }

  private static Operand range(Invocation node) {
    var start = node.known(0);
    var limit = node.known(1);
    var delta = node.known(2);
    var type = start.type();
    if (type.isFloating()) {
      double count = Math.ceil((limit.number(0) - start.number(0)) / delta.number(0));
      int length = (int) Math.clamp(count, 0, Integer.MAX_VALUE - 8);
      return node.fractions(type, new int[] {length}, i -> start.number(0) + i * delta.number(0));
    }
    long step = delta.integer(0);
    if (step == 0) {
      throw new Refusal(Reason.DAMAGED, "has a step of 0");
    }
    long way = Math.subtractExact(limit.integer(0), start.integer(0));
    long count = Math.max(0, step > 0 ? Math.ceilDiv(way, step) : Math.ceilDiv(-way, -step));
    return node.integers(
        type, new int[] {Math.toIntExact(count)}, i -> start.integer(0) + i * step);
  }

  private static Operand eyeLike(Invocation node) {
    var x = node.in(0);
    var type =
        node.hasAttribute("dtype") ? ElementType.of((int) node.integer("dtype", 1)) : x.type();
    long k = node.integer("k", 0);
    int[] dims = x.dims();
    if (dims.length != 2) {
      throw new Refusal(Reason.DAMAGED, "takes %d axes".formatted(dims.length));
    }
    return type.isFloating()
        ? node.fractions(type, dims, i -> i % dims[1] - i / dims[1] == k ? 1 : 0)
        : node.integers(type, dims, i -> i % dims[1] - i / dims[1] == k ? 1 : 0);
  }

  private static Operand trilu(Invocation node) {
    var x = node.in(0);
    boolean upper = node.integer("upper", 1) != 0;
    long k = node.has(1) ? node.known(1).integer(0) : 0;
    int[] dims = x.dims();
    if (dims.length < 2) {
      throw new Refusal(Reason.DAMAGED, "takes %d axes".formatted(dims.length));
    }
    int columns = dims[dims.length - 1];
    int rows = dims[dims.length - 2];
    java.util.function.IntPredicate stays =
        i -> {
          long diagonal = (long) (i % columns) - i / columns % rows;
          return upper ? diagonal >= k : diagonal <= k;
        };
    if (x instanceof Known known) {
      var tensor = known.tensor();
      return x.type().isFloating()
          ? node.fractions(x.type(), dims, i -> stays.test(i) ? tensor.number(i) : 0)
          : node.integers(x.type(), dims, i -> stays.test(i) ? tensor.integer(i) : 0);
    }
    var mask =
        HostTensor.integers(
            ElementType.BOOL, new int[] {rows, columns}, i -> stays.test(i) ? 1 : 0);
    var value = F.where(node.constant(mask), node.value(0), 0);
    if (!x.type().isInteger()) {
      return new Computed(value, x.type());
    }
    long[] bounds = node.bounds(0);
    return new Computed(value, x.type(), Math.min(0, bounds[0]), Math.max(0, bounds[1]));
  }

  private static Operand cumSum(Invocation node) {
    boolean exclusive = node.flag("exclusive");
    boolean reverse = node.flag("reverse");
    var x = node.in(0);
    int[] dims = x.dims();
    int axis = node.axis((long) node.known(1).number(0), dims.length);
    int size = dims[axis];
    node.joins(size);
    if (x instanceof Known known) {
      return known(node, known.tensor(), axis, exclusive, reverse);
    }
    var sums = F.cumsum(node.value(0), axis, reverse);
    if (exclusive) {
      int[] frame = new int[2 * dims.length];
      frame[2 * (dims.length - 1 - axis)] = reverse ? -1 : 1;
      frame[2 * (dims.length - 1 - axis) + 1] = reverse ? 1 : -1;
      sums = F.pad(sums, frame, 0);
    }
    if (!x.type().isInteger()) {
      return new Computed(sums, x.type());
    }
    long[] bounds = node.bounds(0);
    Bounds.requireExact(x.type(), bounds);
    return Computed.whole(
        sums, x.type(), Math.min(0, bounds[0] * size), Math.max(0, bounds[1] * size));
  }

  private static Operand known(
      Invocation node, HostTensor x, int axis, boolean exclusive, boolean reverse) {
    int[] dims = x.dims();
    int stride = Strides.of(dims)[axis];
    int size = dims[axis];
    java.util.function.IntToDoubleFunction sum =
        i -> {
          int at = i / stride % size;
          int first = i - at * stride;
          int from = reverse ? (exclusive ? at + 1 : at) : 0;
          int to = reverse ? size : exclusive ? at : at + 1;
          double total = 0;
          for (int k = from; k < to; k++) {
            total += x.number(first + k * stride);
          }
          return total;
        };
    return x.type().isFloating()
        ? node.fractions(x.type(), dims, sum)
        : node.integers(x.type(), dims, i -> (long) sum.applyAsDouble(i));
  }

  /** Does nothing when a model predicts. */
  private static List<Operand> dropout(Invocation node) {
    node.ignore("ratio", "seed");
    if (node.has(2) && node.known(2).integer(0) != 0) {
      throw new Refusal(Reason.RANDOM, "is in training mode");
    }
    var x = node.in(0);
    return node.wants(1)
        ? List.of(x, node.integers(ElementType.BOOL, x.dims(), _ -> 1))
        : List.of(x);
  }
}

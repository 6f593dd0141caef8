package org.tornadonn.onnx;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tornadonn.onnx.tensor.HostTensor;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.onnx.tensor.Strides;
import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/** Tensors put together, cut apart and framed. */
final class Pieces {

  static final Map<String, Rule> RULES =
      Map.ofEntries(
          entry("Concat", Rule.one(Pieces::concat)),
          entry("Split", Pieces::split),
          entry("Slice", Rule.one(Pieces::slice)),
          entry("Pad", Rule.one(Pieces::pad)),
          entry("CenterCropPad", Rule.one(Pieces::centred)),
          entry("DepthToSpace", Rule.one(Pieces::depthToSpace)),
          entry("SpaceToDepth", Rule.one(Pieces::spaceToDepth)));

  /** Since then, Slice and Pad take inputs where they had attributes. */
  private static final long SLICE_BY_INPUT = 10;

  private static final long PAD_BY_INPUT = 11;
  private static final long SPLIT_BY_INPUT = 13;

  private Pieces() {}

  /** Values of a plan have elements. */
  static void requireElements(int... dims) {
    if (HostTensor.size(dims) == 0) {
      throw new Refusal(
          Reason.EMPTY, "makes sizes %s, which hold no numbers".formatted(Arrays.toString(dims)));
    }
  }

  private static Operand concat(Invocation node) {
    var parts = new ArrayList<Operand>();
    for (int i = 0; i < node.inputs(); i++) {
      parts.add(node.in(i));
    }
    int rank = parts.getFirst().rank();
    int axis = node.axis(node.integer("axis", 1), rank);
    for (var part : parts) {
      if (part.type() != parts.getFirst().type() || part.rank() != rank) {
        throw new Refusal(Reason.DAMAGED, "joins tensors of several types or ranks");
      }
    }
    return joined(node, axis, parts);
  }

  /** Operands of one type put together along an axis. */
  static Operand joined(Invocation node, int axis, List<Operand> all) {
    boolean known = all.stream().allMatch(part -> part instanceof Known);
    var parts = all.stream().filter(part -> part.size() > 0 || all.size() == 1).toList();
    if (parts.isEmpty()) {
      return all.getFirst();
    }
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    int[] dims = parts.getFirst().dims();
    int total = 0;
    for (var part : parts) {
      int[] own = part.dims();
      total += own[axis];
      own[axis] = dims[axis];
      if (!Arrays.equals(own, dims)) {
        throw new Refusal(Reason.SHAPE, "joins sizes that do not fit");
      }
    }
    dims[axis] = total;
    if (known) {
      return known(node, axis, dims, parts);
    }
    var values = parts.stream().map(node::value).toArray(Value[]::new);
    long low = Long.MAX_VALUE;
    long high = Long.MIN_VALUE;
    var type = parts.getFirst().type();
    if (type.isInteger()) {
      for (var part : parts) {
        long[] bounds = node.bounds(part);
        low = Math.min(low, bounds[0]);
        high = Math.max(high, bounds[1]);
      }
      return new Computed(F.cat(axis, values), type, low, high);
    }
    return new Computed(F.cat(axis, values), type);
  }

  private static Operand known(Invocation node, int axis, int[] dims, List<Operand> parts) {
    var tensors = parts.stream().map(part -> ((Known) part).tensor()).toList();
    int[] part = new int[dims[axis]];
    int[] within = new int[dims[axis]];
    int at = 0;
    for (int p = 0; p < tensors.size(); p++) {
      for (int k = 0; k < tensors.get(p).dims()[axis]; k++) {
        part[at] = p;
        within[at++] = k;
      }
    }
    var type = parts.getFirst().type();
    int inner = HostTensor.size(Arrays.copyOfRange(dims, axis + 1, dims.length));
    java.util.function.IntUnaryOperator place =
        i -> {
          int k = i / inner % dims[axis];
          int outer = i / inner / dims[axis];
          int own = tensors.get(part[k]).dims()[axis];
          return (outer * own + within[k]) * inner + i % inner;
        };
    return type.isFloating()
        ? node.fractions(
            type, dims, i -> tensors.get(part[i / inner % dims[axis]]).number(place.applyAsInt(i)))
        : node.integers(
            type,
            dims,
            i -> tensors.get(part[i / inner % dims[axis]]).integer(place.applyAsInt(i)));
  }

  private static List<Operand> split(Invocation node) {
    var x = node.in(0);
    int axis = node.axis(node.integer("axis", 0), x.rank());
    int whole = x.dims()[axis];
    long[] sizes;
    int count = (int) node.integer("num_outputs", node.outputs());
    var given = node.opset() < SPLIT_BY_INPUT ? node.integers("split") : null;
    if (given != null) {
      sizes = given;
    } else if (node.has(1)) {
      sizes = node.integers(1);
    } else {
      sizes = new long[count];
      int each = Math.ceilDiv(whole, count);
      Arrays.fill(sizes, each);
      sizes[count - 1] = whole - (long) each * (count - 1);
    }
    if (Arrays.stream(sizes).sum() != whole || Arrays.stream(sizes).anyMatch(s -> s < 0)) {
      throw new Refusal(Reason.SHAPE, "splits %d into %s".formatted(whole, Arrays.toString(sizes)));
    }
    var parts = new ArrayList<Operand>();
    int from = 0;
    for (int i = 0; i < sizes.length && i < node.outputs(); i++) {
      int size = (int) sizes[i];
      if (node.wants(i) || size > 0) {
        parts.add(cut(node, x, axis, from, size, 1));
      } else {
        parts.add(x);
      }
      from += size;
    }
    return parts;
  }

  /** Every {@code step}-th of an axis. */
  static Operand cut(Invocation node, Operand x, int axis, int from, int count, int step) {
    int[] dims = x.dims();
    if (from == 0 && count == dims[axis] && step == 1) {
      return x;
    }
    node.joins(dims[axis]);
    int[] to = dims.clone();
    to[axis] = count;
    if (x instanceof Known known) {
      int inner = HostTensor.size(Arrays.copyOfRange(dims, axis + 1, dims.length));
      return node.pick(
          known.tensor(),
          to,
          i ->
              ((i / inner / count) * dims[axis] + from + i / inner % count * step) * inner
                  + i % inner);
    }
    requireElements(to);
    var value = node.value(x);
    if (step > 0) {
      return Sizes.like(x, F.slice(value, axis, from, from + (count - 1) * step + 1, step));
    }
    // Backwards: the same elements forwards, and turned round.
    int first = from + (count - 1) * step;
    return Sizes.like(x, F.flip(F.slice(value, axis, first, from + 1, -step), axis));
  }

  /** What is in the middle, or with zeros around it. */
  private static Operand centred(Invocation node) {
    var x = node.in(0);
    long[] sizes = node.integers(1);
    long[] axes = node.integers("axes", range(sizes.length));
    Operand result = x;
    for (int i = 0; i < sizes.length; i++) {
      int axis = node.axis(axes[i], x.rank());
      int from = result.dims()[axis];
      int to = Math.toIntExact(sizes[i]);
      if (to < from) {
        result = cut(node, result, axis, (from - to) / 2, to, 1);
      } else if (to > from) {
        int[] frame = new int[2 * x.rank()];
        frame[2 * (x.rank() - 1 - axis)] = (to - from) / 2;
        frame[2 * (x.rank() - 1 - axis) + 1] = to - from - (to - from) / 2;
        result = new Computed(F.pad(node.value(result), frame, 0), x.type());
      }
    }
    return result;
  }

  private static Operand slice(Invocation node) {
    var x = node.in(0);
    long[] starts;
    long[] ends;
    long[] axes;
    long[] steps;
    if (node.opset() < SLICE_BY_INPUT) {
      starts = node.integers("starts", new long[0]);
      ends = node.integers("ends", new long[0]);
      axes = node.integers("axes", range(starts.length));
      steps = ones(starts.length);
    } else {
      starts = node.integers(1);
      ends = node.integers(2);
      axes = node.has(3) ? node.integers(3) : range(starts.length);
      steps = node.has(4) ? node.integers(4) : ones(starts.length);
    }
    if (starts.length != ends.length
        || starts.length != axes.length
        || starts.length != steps.length) {
      throw new Refusal(Reason.DAMAGED, "has lists of several lengths");
    }
    Operand result = x;
    for (int i = 0; i < starts.length; i++) {
      int axis = node.axis(axes[i], x.rank());
      int size = result.dims()[axis];
      long step = Math.clamp(steps[i], -Integer.MAX_VALUE, Integer.MAX_VALUE);
      if (step == 0) {
        throw new Refusal(Reason.DAMAGED, "has a step of 0");
      }
      long least = step < 0 ? -1 : 0;
      long most = step < 0 ? size - 1L : size;
      long from =
          Math.clamp(
              starts[i] < 0 ? starts[i] + size : starts[i], Math.max(0, least), Math.max(0, most));
      long to = Math.clamp(ends[i] < 0 ? ends[i] + size : ends[i], least, most);
      long count = step > 0 ? Math.ceilDiv(to - from, step) : Math.ceilDiv(from - to, -step);
      result = cut(node, result, axis, (int) from, Math.clamp(count, 0, size), (int) step);
    }
    return result;
  }

  private static long[] range(int length) {
    long[] range = new long[length];
    Arrays.setAll(range, i -> i);
    return range;
  }

  private static long[] ones(int length) {
    long[] ones = new long[length];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static Operand pad(Invocation node) {
    var x = node.in(0);
    int rank = x.rank();
    var mode = node.text("mode", "constant");
    long[] given;
    double fill = 0;
    long[] axes = range(rank);
    if (node.opset() < PAD_BY_INPUT) {
      given = node.integers("pads", new long[0]);
      fill = node.number("value", 0);
    } else {
      given = node.integers(1);
      if (node.has(2)) {
        var number = node.known(2);
        fill = number.size() == 0 ? 0 : number.number(0);
      }
      if (node.has(3)) {
        axes = node.integers(3);
      }
    }
    if (given.length != 2 * axes.length) {
      throw new Refusal(Reason.DAMAGED, "has %d pads".formatted(given.length));
    }
    int[] before = new int[rank];
    int[] after = new int[rank];
    Operand inner = x;
    for (int i = 0; i < axes.length; i++) {
      int axis = node.axis(axes[i], rank);
      before[axis] = Math.toIntExact(given[i]);
      after[axis] = Math.toIntExact(given[i + axes.length]);
      int cutBefore = Math.max(0, -before[axis]);
      int cutAfter = Math.max(0, -after[axis]);
      int size = inner.dims()[axis];
      if (cutBefore + cutAfter > 0) {
        inner = cut(node, inner, axis, cutBefore, Math.max(0, size - cutBefore - cutAfter), 1);
      }
      before[axis] = Math.max(0, before[axis]);
      after[axis] = Math.max(0, after[axis]);
    }
    return padded(node, inner, before, after, mode, fill);
  }

  private static Operand padded(
      Invocation node, Operand x, int[] before, int[] after, String mode, double fill) {
    int[] from = x.dims();
    int[] to = new int[from.length];
    for (int axis = 0; axis < to.length; axis++) {
      to[axis] = Math.addExact(from[axis], before[axis] + after[axis]);
    }
    if (Arrays.equals(from, to)) {
      return x;
    }
    if (mode.equals("constant") && !(x instanceof Known)) {
      return Sizes.like(x, F.pad(node.value(x), frame(before, after), (float) fill));
    }
    if (mode.equals("constant")) {
      return paddedNumbers(node, ((Known) x).tensor(), before, to, fill);
    }
    requireElements(from);
    // Each place along an axis says where along the axis it comes from.
    Operand result = x;
    for (int axis = 0; axis < to.length; axis++) {
      if (from[axis] != to[axis]) {
        int[] places = new int[to[axis]];
        for (int i = 0; i < places.length; i++) {
          places[i] = source(node, mode, i - before[axis], from[axis]);
        }
        result = Indices.taken(node, result, axis, places);
      }
    }
    return result;
  }

  /** PyTorch's order: the last axis first, before and after. */
  private static int[] frame(int[] before, int[] after) {
    int rank = before.length;
    int[] frame = new int[2 * rank];
    for (int i = 0; i < rank; i++) {
      frame[2 * i] = before[rank - 1 - i];
      frame[2 * i + 1] = after[rank - 1 - i];
    }
    return frame;
  }

  private static int source(Invocation node, String mode, int i, int size) {
    return switch (mode) {
      case "edge" -> Math.clamp(i, 0, size - 1);
      case "wrap" -> Math.floorMod(i, size);
      case "reflect" -> {
        int period = Math.max(1, 2 * (size - 1));
        int within = Math.floorMod(i, period);
        yield within < size ? within : period - within;
      }
      default -> throw node.variant("has a mode '%s'".formatted(mode));
    };
  }

  private static Operand paddedNumbers(
      Invocation node, HostTensor x, int[] before, int[] to, double fill) {
    int[] from = x.dims();
    int[] strides = Strides.of(from);
    java.util.function.IntUnaryOperator place =
        i -> {
          int[] places = Strides.places(i, to);
          int source = 0;
          for (int axis = 0; axis < places.length; axis++) {
            int k = places[axis] - before[axis];
            if (k < 0 || k >= from[axis]) {
              return -1;
            }
            source += k * strides[axis];
          }
          return source;
        };
    if (x.type().isFloating()) {
      return node.fractions(
          x.type(),
          to,
          i -> {
            int k = place.applyAsInt(i);
            return k < 0 ? fill : x.number(k);
          });
    }
    return node.integers(
        x.type(),
        to,
        i -> {
          int k = place.applyAsInt(i);
          return k < 0 ? (long) fill : x.integer(k);
        });
  }

  private static Operand depthToSpace(Invocation node) {
    var x = node.in(0);
    int[] d = x.dims();
    int b = Math.toIntExact(node.integer("blocksize", 0));
    var mode = node.text("mode", "DCR");
    requireImages(d, b > 0 && d.length == 4 && d[1] % (b * b) == 0);
    int c = d[1] / (b * b);
    boolean columnsFirst = mode.equals("CRD");
    var apart =
        columnsFirst
            ? Sizes.as(node, x, d[0], c, b, b, d[2], d[3])
            : Sizes.as(node, x, d[0], b, b, c, d[2], d[3]);
    var turned =
        columnsFirst
            ? Sizes.permuted(node, apart, 0, 1, 4, 2, 5, 3)
            : Sizes.permuted(node, apart, 0, 3, 4, 1, 5, 2);
    return Sizes.as(node, turned, d[0], c, d[2] * b, d[3] * b);
  }

  private static Operand spaceToDepth(Invocation node) {
    var x = node.in(0);
    int[] d = x.dims();
    int b = Math.toIntExact(node.integer("blocksize", 0));
    requireImages(d, b > 0 && d.length == 4 && d[2] % b == 0 && d[3] % b == 0);
    var apart = Sizes.as(node, x, d[0], d[1], d[2] / b, b, d[3] / b, b);
    var turned = Sizes.permuted(node, apart, 0, 3, 5, 1, 2, 4);
    return Sizes.as(node, turned, d[0], d[1] * b * b, d[2] / b, d[3] / b);
  }

  private static void requireImages(int[] dims, boolean fit) {
    if (!fit) {
      throw new Refusal(Reason.SHAPE, "takes images of sizes %s".formatted(Arrays.toString(dims)));
    }
  }
}

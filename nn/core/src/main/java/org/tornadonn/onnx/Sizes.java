package org.tornadonn.onnx;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.onnx.tensor.HostTensor;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.onnx.tensor.Strides;
import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;

/** Sizes as numbers, and other sizes for the same numbers. */
final class Sizes {

  static final Map<String, Rule> RULES =
      Map.ofEntries(
          entry("Shape", Rule.one(Sizes::shape)),
          entry(
              "Size",
              Rule.one(n -> n.integers(ElementType.INT64, new int[0], _ -> n.in(0).size()))),
          entry("Identity", Rule.one(n -> n.in(0))),
          entry("Reshape", Rule.one(Sizes::reshape)),
          entry("Flatten", Rule.one(Sizes::flatten)),
          entry("Squeeze", Rule.one(Sizes::squeeze)),
          entry("Unsqueeze", Rule.one(Sizes::unsqueeze)),
          entry("Expand", Rule.one(Sizes::expand)),
          entry("Tile", Rule.one(Sizes::tile)),
          entry("Transpose", Rule.one(Sizes::transpose)));

  /** Since then, axes are an input. */
  private static final long AXES_AS_INPUT = 13;

  private Sizes() {}

  private static Operand shape(Invocation node) {
    int[] dims = node.in(0).dims();
    int from = clamp(node.integer("start", 0), dims.length);
    int to = clamp(node.integer("end", dims.length), dims.length);
    return node.integers(
        ElementType.INT64, new int[] {Math.max(0, to - from)}, i -> dims[from + i]);
  }

  private static int clamp(long axis, int rank) {
    return Math.clamp(axis < 0 ? axis + rank : axis, 0, rank);
  }

  /** The same numbers with other sizes. */
  static Operand as(Invocation node, Operand x, int... dims) {
    if (Arrays.equals(dims, x.dims())) {
      return x;
    }
    if (HostTensor.size(dims) != x.size()) {
      throw new Refusal(
          Reason.SHAPE,
          "makes sizes %s of %s".formatted(Arrays.toString(dims), Arrays.toString(x.dims())));
    }
    if (x instanceof Known known) {
      return new Known(known.tensor().as(dims));
    }
    return like(x, F.reshape(node.value(x), dims));
  }

  /** A value with the type and bounds of an operand. */
  static Computed like(Operand x, org.tornadonn.plan.Value value) {
    return x instanceof Computed computed
        ? new Computed(value, x.type(), computed.low(), computed.high())
        : new Computed(value, x.type());
  }

  private static Operand reshape(Invocation node) {
    var x = node.in(0);
    boolean zeroCopies = !node.flag("allowzero");
    long[] wanted = node.integers(1);
    int[] from = x.dims();
    int[] to = new int[wanted.length];
    int open = -1;
    long rest = 1;
    for (int i = 0; i < to.length; i++) {
      if (wanted[i] == -1) {
        if (open >= 0) {
          throw new Refusal(Reason.DAMAGED, "leaves two sizes open");
        }
        open = i;
        continue;
      }
      if (wanted[i] == 0 && zeroCopies && i >= from.length) {
        throw new Refusal(Reason.DAMAGED, "copies a size that is not there");
      }
      long size = wanted[i] == 0 && zeroCopies ? from[i] : wanted[i];
      if (size < 0 || size > Integer.MAX_VALUE) {
        throw new Refusal(Reason.DAMAGED, "makes a size of %d".formatted(size));
      }
      to[i] = (int) size;
      rest = Math.min(rest * size, Integer.MAX_VALUE);
    }
    if (open >= 0) {
      if (rest == 0 || x.size() % rest != 0) {
        throw new Refusal(
            Reason.SHAPE,
            "makes sizes %s of %s".formatted(Arrays.toString(wanted), Arrays.toString(from)));
      }
      to[open] = (int) (x.size() / rest);
    }
    return as(node, x, to);
  }

  private static Operand flatten(Invocation node) {
    int[] dims = node.in(0).dims();
    long given = node.integer("axis", 1);
    long axis = given < 0 ? given + dims.length : given;
    if (axis < 0 || axis > dims.length) {
      throw new Refusal(Reason.DAMAGED, "takes axis %d of %d".formatted(given, dims.length));
    }
    return as(
        node,
        node.in(0),
        HostTensor.size(Arrays.copyOf(dims, (int) axis)),
        HostTensor.size(Arrays.copyOfRange(dims, (int) axis, dims.length)));
  }

  /** Axes, which used to be an attribute; null if there are none. */
  private static long @org.jspecify.annotations.Nullable [] axes(Invocation node) {
    if (node.opset() < AXES_AS_INPUT) {
      return node.integers("axes");
    }
    return node.has(1) ? node.integers(1) : null;
  }

  private static Operand squeeze(Invocation node) {
    int[] dims = node.in(0).dims();
    long[] axes = axes(node);
    var gone = new TreeSet<Integer>();
    for (int axis = 0; axes == null && axis < dims.length; axis++) {
      if (dims[axis] == 1) {
        gone.add(axis);
      }
    }
    for (long axis : axes == null ? new long[0] : axes) {
      int one = node.axis(axis, dims.length);
      if (dims[one] != 1) {
        throw new Refusal(Reason.SHAPE, "removes an axis of size %d".formatted(dims[one]));
      }
      gone.add(one);
    }
    return as(
        node,
        node.in(0),
        IntStream.range(0, dims.length)
            .filter(axis -> !gone.contains(axis))
            .map(axis -> dims[axis])
            .toArray());
  }

  private static Operand unsqueeze(Invocation node) {
    int[] dims = node.in(0).dims();
    long[] axes = axes(node);
    if (axes == null) {
      throw new Refusal(Reason.DAMAGED, "lacks its axes");
    }
    int rank = dims.length + axes.length;
    var added = new TreeSet<Integer>();
    for (long axis : axes) {
      if (!added.add(node.axis(axis, rank))) {
        throw new Refusal(Reason.DAMAGED, "adds an axis twice");
      }
    }
    int[] to = new int[rank];
    int from = 0;
    for (int axis = 0; axis < rank; axis++) {
      to[axis] = added.contains(axis) ? 1 : dims[from++];
    }
    return as(node, node.in(0), to);
  }

  private static int[] ints(long... sizes) {
    for (long size : sizes) {
      if (size < 0 || size > Integer.MAX_VALUE) {
        throw new Refusal(Reason.DAMAGED, "makes a size of %d".formatted(size));
      }
    }
    return Arrays.stream(sizes).mapToInt(size -> (int) size).toArray();
  }

  private static Operand expand(Invocation node) {
    int[] from = node.in(0).dims();
    int[] to = Strides.together(from, ints(node.integers(1)));
    if (Arrays.equals(from, to)) {
      return node.in(0);
    }
    if (node.in(0) instanceof Known known) {
      return node.pick(known.tensor(), to, i -> Strides.source(i, to, from));
    }
    Pieces.requireElements(to);
    return like(node.in(0), F.expand(node.value(0), Shape.of(to)));
  }

  private static Operand tile(Invocation node) {
    var x = node.in(0);
    int[] repeats = ints(node.integers(1));
    int[] from = x.dims();
    if (repeats.length != from.length) {
      throw new Refusal(
          Reason.DAMAGED, "repeats %d axes of %d".formatted(repeats.length, from.length));
    }
    int[] to = new int[from.length];
    for (int axis = 0; axis < to.length; axis++) {
      to[axis] = Math.multiplyExact(from[axis], repeats[axis]);
    }
    if (x instanceof Known known) {
      int[] strides = Strides.of(from);
      return node.pick(
          known.tensor(),
          to,
          i -> {
            int[] places = Strides.places(i, to);
            int source = 0;
            for (int axis = 0; axis < places.length; axis++) {
              source += places[axis] % from[axis] * strides[axis];
            }
            return source;
          });
    }
    Pieces.requireElements(to);
    // Each axis gets one of its own in front, which is expanded.
    int[] apart = new int[2 * from.length];
    int[] wide = new int[2 * from.length];
    for (int axis = 0; axis < from.length; axis++) {
      apart[2 * axis] = 1;
      wide[2 * axis] = repeats[axis];
      apart[2 * axis + 1] = from[axis];
      wide[2 * axis + 1] = from[axis];
    }
    var value = node.value(0);
    List<Integer> repeated = new ArrayList<>();
    for (int axis = 0; axis < from.length; axis++) {
      if (repeats[axis] > 1) {
        repeated.add(axis);
      }
    }
    if (repeated.size() + from.length <= 6) {
      return like(x, F.reshape(F.expand(F.reshape(value, apart), Shape.of(wide)), to));
    }
    for (int axis : repeated) {
      value =
          F.cat(
              axis,
              java.util.Collections.nCopies(repeats[axis], value)
                  .toArray(org.tornadonn.plan.Value[]::new));
    }
    return like(x, value);
  }

  private static Operand transpose(Invocation node) {
    var x = node.in(0);
    int[] from = x.dims();
    long[] reverse =
        IntStream.iterate(from.length - 1, i -> i >= 0, i -> i - 1).asLongStream().toArray();
    long[] given = node.integers("perm", reverse);
    int[] axes = new int[given.length];
    var seen = new TreeSet<Integer>();
    for (int i = 0; i < axes.length; i++) {
      axes[i] = node.axis(given[i], from.length);
      seen.add(axes[i]);
    }
    if (seen.size() != from.length || axes.length != from.length) {
      throw new Refusal(Reason.DAMAGED, "has no permutation of its axes");
    }
    return permuted(node, x, axes);
  }

  /** An operand with its axes in another order. */
  static Operand permuted(Invocation node, Operand x, int... axes) {
    int[] from = x.dims();
    int[] to = Arrays.stream(axes).map(axis -> from[axis]).toArray();
    if (x instanceof Known known) {
      int[] strides = Strides.of(from);
      return node.pick(
          known.tensor(),
          to,
          i -> {
            int[] places = Strides.places(i, to);
            int source = 0;
            for (int k = 0; k < axes.length; k++) {
              source += places[k] * strides[axes[k]];
            }
            return source;
          });
    }
    return like(x, F.permute(node.value(x), axes));
  }
}

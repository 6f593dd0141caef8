package org.tornadonn.onnx;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.onnx.tensor.HostTensor;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/** Images at places that a grid says: (−1, −1) is one corner, (1, 1) the opposite. */
final class GridSampling {

  static final Map<String, Rule> RULES =
      Map.ofEntries(
          entry("GridSample", Rule.one(GridSampling::sampled)),
          entry("AffineGrid", Rule.one(GridSampling::affine)));

  /** The cubic's parameter, PyTorch's. */
  private static final float CURVE = -0.75f;

  private GridSampling() {}

  /**
   * An element that a place takes along an axis.
   *
   * @param weight null where there is no other
   */
  private record Tap(Value place, @Nullable Value weight) {}

  /** Sums over the elements around each place, each times the product of its axes' weights. */
  private static Operand sampled(Invocation node) {
    var mode = node.text("mode", "linear");
    var padding = node.text("padding_mode", "zeros");
    boolean corners = node.flag("align_corners");
    var x = node.value(0);
    var grid = node.value(1);
    int[] sizes = Convolutions.inner(node, 0);
    int axes = sizes.length;
    if (grid.shape().rank() != axes + 2 || grid.shape().dim(axes + 1) != axes) {
      throw new Refusal(Reason.SHAPE, "has a grid %s for %d axes".formatted(grid.shape(), axes));
    }
    int[] to = Arrays.copyOfRange(grid.shape().toArray(), 1, axes + 1);
    int n = x.shape().dim(0);
    int channels = x.shape().dim(1);
    int places = HostTensor.size(to);
    var flat = F.reshape(x, n, channels, HostTensor.size(sizes));
    List<Tap> taps = new ArrayList<>();
    for (int axis = 0; axis < axes; axis++) {
      // The grid names the last axis first.
      var at = F.reshape(F.select(grid, axes + 1, axes - 1 - axis), n, 1, places);
      var along = taps(node, mode, from(at, sizes[axis], corners));
      var more = new ArrayList<Tap>();
      for (var tap : along) {
        var inside = inside(node, tap, padding, sizes[axis], corners);
        if (taps.isEmpty()) {
          more.add(inside);
        }
        for (var before : taps) {
          more.add(
              new Tap(
                  F.add(F.mul(before.place(), sizes[axis]), inside.place()),
                  product(before.weight(), inside.weight())));
        }
      }
      taps = more;
    }
    Value sum = null;
    for (var tap : taps) {
      var index = F.expand(tap.place(), Shape.of(n, channels, places));
      var taken = F.gather(flat, 2, index);
      var part = tap.weight() == null ? taken : F.mul(taken, tap.weight());
      sum = sum == null ? part : F.add(sum, part);
    }
    if (sum == null) {
      throw new Refusal(Reason.SHAPE, "has no axes");
    }
    int[] dims = new int[axes + 2];
    dims[0] = n;
    dims[1] = channels;
    System.arraycopy(to, 0, dims, 2, axes);
    return Functions.fraction(node, F.reshape(sum, dims));
  }

  /** From −1 to 1 as places of an axis. */
  private static Value from(Value at, int size, boolean corners) {
    return corners
        ? F.mul(F.add(at, 1), (size - 1) / 2f)
        : F.sub(F.mul(F.add(at, 1), size / 2f), 0.5f);
  }

  private static List<Tap> taps(Invocation node, String mode, Value x) {
    var floor = F.floor(x);
    return switch (mode) {
      case "nearest" -> List.of(new Tap(F.round(x), null));
      case "linear", "bilinear" -> {
        var fraction = F.sub(x, floor);
        yield List.of(new Tap(floor, F.sub(1, fraction)), new Tap(F.add(floor, 1), fraction));
      }
      case "cubic", "bicubic" -> {
        var fraction = F.sub(x, floor);
        var rest = F.sub(1, fraction);
        yield List.of(
            new Tap(F.sub(floor, 1), far(F.add(fraction, 1))),
            new Tap(floor, near(fraction)),
            new Tap(F.add(floor, 1), near(rest)),
            new Tap(F.add(floor, 2), far(F.add(rest, 1))));
      }
      default -> throw node.variant("has a mode '%s'".formatted(mode));
    };
  }

  /** The cubic up to a distance of 1. */
  private static Value near(Value x) {
    var inner = F.sub(F.mul(x, CURVE + 2), CURVE + 3);
    return F.add(F.mul(F.mul(inner, x), x), 1);
  }

  /** The cubic from a distance of 1 to one of 2. */
  private static Value far(Value x) {
    var inner = F.add(F.mul(F.sub(F.mul(x, CURVE), 5 * CURVE), x), 8 * CURVE);
    return F.sub(F.mul(inner, x), 4 * CURVE);
  }

  /** What stands for a place that may lie outside of the axis. */
  private static Tap inside(Invocation node, Tap tap, String padding, int size, boolean corners) {
    var place = tap.place();
    int last = size - 1;
    return switch (padding) {
      case "zeros" -> {
        var within = F.logicalAnd(F.ge(place, 0), F.le(place, last));
        yield new Tap(F.clamp(place, 0, last), product(tap.weight(), within));
      }
      case "border" -> new Tap(F.clamp(place, 0, last), tap.weight());
      case "reflection" -> {
        if (size == 1) {
          yield new Tap(F.clamp(place, 0, 0), tap.weight());
        }
        // With corners, the first and the last element stand once, else twice.
        int period = corners ? 2 * last : 2 * size;
        var along = F.remainder(place, period);
        var back = F.sub(corners ? period : period - 1, along);
        yield new Tap(F.minimum(along, back), tap.weight());
      }
      default -> throw node.variant("has a padding_mode '%s'".formatted(padding));
    };
  }

  private static @Nullable Value product(@Nullable Value a, @Nullable Value b) {
    return a == null ? b : b == null ? a : F.mul(a, b);
  }

  /** The places that a matrix moves those of an image to. */
  private static Operand affine(Invocation node) {
    boolean corners = node.flag("align_corners");
    long[] sizes = node.integers(1);
    int axes = sizes.length - 2;
    if (axes < 1) {
      throw new Refusal(Reason.SHAPE, "makes a grid of %d axes".formatted(axes));
    }
    int[] dims = new int[axes + 2];
    dims[0] = Math.toIntExact(sizes[0]);
    for (int i = 0; i < axes; i++) {
      dims[i + 1] = Math.toIntExact(sizes[i + 2]);
    }
    dims[axes + 1] = axes;
    int[] inner = Arrays.copyOfRange(dims, 1, axes + 1);
    var base =
        node.fractions(
            ElementType.FLOAT,
            new int[] {HostTensor.size(inner), axes + 1},
            i -> {
              int axis = axes - 1 - i % (axes + 1);
              if (axis < 0) {
                return 1;
              }
              int place = i / (axes + 1);
              for (int k = axes - 1; k > axis; k--) {
                place /= inner[k];
              }
              return place(place % inner[axis], inner[axis], corners);
            });
    var moved = F.matmul(node.value(base), F.transpose(node.value(0), -2, -1));
    return Functions.fraction(node, F.reshape(moved, dims));
  }

  private static double place(int at, int size, boolean corners) {
    if (!corners) {
      return (2.0 * at + 1) / size - 1;
    }
    return size == 1 ? 0 : 2.0 * at / (size - 1) - 1;
  }
}

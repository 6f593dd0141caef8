package org.tornadonn.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tornadonn.op.resize.Interpolation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * Images sampled at the locations that a grid holds: −1 is one edge of an axis, 1 is the other.
 * Each result is a sum of the pixels around its location, and gradients pass to the images and to
 * the grid.
 *
 * @param mode how a value between pixels is found
 * @param padding what is sampled outside the image
 * @param alignCorners whether −1 and 1 are the centers of the corner pixels, instead of their outer
 *     edges
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.grid_sample.html">PyTorch</a>
 */
public record GridSample(Interpolation mode, Outside padding, boolean alignCorners) {

  /** What is sampled outside the image. */
  public enum Outside {
    /** Zeros. */
    ZEROS,
    /** The nearest pixel of the edge. */
    BORDER,
    /** The image, mirrored at its edges. */
    REFLECTION
  }

  /** The cubic's parameter. */
  private static final float CURVE = -0.75f;

  /**
   * An element that a location takes along an axis.
   *
   * @param weight null where there is no other
   */
  private record Tap(Value place, @Nullable Value weight) {}

  /**
   * Records the samples.
   *
   * @param x {@code (n, c, h, w)}, or volumes {@code (n, c, d, h, w)}, or sequences
   * @param grid {@code (n, ho, wo, 2)}, where the first of two numbers is the location along w; of
   *     volumes {@code (n, do, ho, wo, 3)}
   * @return {@code (n, c, ho, wo)}
   * @throws ShapeException if the grid is not of as many axes and samples as x
   */
  public Value of(Value x, Value grid) {
    int axes = x.shape().rank() - 2;
    if (axes < 1
        || grid.shape().rank() != axes + 2
        || grid.shape().dim(axes + 1) != axes
        || grid.shape().dim(0) != x.shape().dim(0)) {
      throw new ShapeException(
          "grid_sample takes (n, c, h, w) and a grid (n, ho, wo, 2), or (n, c, d, h, w) and (n, do, ho, wo, 3), but gets %s and %s."
              .formatted(x.shape(), grid.shape()));
    }
    int[] sizes = Arrays.copyOfRange(x.shape().toArray(), 2, axes + 2);
    int[] to = Arrays.copyOfRange(grid.shape().toArray(), 1, axes + 1);
    int n = x.shape().dim(0);
    int channels = x.shape().dim(1);
    int places = Shape.of(to).size();
    var flat = F.reshape(x, n, channels, Shape.of(sizes).size());
    // The grid names the last axis first.
    var taps = along(F.reshape(F.select(grid, axes + 1, axes - 1), n, 1, places), sizes[0]);
    for (int axis = 1; axis < axes; axis++) {
      var at = F.reshape(F.select(grid, axes + 1, axes - 1 - axis), n, 1, places);
      taps = combined(taps, along(at, sizes[axis]), sizes[axis]);
    }
    var sum = taken(flat, taps.getFirst(), channels);
    for (var tap : taps.subList(1, taps.size())) {
      sum = F.add(sum, taken(flat, tap, channels));
    }
    int[] dims = new int[axes + 2];
    dims[0] = n;
    dims[1] = channels;
    System.arraycopy(to, 0, dims, 2, axes);
    return F.reshape(sum, dims);
  }

  private static Value taken(Value flat, Tap tap, int channels) {
    var place = tap.place().shape();
    var index = F.expand(tap.place(), Shape.of(place.dim(0), channels, place.dim(2)));
    var taken = F.gather(flat, 2, index);
    return tap.weight() == null ? taken : F.mul(taken, tap.weight());
  }

  /** Each of one axis with each of the next, whose elements lie side by side. */
  private static List<Tap> combined(List<Tap> before, List<Tap> behind, int size) {
    var all = new ArrayList<Tap>();
    for (var tap : behind) {
      for (var outer : before) {
        all.add(
            new Tap(
                F.add(F.mul(outer.place(), size), tap.place()),
                product(outer.weight(), tap.weight())));
      }
    }
    return all;
  }

  /** The elements of an axis around each location. */
  private List<Tap> along(Value at, int size) {
    var x =
        alignCorners
            ? F.mul(F.add(at, 1), (size - 1) / 2f)
            : F.sub(F.mul(F.add(at, 1), size / 2f), 0.5f);
    return taps(x).stream().map(tap -> inside(tap, size)).toList();
  }

  private List<Tap> taps(Value x) {
    var floor = F.floor(x);
    var fraction = F.sub(x, floor);
    var rest = F.sub(1, fraction);
    return switch (mode) {
      case NEAREST -> List.of(new Tap(F.round(x), null));
      case LINEAR -> List.of(new Tap(floor, rest), new Tap(F.add(floor, 1), fraction));
      case CUBIC ->
          List.of(
              new Tap(F.sub(floor, 1), far(F.add(fraction, 1))),
              new Tap(floor, near(fraction)),
              new Tap(F.add(floor, 1), near(rest)),
              new Tap(F.add(floor, 2), far(F.add(rest, 1))));
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

  /** What stands for an element that may lie outside of the axis. */
  private Tap inside(Tap tap, int size) {
    var place = tap.place();
    int last = size - 1;
    return switch (padding) {
      case ZEROS -> {
        var within = F.logicalAnd(F.ge(place, 0), F.le(place, last));
        yield new Tap(F.clamp(place, 0, last), product(tap.weight(), within));
      }
      case BORDER -> new Tap(F.clamp(place, 0, last), tap.weight());
      case REFLECTION -> {
        if (size == 1) {
          yield new Tap(F.clamp(place, 0, 0), tap.weight());
        }
        // With corners, the first and the last element stand once, else twice.
        int period = alignCorners ? 2 * last : 2 * size;
        var along = F.remainder(place, period);
        var back = F.sub(alignCorners ? period : period - 1, along);
        yield new Tap(F.minimum(along, back), tap.weight());
      }
    };
  }

  private static @Nullable Value product(@Nullable Value a, @Nullable Value b) {
    return a == null ? b : b == null ? a : F.mul(a, b);
  }
}

package org.tornadonn.op.convolution;

import java.util.Arrays;
import java.util.List;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/**
 * The shapes that a convolution can be applied to: x {@code (n, channels, …)}, w {@code (first,
 * second, kernel…)} and optionally b, with as many axes behind the channels as the kernel has.
 *
 * @param operation the name in errors: {@code Conv2d}
 * @param kernel its size along each axis
 */
record Filters(String operation, int groups, int... kernel) {

  /** More channels in a group do not fit into half a number, as kernels take them. */
  private static final int MOST_OF_GROUP = (1 << 15) - 1;

  Filters {
    if (groups < 1) {
      throw new ShapeException(
          "%s's groups must be at least 1, but are %d.".formatted(operation, groups));
    }
  }

  private String sizes() {
    return kernel.length == 1 ? "length" : "height, width";
  }

  private String images() {
    return kernel.length == 1 ? "sequences" : "images";
  }

  /** Checks the inputs of a convolution, whose weight is (out, in / groups, …). */
  void check(List<Shape> inputs) {
    var x = inputs.get(0);
    var w = inputs.get(1);
    checkRanks(x, w, groups == 1 ? "(out, in, %s)" : "(out, in / groups, %s)");
    if (x.dim(1) != w.dim(1) * groups) {
      throw new ShapeException(
          "%s expects %d input channels, but gets %d in %s: set inChannels to %d."
              .formatted(operation, w.dim(1) * groups, x.dim(1), x, x.dim(1)));
    }
    checkGroups("output channels", w.dim(0));
    checkBias(inputs, w.dim(0));
  }

  /** Checks the inputs of a transposed convolution, whose weight is (in, out / groups, …). */
  void checkTransposed(List<Shape> inputs) {
    var x = inputs.get(0);
    var w = inputs.get(1);
    checkRanks(x, w, groups == 1 ? "(in, out, %s)" : "(in, out / groups, %s)");
    if (x.dim(1) != w.dim(0)) {
      throw new ShapeException(
          "%s expects %d input channels, but gets %d in %s: set inChannels to %d."
              .formatted(operation, w.dim(0), x.dim(1), x, x.dim(1)));
    }
    checkGroups("input channels", w.dim(0));
    checkBias(inputs, w.dim(1) * groups);
  }

  private void checkRanks(Shape x, Shape w, String weight) {
    if (x.rank() != kernel.length + 2) {
      throw new ShapeException(
          "%s expects %s (n, channels, %s), but gets %s."
              .formatted(operation, images(), sizes(), x));
    }
    boolean fits = w.rank() == kernel.length + 2;
    for (int i = 0; fits && i < kernel.length; i++) {
      fits = w.dim(i + 2) == kernel[i];
    }
    if (!fits) {
      var sizes = Arrays.toString(kernel);
      throw new ShapeException(
          "%s expects a weight %s, but gets %s."
              .formatted(operation, weight.formatted(sizes.substring(1, sizes.length() - 1)), w));
    }
  }

  private void checkGroups(String what, int channels) {
    if (channels % groups != 0) {
      throw new ShapeException(
          "%s cannot cut %d %s into %d groups: use a number of channels that groups divides."
              .formatted(operation, channels, what, groups));
    }
  }

  private void checkBias(List<Shape> inputs, int co) {
    if (inputs.size() > 2 && !inputs.get(2).equals(Shape.of(co))) {
      throw new ShapeException(
          "%s expects a bias (%d), but gets %s.".formatted(operation, co, inputs.get(2)));
    }
    if (Math.max(inputs.get(0).dim(1), co) / groups > MOST_OF_GROUP) {
      throw new ShapeException(
          "%s takes at most %d channels in each group, but gets %s: use more groups or fewer channels."
              .formatted(operation, MOST_OF_GROUP, inputs.get(0)));
    }
  }
}

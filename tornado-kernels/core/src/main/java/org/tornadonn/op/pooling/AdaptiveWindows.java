package org.tornadonn.op.pooling;

import java.util.List;
import org.tornadonn.op.convolution.ImageSizes;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/**
 * As many windows as are asked for, over images or sequences of any size: window i of ho holds the
 * rows from {@code ⌊i·hi/ho⌋} to below {@code ⌈(i+1)·hi/ho⌉}, and columns likewise.
 *
 * @param operation the name in errors: {@code AdaptiveAvgPool2d}
 */
record AdaptiveWindows(String operation, int height, int width) {

  /** Larger sizes would overflow in {@code (i+1) · hi}. */
  private static final int LIMIT = 1 << 15;

  /** Larger indices of an element in its image are not exact in a float. */
  private static final int EXACT = 1 << 24;

  AdaptiveWindows {
    if (height < 1 || width < 1 || height >= LIMIT || width >= LIMIT) {
      throw new ShapeException(
          "%s's output size %d×%d must be from 1 up and below %d."
              .formatted(operation, height, width, LIMIT));
    }
  }

  /** The shape of a result over images. */
  Shape images(List<Shape> inputs) {
    var x = inputs.getFirst();
    if (x.rank() != 4 || x.dim(2) >= LIMIT || x.dim(3) >= LIMIT) {
      throw new ShapeException(
          "%s expects images (n, channels, height, width) of less than %d rows and columns, but gets %s."
              .formatted(operation, LIMIT, x));
    }
    return Shape.of(x.dim(0), x.dim(1), height, width);
  }

  /** The shape of a result over sequences. */
  Shape sequences(List<Shape> inputs) {
    var x = inputs.getFirst();
    if (x.rank() != 3) {
      throw new ShapeException(
          "%s expects sequences (n, channels, length), but gets %s.".formatted(operation, x));
    }
    if ((x.dim(2) + 1L) * (width + 1L) > Integer.MAX_VALUE) {
      throw new ShapeException(
          "%s cannot cut sequences of %d into %d windows, whose product is too large: use fewer."
              .formatted(operation, x.dim(2), width));
    }
    return Shape.of(x.dim(0), x.dim(1), width);
  }

  /** Checks that a number says which element of an image is meant. */
  Shape indexed(Shape x, Shape result) {
    if ((long) x.size() / x.dim(0) / x.dim(1) >= EXACT) {
      throw new ShapeException(
          "%s takes less than %d elements of each channel, but gets %s: make them fewer first."
              .formatted(operation, EXACT, x));
    }
    return result;
  }

  /** Describes the means of the windows. */
  static void means(Forward pass) {
    var x = pass.computed(0);
    var y = pass.out();
    var s = ImageSizes.of(x.shape(), y.shape());
    int taps = taps(s);
    pass.call("forward")
        .reads(x)
        .writes(y)
        .flops((long) y.size() * taps)
        .sums(taps, x)
        .bind(m -> new AdaptiveAvgPool2dForward(m.of(x), m.of(y), s));
  }

  /** Describes the gradient of the means. */
  static void means(Backward pass) {
    var dy = pass.outGradient();
    var dx = pass.gradient(0);
    var s = ImageSizes.of(dx.slice().shape(), dy.shape());
    int windows = overlap(s);
    pass.call("input gradient")
        .reads(dy)
        .writes(dx)
        .flops(2L * dx.slice().size() * windows)
        .sums(windows, dy)
        .bind(m -> new AdaptiveAvgPool2dInputGradient(m.of(dy), m.of(dx.slice()), dx.add(), s));
  }

  /** Describes the maxima of the windows. */
  static void maxima(Forward pass) {
    var x = pass.computed(0);
    var y = pass.out();
    var s = ImageSizes.of(x.shape(), y.shape());
    long flops = (long) y.size() * taps(s);
    if (pass.needsBackward()) {
      var index = pass.saved("index", y.shape());
      pass.call("forward")
          .reads(x)
          .writes(y, index)
          .flops(flops)
          .sums(0)
          .bind(m -> new AdaptiveMaxPool2dForward(m.of(x), m.of(y), m.of(index), 1, s));
    } else {
      pass.call("forward")
          .reads(x)
          .writes(y)
          .flops(flops)
          .sums(0)
          .bind(m -> new AdaptiveMaxPool2dForward(m.of(x), m.of(y), m.of(x), 0, s));
    }
  }

  /** Describes the gradient of the maxima. */
  static void maxima(Backward pass) {
    var dy = pass.outGradient();
    var index = pass.saved("index");
    var dx = pass.gradient(0);
    var s = ImageSizes.of(dx.slice().shape(), dy.shape());
    int windows = overlap(s);
    pass.call("input gradient")
        .reads(dy, index)
        .writes(dx)
        .flops((long) dx.slice().size() * windows)
        .sums(windows > 1 ? windows : 0, dy)
        .bind(
            m ->
                new AdaptiveMaxPool2dInputGradient(
                    m.of(dy), m.of(index), m.of(dx.slice()), dx.add(), s));
  }

  private static int taps(ImageSizes s) {
    return longest(s.hi(), s.ho()) * longest(s.wi(), s.wo());
  }

  private static int overlap(ImageSizes s) {
    return longest(s.ho(), s.hi()) * longest(s.wo(), s.wi());
  }

  /** How many of {@code from} elements a window has at most if there are {@code to} windows. */
  private static int longest(int from, int to) {
    return from % to == 0 ? from / to : from / to + 2;
  }
}

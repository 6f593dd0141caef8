package org.tornadonn.conformance;

import java.util.SplittableRandom;
import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/** Convolutions and pools of sequences, images and volumes in random networks. */
final class RandomWindows {

  private RandomWindows() {}

  /** x as sequences, images or volumes: mostly what it is, if it is one of them. */
  private static Term windowed(RandomGraph g, Term x, SplittableRandom dice) {
    boolean is = x.rank() >= 3 && x.rank() <= 5;
    return g.ranked(x, is && dice.nextInt(4) > 0 ? x.rank() : 3 + dice.nextInt(3));
  }

  /** The smallest size of a window's axes. */
  private static int room(Term x) {
    int room = Integer.MAX_VALUE;
    for (int axis = 2; axis < x.rank(); axis++) {
      room = Math.min(room, x.dim(axis));
    }
    return room;
  }

  private static int windows(Term x) {
    int size = 1;
    for (int axis = 2; axis < x.rank(); axis++) {
      size *= x.dim(axis);
    }
    return size;
  }

  private static int[] weight(int rank, int out, int in, int kernel) {
    int[] dims = new int[rank];
    java.util.Arrays.fill(dims, kernel);
    dims[0] = out;
    dims[1] = in;
    return dims;
  }

  private static float bound(int[] weight, int channels) {
    double fanIn = channels;
    for (int axis = 2; axis < weight.length; axis++) {
      fanIn *= weight[axis];
    }
    return (float) (1 / Math.sqrt(fanIn));
  }

  static void convolution(RandomGraph g, Term from, SplittableRandom dice) {
    var x = windowed(g, from, dice);
    int channels = x.dim(1);
    // Half of the convolutions keep the shape, so that there is something to add.
    boolean same = dice.nextBoolean();
    int kernel = same && room(x) > 1 ? 3 : 1 + dice.nextInt(Math.min(3, room(x)));
    int stride = same ? 1 : 1 + dice.nextInt(2);
    int padding = same ? kernel / 2 : dice.nextInt(kernel);
    int dilation = !same && 2 * kernel - 1 <= room(x) ? 1 + dice.nextInt(2) : 1;
    int groups = channels % 2 == 0 && dice.nextInt(3) == 0 ? 2 : 1;
    int out = same ? channels : groups * (1 + dice.nextInt(8));
    if ((long) x.dim(0) * out * windows(x) > RandomGraph.LARGEST) {
      out = groups;
    }
    int[] weight = weight(x.rank(), out, channels / groups, kernel);
    var w = g.parameter(bound(weight, channels / groups), weight);
    var b = dice.nextInt(4) > 0 ? g.parameter(0.3f, out) : null;
    Value bias = b == null ? null : b.value();
    var y =
        switch (x.rank()) {
          case 3 -> F.conv1d(x.value(), w.value(), bias, stride, padding, dilation, groups);
          case 4 -> F.conv2d(x.value(), w.value(), bias, stride, padding, dilation, groups);
          default -> F.conv3d(x.value(), w.value(), bias, stride, padding, dilation, groups);
        };
    g.put(
        y,
        "F.conv%dd(%s, %s, %s, %d, %d, %d, %d)",
        x.rank() - 2,
        x,
        w,
        String.valueOf(b),
        stride,
        padding,
        dilation,
        groups);
  }

  static void transposed(RandomGraph g, Term from, SplittableRandom dice) {
    var x = windowed(g, from, dice);
    int channels = x.dim(1);
    boolean large = 4 * x.size() > RandomGraph.LARGEST;
    int kernel = 1 + dice.nextInt(3);
    int stride = large ? 1 : 1 + dice.nextInt(2);
    int more = stride > 1 ? dice.nextInt(2) : 0;
    int padding = room(x) * stride > kernel ? dice.nextInt(Math.ceilDiv(kernel, 2)) : 0;
    int groups = channels % 2 == 0 && dice.nextInt(3) == 0 ? 2 : 1;
    int out = large ? 1 : 1 + dice.nextInt(3);
    int[] weight = weight(x.rank(), channels, out, kernel);
    var w = g.parameter(bound(weight, channels / groups), weight);
    var b = dice.nextInt(4) > 0 ? g.parameter(0.3f, out * groups) : null;
    Value bias = b == null ? null : b.value();
    var y =
        switch (x.rank()) {
          case 3 -> F.convTranspose1d(x.value(), w.value(), bias, stride, padding, more, groups, 1);
          case 4 -> F.convTranspose2d(x.value(), w.value(), bias, stride, padding, more, groups, 1);
          default ->
              F.convTranspose3d(x.value(), w.value(), bias, stride, padding, more, groups, 1);
        };
    g.put(
        y,
        "F.convTranspose%dd(%s, %s, %s, %d, %d, %d, %d, 1)",
        x.rank() - 2,
        x,
        w,
        String.valueOf(b),
        stride,
        padding,
        more,
        groups);
  }

  static void maxPool(RandomGraph g, Term from, SplittableRandom dice) {
    var x = windowed(g, from, dice);
    int kernel = 1 + dice.nextInt(Math.min(3, room(x)));
    int stride = 1 + dice.nextInt(3);
    int padding = dice.nextInt(1 + kernel / 2);
    int dilation = 2 * kernel - 1 <= room(x) ? 1 + dice.nextInt(2) : 1;
    boolean ceil = dice.nextBoolean();
    var y =
        switch (x.rank()) {
          case 3 -> F.maxPool1d(x.value(), kernel, stride, padding, dilation, ceil);
          case 4 -> F.maxPool2d(x.value(), kernel, stride, padding, dilation, ceil);
          default -> F.maxPool3d(x.value(), kernel, stride, padding, dilation, ceil);
        };
    g.put(
        y,
        "F.maxPool%dd(%s, %d, %d, %d, %d, %b)",
        x.rank() - 2,
        x,
        kernel,
        stride,
        padding,
        dilation,
        ceil);
  }

  static void avgPool(RandomGraph g, Term from, SplittableRandom dice) {
    var x = windowed(g, from, dice);
    int kernel = 1 + dice.nextInt(Math.min(3, room(x)));
    int stride = 1 + dice.nextInt(3);
    int padding = dice.nextInt(1 + kernel / 2);
    boolean ceil = dice.nextBoolean();
    boolean count = dice.nextBoolean();
    var y =
        switch (x.rank()) {
          case 3 -> F.avgPool1d(x.value(), kernel, stride, padding, ceil, count);
          case 4 -> F.avgPool2d(x.value(), kernel, stride, padding, ceil, count);
          default -> F.avgPool3d(x.value(), kernel, stride, padding, ceil, count);
        };
    g.put(
        y,
        "F.avgPool%dd(%s, %d, %d, %d, %b, %b)",
        x.rank() - 2,
        x,
        kernel,
        stride,
        padding,
        ceil,
        count);
  }

  static void adaptivePool(RandomGraph g, Term from, SplittableRandom dice) {
    var x = windowed(g, from, dice);
    int most =
        (int) Math.pow((double) RandomGraph.LARGEST / x.dim(0) / x.dim(1), 1.0 / (x.rank() - 2));
    int bound = Math.clamp(most, 1, 7);
    int a = 1 + dice.nextInt(bound);
    int b = 1 + dice.nextInt(bound);
    int c = 1 + dice.nextInt(bound);
    boolean max = dice.nextBoolean();
    var name = "F.adaptive" + (max ? "Max" : "Avg") + "Pool";
    var v = x.value();
    switch (x.rank()) {
      case 3 ->
          g.put(
              max ? F.adaptiveMaxPool1d(v, a) : F.adaptiveAvgPool1d(v, a),
              name + "1d(%s, %d)",
              x,
              a);
      case 4 ->
          g.put(
              max ? F.adaptiveMaxPool2d(v, a, b) : F.adaptiveAvgPool2d(v, a, b),
              name + "2d(%s, %d, %d)",
              x,
              a,
              b);
      default ->
          g.put(
              max ? F.adaptiveMaxPool3d(v, a, b, c) : F.adaptiveAvgPool3d(v, a, b, c),
              name + "3d(%s, %d, %d, %d)",
              x,
              a,
              b,
              c);
    }
  }

  /** Norms of windows, of numbers that are above 0. */
  static void normPool(RandomGraph g, Term from, SplittableRandom dice) {
    var x = g.between(g.ranked(from, 3 + dice.nextInt(2)), 0.3, 3);
    int kernel = 1 + dice.nextInt(Math.min(3, room(x)));
    int stride = 1 + dice.nextInt(2);
    boolean ceil = dice.nextBoolean();
    g.put(
        x.rank() == 3
            ? F.lpPool1d(x.value(), 2, kernel, stride, ceil)
            : F.lpPool2d(x.value(), 2, kernel, stride, ceil),
        "F.lpPool%dd(%s, 2, %d, %d, %b)",
        x.rank() - 2,
        x,
        kernel,
        stride,
        ceil);
  }
}

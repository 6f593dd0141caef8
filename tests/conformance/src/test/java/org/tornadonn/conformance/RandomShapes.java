package org.tornadonn.conformance;

import java.util.List;
import java.util.SplittableRandom;
import org.tornadonn.op.F;
import org.tornadonn.op.resize.Interpolation;
import org.tornadonn.op.shape.Padding;
import org.tornadonn.plan.Shape;

/** What moves, takes and repeats numbers in random networks. */
final class RandomShapes {

  private RandomShapes() {}

  static void rearranged(RandomGraph g, Term from, SplittableRandom dice) {
    var x = g.ranked(from, Math.max(from.rank(), 1));
    int axis = dice.nextInt(x.rank());
    int other = dice.nextInt(x.rank());
    int length = x.dim(axis);
    var v = x.value();
    boolean small = 3 * x.size() <= RandomGraph.LARGEST;
    switch (dice.nextInt(small ? 11 : 7)) {
      case 0, 1 -> g.put(F.transpose(v, axis, other), "F.transpose(%s, %d, %d)", x, axis, other);
      case 2 -> g.put(F.flip(v, axis), "F.flip(%s, %d)", x, axis);
      case 3 -> {
        int start = dice.nextInt(length);
        int step = 1 + dice.nextInt(2);
        g.put(
            F.slice(v, axis, start, length, step),
            "F.slice(%s, %d, %d, %d, %d)",
            x,
            axis,
            start,
            length,
            step);
      }
      case 4 -> {
        int shift = dice.nextInt(9) - 4;
        g.put(F.roll(v, shift, axis), "F.roll(%s, %d, %d)", x, shift, axis);
      }
      case 5 -> g.put(F.movedim(v, axis, other), "F.movedim(%s, %d, %d)", x, axis, other);
      case 6 -> {
        int size = 1 + dice.nextInt(length);
        int part = dice.nextInt(Math.ceilDiv(length, size));
        g.put(F.split(v, size, axis).get(part), "F.split(%s, %d, %d).get(%d)", x, size, axis, part);
      }
      case 7 -> {
        var like = g.like(x, dice);
        g.put(F.cat(axis, v, like.value()), "F.cat(%d, %s, %s)", axis, x, like);
      }
      case 8 -> {
        var like = g.like(x, dice);
        g.put(F.stack(axis, v, like.value()), "F.stack(%d, %s, %s)", axis, x, like);
      }
      case 9 -> g.put(F.repeatInterleave(v, 2, axis), "F.repeatInterleave(%s, 2, %d)", x, axis);
      default -> g.put(F.tile(v, 3), "F.tile(%s, 3)", x);
    }
  }

  static void padded(RandomGraph g, Term from, SplittableRandom dice) {
    var x = g.ranked(from, Math.max(from.rank(), 1));
    int before = dice.nextInt(3);
    int after = dice.nextInt(3);
    var mode = List.of(Padding.values()).get(dice.nextInt(3));
    if (x.dim(-1) < 3 || dice.nextBoolean()) {
      g.put(
          F.pad(x.value(), new int[] {before, after}, 0.5f),
          "F.pad(%s, new int[] {%d, %d}, 0.5f)",
          x,
          before,
          after);
    } else {
      g.put(
          F.pad(x.value(), new int[] {before, after}, mode),
          "F.pad(%s, new int[] {%d, %d}, Padding.%s)",
          x,
          before,
          after,
          mode);
    }
  }

  /** What takes numbers by their positions, which are given or found. */
  static void indexed(RandomGraph g, Term from, SplittableRandom dice) {
    var x = g.ranked(from, Math.max(from.rank(), 1));
    int axis = dice.nextInt(x.rank());
    int length = x.dim(axis);
    var v = x.value();
    switch (dice.nextInt(7)) {
      case 0 -> {
        int[] dims = x.shape().toArray();
        dims[axis] = 1 + dice.nextInt(Math.min(4, length));
        var index = g.index(length, dims);
        g.put(F.gather(v, axis, index.value()), "F.gather(%s, %d, %s)", x, axis, index);
      }
      case 1 -> {
        var index = g.index(length, 1 + dice.nextInt(Math.min(4, length)));
        g.put(F.take(v, axis, index.value()), "F.take(%s, %d, %s)", x, axis, index);
      }
      case 2 -> {
        int a = dice.nextInt(length);
        int b = dice.nextInt(length);
        g.put(
            F.indexSelect(v, axis, a, b, a), "F.indexSelect(%s, %d, %d, %d, %2$d)", x, axis, a, b);
      }
      case 3 -> {
        // Words of a small vocabulary, looked up where the largest numbers stand.
        int width = Math.min(5, Math.max(1, RandomGraph.LARGEST / x.size()));
        var weight = g.parameter(1, length, width);
        var ids = g.put(F.argmax(v, axis, true), "F.argmax(%s, %d, true)", x, axis);
        g.put(F.embedding(ids.value(), weight.value()), "F.embedding(%s, %s)", ids, weight);
      }
      case 4 -> {
        var ids = g.put(F.argmin(v, axis, true), "F.argmin(%s, %d, true)", x, axis);
        var ones = g.put(F.oneHot(ids.value(), 3), "F.oneHot(%s, 3)", ids);
        var one =
            g.put(
                F.unsqueeze(F.mean(v, true, axis), -1),
                "F.unsqueeze(F.mean(%s, true, %d), -1)",
                x,
                axis);
        g.put(F.mul(ones.value(), one.value()), "F.mul(%s, %s)", ones, one);
      }
      case 5 -> {
        boolean descending = dice.nextBoolean();
        g.put(
            F.sort(v, axis, descending).values(),
            "F.sort(%s, %d, %b).values()",
            x,
            axis,
            descending);
      }
      default -> {
        int k = 1 + dice.nextInt(length);
        g.put(F.topk(v, k, axis, true).values(), "F.topk(%s, %d, %d, true).values()", x, k, axis);
      }
    }
  }

  /** What is about matrices and images. */
  static void arranged(RandomGraph g, Term from, SplittableRandom dice) {
    var x = g.ranked(from, 4);
    int c = x.dim(1);
    int h = x.dim(2);
    int w = x.dim(3);
    var v = x.value();
    switch (dice.nextInt(8)) {
      case 0 -> g.put(F.tril(v, 1), "F.tril(%s, 1)", x);
      case 1 -> g.put(F.triu(v, -1), "F.triu(%s, -1)", x);
      case 2 -> g.put(F.diagonal(v, 0), "F.diagonal(%s, 0)", x);
      case 3 -> {
        int r = c % 4 == 0 ? 2 : 1;
        g.put(F.pixelShuffle(v, r), "F.pixelShuffle(%s, %d)", x, r);
      }
      case 4 -> {
        int r = h % 2 == 0 && w % 2 == 0 ? 2 : 1;
        g.put(F.pixelUnshuffle(v, r), "F.pixelUnshuffle(%s, %d)", x, r);
      }
      case 5 -> {
        int groups = c % 2 == 0 ? 2 : c;
        g.put(F.channelShuffle(v, groups), "F.channelShuffle(%s, %d)", x, groups);
      }
      default -> {
        boolean room = Math.min(h, w) > 1 && 4 * x.size() <= RandomGraph.LARGEST;
        int k = room ? 2 : 1;
        var columns = g.put(F.unfold(v, k, k, 0, 1), "F.unfold(%s, %d, %2$d, 0, 1)", x, k);
        if (dice.nextBoolean()) {
          g.put(
              F.fold(columns.value(), h, w, k, k, 0, 1),
              "F.fold(%s, %d, %d, %d, %4$d, 0, 1)",
              columns,
              h,
              w,
              k);
        }
      }
    }
  }

  static void resized(RandomGraph g, Term from, SplittableRandom dice) {
    var x = g.ranked(from, 3 + dice.nextInt(2));
    var mode = List.of(Interpolation.values()).get(dice.nextInt(3));
    boolean corners = mode != Interpolation.NEAREST && dice.nextBoolean();
    int most =
        (int) Math.pow((double) RandomGraph.LARGEST / x.dim(0) / x.dim(1), 1.0 / (x.rank() - 2));
    int bound = Math.clamp(most, 1, 13);
    int[] size = dice.ints(x.rank() - 2, 1, bound + 1).toArray();
    g.put(
        F.interpolate(x.value(), size, mode, corners),
        "F.interpolate(%s, new int[] {%s}, Interpolation.%s, %b)",
        x,
        Shape.of(size).toString().replaceAll("[()]", ""),
        mode,
        corners);
  }
}

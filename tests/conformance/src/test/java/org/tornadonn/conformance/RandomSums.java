package org.tornadonn.conformance;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.tornadonn.op.F;
import org.tornadonn.op.recurrent.CellWeights;
import org.tornadonn.plan.Shape;

/** What sums numbers in random networks: reductions, products, normalization, attention, cells. */
final class RandomSums {

  private RandomSums() {}

  static void reduced(RandomGraph g, Term from, SplittableRandom dice) {
    var x = g.ranked(from, Math.max(from.rank(), 1));
    int axis = dice.nextInt(x.rank());
    boolean keep = dice.nextInt(3) > 0;
    var v = x.value();
    boolean several = x.dim(axis) > 1;
    switch (dice.nextInt(several ? 11 : 8)) {
      case 0 -> g.put(F.sum(v, keep, axis), "F.sum(%s, %b, %d)", x, keep, axis);
      case 1 -> g.put(F.mean(v, keep, axis), "F.mean(%s, %b, %d)", x, keep, axis);
      case 2 -> g.put(F.amax(v, keep, axis), "F.amax(%s, %b, %d)", x, keep, axis);
      case 3 -> g.put(F.amin(v, keep, axis), "F.amin(%s, %b, %d)", x, keep, axis);
      case 4 -> {
        var some = g.between(x, 0.6, 1.4);
        g.put(F.prod(some.value(), axis, keep), "F.prod(%s, %d, %b)", some, axis, keep);
      }
      case 5 -> {
        boolean reverse = dice.nextBoolean();
        g.put(F.cumsum(v, axis, reverse), "F.cumsum(%s, %d, %b)", x, axis, reverse);
      }
      case 6 -> g.put(F.norm(v, 1, keep, axis), "F.norm(%s, 1, %b, %d)", x, keep, axis);
      case 7 -> {
        var some = g.between(x, 0.3, 3);
        g.put(F.norm(some.value(), 2, keep, axis), "F.norm(%s, 2, %b, %d)", some, keep, axis);
      }
      case 8 -> g.put(F.var(v, 1, keep, axis), "F.var(%s, 1, %b, %d)", x, keep, axis);
      case 9 -> g.put(F.std(v, 0, keep, axis), "F.std(%s, 0, %b, %d)", x, keep, axis);
      default -> {
        boolean first = dice.nextBoolean();
        var places =
            g.put(
                first ? F.argmax(v, axis, true) : F.argmin(v, axis, true),
                "F.arg%s(%s, %d, true)",
                first ? "max" : "min",
                x,
                axis);
        var part = g.put(F.mul(places.value(), 0.1f), "F.mul(%s, 0.1f)", places);
        g.passing(part, x);
      }
    }
  }

  static void softmax(RandomGraph g, Term from, SplittableRandom dice) {
    var x = g.ranked(from, Math.max(from.rank(), 1));
    int axis = dice.nextInt(x.rank());
    var v = x.value();
    switch (dice.nextInt(4)) {
      case 0 -> g.put(F.softmax(v, axis), "F.softmax(%s, %d)", x, axis);
      case 1 -> g.put(F.logSoftmax(v, axis), "F.logSoftmax(%s, %d)", x, axis);
      case 2 -> g.put(F.softmin(v, axis), "F.softmin(%s, %d)", x, axis);
      default -> g.put(F.logsumexp(v, true, axis), "F.logsumexp(%s, true, %d)", x, axis);
    }
  }

  static void normalized(RandomGraph g, Term from, SplittableRandom dice) {
    var x = g.ranked(from, from.rank() == 3 || from.rank() == 5 ? from.rank() : 4);
    int last = x.dim(-1);
    int c = x.dim(1);
    var v = x.value();
    switch (dice.nextInt(7)) {
      case 0 -> {
        var w = g.parameter(1, last);
        var b = g.parameter(1, last);
        g.put(
            F.layerNorm(v, Shape.of(last), w.value(), b.value(), 0.1f),
            "F.layerNorm(%s, Shape.of(%d), %s, %s, 0.1f)",
            x,
            last,
            w,
            b);
      }
      case 1 -> {
        var w = g.parameter(1, last);
        g.put(
            F.rmsNorm(v, Shape.of(last), w.value(), 0.1f),
            "F.rmsNorm(%s, Shape.of(%d), %s, 0.1f)",
            x,
            last,
            w);
      }
      case 2 -> {
        int groups = c % 2 == 0 ? 2 : 1;
        var w = g.parameter(1, c);
        var b = g.parameter(1, c);
        g.put(
            F.groupNorm(v, groups, w.value(), b.value(), 0.1f),
            "F.groupNorm(%s, %d, %s, %s, 0.1f)",
            x,
            groups,
            w,
            b);
      }
      case 3 ->
          g.put(F.instanceNorm(v, null, null, 0.1f), "F.instanceNorm(%s, null, null, 0.1f)", x);
      case 4 -> {
        int size = 1 + dice.nextInt(4);
        g.put(
            F.localResponseNorm(v, size, 0.5f, 0.75f, 1),
            "F.localResponseNorm(%s, %d, 0.5f, 0.75f, 1)",
            x,
            size);
      }
      case 5 -> {
        var some = g.between(x, 0.3, 3);
        int axis = dice.nextInt(x.rank());
        g.put(F.normalize(some.value(), axis), "F.normalize(%s, %d)", some, axis);
      }
      default -> batchNorm(g, g.ranked(x, 4));
    }
  }

  private static void batchNorm(RandomGraph g, Term x) {
    int c = x.dim(1);
    if (x.size() == c) {
      g.put(F.add(x.value(), x.value()), "F.add(%s, %1$s)", x);
      return;
    }
    var path = g.next();
    g.put(
        RandomGraph.batchNorm(g.graph, path, x.value(), 0.1f),
        "RandomGraph.batchNorm(g, \"%s\", %s, 0.1f)",
        path,
        x);
  }

  /** A linear layer of its own weights. */
  static void linear(RandomGraph g, Term from, SplittableRandom dice) {
    var x = g.ranked(from, from.rank() == 3 ? 3 : 2);
    int in = x.dim(-1);
    int most = Math.max(1, RandomGraph.LARGEST / (x.size() / in));
    int out = Math.min(most, dice.nextBoolean() ? in : 1 + dice.nextInt(33));
    var w = g.parameter((float) (1 / Math.sqrt(in)), out, in);
    var b = g.parameter(0.3f, out);
    g.put(F.linear(x.value(), w.value(), b.value()), "F.linear(%s, %s, %s)", x, w, b);
  }

  /** Products of matrices, of rows with rows, and what einsum and distances make of them. */
  static void product(RandomGraph g, Term from, SplittableRandom dice) {
    var x = g.ranked(from, 3);
    var v = x.value();
    int n = x.dim(0);
    int rows = x.dim(1);
    int width = x.dim(2);
    if ((long) n * rows * rows * Math.min(width, 40) > 8L * RandomGraph.LARGEST) {
      linear(g, x, dice);
      return;
    }
    float scale = 1f / width;
    switch (dice.nextInt(5)) {
      case 0, 1 ->
          g.put(
              F.mul(F.matmul(v, F.transpose(v, -1, -2)), scale),
              "F.mul(F.matmul(%s, F.transpose(%1$s, -1, -2)), %sf)",
              x,
              scale);
      case 2 -> {
        var other = g.like(x, dice);
        g.put(
            F.mul(F.einsum("bij,bkj->bki", v, other.value()), scale),
            "F.mul(F.einsum(\"bij,bkj->bki\", %s, %s), %sf)",
            x,
            other,
            scale);
      }
      case 3 -> {
        var w = g.parameter(scale, 3, width, width);
        var other = g.like(x, dice);
        if (w.size() > 8 * RandomGraph.LARGEST) {
          linear(g, x, dice);
          return;
        }
        g.put(
            F.bilinear(v, other.value(), w.value(), null),
            "F.bilinear(%s, %s, %s, null)",
            x,
            other,
            w);
      }
      default -> {
        var rowsOfItsOwn = g.parameter(1, 2, width);
        g.put(F.cdist(v, rowsOfItsOwn.value(), 1), "F.cdist(%s, %s, 1)", x, rowsOfItsOwn);
      }
    }
  }

  static void attention(RandomGraph g, Term from, SplittableRandom dice) {
    var x = g.ranked(from, from.rank() == 4 ? 4 : 3);
    var k = g.like(x, dice);
    var v = g.like(x, dice);
    boolean causal = dice.nextBoolean();
    g.put(
        F.scaledDotProductAttention(x.value(), k.value(), v.value(), null, causal),
        "F.scaledDotProductAttention(%s, %s, %s, null, %b)",
        x,
        k,
        v,
        causal);
  }

  /** A walk of some steps, one way or both. */
  static void recurrent(RandomGraph g, Term from, SplittableRandom dice) {
    var all = g.ranked(from, 3);
    int steps = Math.min(5, all.dim(1));
    var x =
        steps == all.dim(1)
            ? all
            : g.put(F.narrow(all.value(), 1, 0, steps), "F.narrow(%s, 1, 0, %d)", all, steps);
    int hidden = 1 + dice.nextInt(6);
    boolean both = dice.nextBoolean();
    int cell = dice.nextInt(4);
    int gates = cell == 0 ? 4 : cell == 1 ? 3 : 1;
    float bound = (float) (1 / Math.sqrt(x.dim(2)));
    var terms =
        IntStream.range(0, both ? 2 : 1)
            .mapToObj(
                _ ->
                    List.of(
                        g.parameter(bound, gates * hidden, x.dim(2)),
                        g.parameter(0.4f, gates * hidden, hidden),
                        g.parameter(0.4f, gates * hidden),
                        g.parameter(0.4f, gates * hidden)))
            .toList();
    var weights =
        terms.stream()
            .map(
                w ->
                    new CellWeights(
                        w.get(0).value(), w.get(1).value(), w.get(2).value(), w.get(3).value()))
            .toList();
    var names =
        String.join(
            ", ",
            terms.stream()
                .map(w -> "new CellWeights" + w.toString().replace('[', '(').replace(']', ')'))
                .toList());
    var v = x.value();
    switch (cell) {
      case 0 ->
          g.put(
              F.lstm(v, weights, both).output(),
              "F.lstm(%s, List.of(%s), %b).output()",
              x,
              names,
              both);
      case 1 ->
          g.put(
              F.gru(v, weights, both).output(),
              "F.gru(%s, List.of(%s), %b).output()",
              x,
              names,
              both);
      case 2 ->
          g.put(
              F.rnnTanh(v, weights, both, List.of()).output(),
              "F.rnnTanh(%s, List.of(%s), %b, List.of()).output()",
              x,
              names,
              both);
      default ->
          g.put(
              F.rnnRelu(v, weights, both, List.of()).output(),
              "F.rnnRelu(%s, List.of(%s), %b, List.of()).output()",
              x,
              names,
              both);
    }
  }
}

package org.tornadonn.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.tornadonn.op.F;
import org.tornadonn.op.normalization.BatchNorm2d;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/** A random network under construction, and the code that makes it once more. */
final class RandomGraph {

  /** How many of the latest values an operation picks from. */
  private static final int RECENT = 4;

  /** What follows on them is made of both. */
  private static final int INPUTS = 2;

  /** No value becomes larger: float64 shall not take long. */
  static final int LARGEST = 3000;

  final ValuedGraph graph = new ValuedGraph();
  private final List<Term> values = new ArrayList<>();
  private final List<String> code = new ArrayList<>();
  private int leaves;

  RandomGraph(long seed, Shape shape) {
    code.add("var g = new ValuedGraph();");
    var x = input("x", shape, (int) seed);
    var z = input("z", shape, 1000 + (int) seed);
    put(F.mul(x.value(), z.value()), "F.mul(%s, %s)", x, z);
  }

  /**
   * The case, whose loss looks at the last value, at a branch, so that what leads to the last is
   * not all, and at what the inputs make: their gradient is not 0 where no other passes to them.
   */
  GraphCase losing(String name) {
    var last = values.getLast();
    var branch = values.get(Math.max(INPUTS, values.size() - 3));
    var first = values.get(INPUTS);
    code.add(
        """
        return g.sum(
            "%s",
            %s,
            g.weightedSum("loss.0", 1, %2$s),
            g.weightedSum("loss.1", 2, %s),
            g.weightedSum("loss.2", 3, %s));\
        """
            .formatted(name, last, branch, first));
    return graph.sum(
        name,
        last.value(),
        graph.weightedSum("loss.0", 1, last.value()),
        graph.weightedSum("loss.1", 2, branch.value()),
        graph.weightedSum("loss.2", 3, first.value()));
  }

  String code() {
    return String.join("\n", code);
  }

  private Term input(String input, Shape shape, int numbers) {
    return add(
        graph.input(input, shape, Numbers.of(numbers, shape.size())),
        "g.input(\"%s\", Shape.of%s, Numbers.of(%d, %d))"
            .formatted(input, shape, numbers, shape.size()));
  }

  private Term add(Value value, String expression) {
    var term = new Term(value, next());
    code.add("var %s = %s;".formatted(term, expression));
    values.add(term);
    return term;
  }

  /** The name of the next value, which is its path too. */
  String next() {
    return "v" + values.size();
  }

  /** The next value. */
  @SuppressWarnings("AnnotateFormatMethod") // the formats are those of tables, too
  Term put(Value value, String function, Object... arguments) {
    return add(value, function.formatted(arguments));
  }

  /** A parameter of its own, with numbers below a bound. */
  Term parameter(float bound, int... dims) {
    var shape = Shape.of(dims);
    var name = "p" + leaves++;
    code.add(
        "var %s = g.parameter(\"%1$s\", Shape.of%s, Numbers.scaled(%d, %d, %sf));"
            .formatted(name, shape, 100 + leaves, shape.size(), bound));
    return new Term(
        graph.parameter(name, shape, Numbers.scaled(100 + leaves, shape.size(), bound)), name);
  }

  /** Whole numbers from 0 to n − 1 that no gradient passes to. */
  Term index(int n, int... dims) {
    var shape = Shape.of(dims);
    var numbers = Numbers.of(100 + leaves, shape.size());
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) Math.floor((numbers[i] + 1) / 2 * n);
    }
    var name = "i" + leaves++;
    var list = new StringBuilder();
    for (float number : numbers) {
      list.append(", ").append((int) number);
    }
    code.add("var %s = g.constant(\"%1$s\", Shape.of%s%s);".formatted(name, shape, list));
    return new Term(graph.constant(name, shape, numbers), name);
  }

  /** One of the latest values. */
  Term recent(int pick) {
    int back = pick % Math.min(RECENT, values.size() - INPUTS);
    return values.get(values.size() - 1 - back);
  }

  /** Some value of that shape, which may be the same. */
  Term like(Term x, SplittableRandom dice) {
    var same =
        values.subList(INPUTS, values.size()).stream()
            .filter(term -> term.shape().equals(x.shape()))
            .toList();
    return same.get(dice.nextInt(same.size()));
  }

  /** Another value of that shape, or else the mean of x along an axis, which is broadcast. */
  Term beside(Term x, SplittableRandom dice) {
    var other = like(x, dice);
    if (!other.equals(x) || x.rank() == 0) {
      return other;
    }
    int axis = dice.nextInt(x.rank());
    return put(F.mean(x.value(), true, axis), "F.mean(%s, true, %d)", x, axis);
  }

  /** x with so many axes: those in the middle are new, or the last ones become one. */
  Term ranked(Term x, int rank) {
    if (x.rank() == rank) {
      return x;
    }
    if (x.rank() > rank) {
      return put(F.flatten(x.value(), rank - 1, -1), "F.flatten(%s, %d, -1)", x, rank - 1);
    }
    int axis = Math.min(1, x.rank());
    return ranked(put(F.unsqueeze(x.value(), axis), "F.unsqueeze(%s, %d)", x, axis), rank);
  }

  /** x between two numbers. */
  Term between(Term x, double low, double high) {
    float reach = (float) (high - low) / 2;
    float middle = (float) (low + high) / 2;
    return put(
        F.add(F.mul(F.tanh(x.value()), reach), middle),
        "F.add(F.mul(F.tanh(%s), %sf), %sf)",
        x,
        reach,
        middle);
  }

  /** A value that passes no gradient, times one that does. */
  Term passing(Term flat, Term x) {
    return flat.value().needsGradient()
        ? flat
        : put(F.mul(flat.value(), x.value()), "F.mul(%s, %s)", flat, x);
  }

  /** Batch normalization while training, with states of its own. */
  static Value batchNorm(ValuedGraph g, String path, Value x, float eps) {
    int c = x.shape().dim(1);
    var channels = Shape.of(c);
    var ones = new float[c];
    Arrays.fill(ones, 1);
    return g.apply(
        path,
        new BatchNorm2d(eps, 0.1f),
        x,
        g.parameter(path + ".weight", channels, Numbers.of(142, c)),
        g.parameter(path + ".bias", channels, Numbers.of(143, c)),
        g.state(path + ".running_mean", channels, new float[c]),
        g.state(path + ".running_var", channels, ones),
        g.state(path + ".num_batches_tracked", Shape.of(1), 0),
        g.control(path + ".fill", x.shape().dim(0)));
  }
}

package org.tornadonn.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.tornadonn.conformance.oracle.Elementary;
import org.tornadonn.op.F;
import org.tornadonn.op.activation.GELU;
import org.tornadonn.op.elementwise.Binary;
import org.tornadonn.op.elementwise.Unary;
import org.tornadonn.plan.Value;

/** Functions of elements in random networks: the tables of this suite, and activations. */
final class RandomFunctions {

  /** Compositions whose numbers are finite. */
  private static final List<FunctionCase> COMPOSITIONS =
      CompositionCases.all().stream().filter(c -> !c.name().endsWith("none")).toList();

  private static final Map<String, UnaryOperator<Value>> ACTIVATIONS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("F.celu(%s)", F::celu),
              Map.entry("F.elu(%s)", F::elu),
              Map.entry("F.gelu(%s)", F::gelu),
              Map.entry("F.gelu(%s, GELU.Approximate.TANH)", x -> F.gelu(x, GELU.Approximate.TANH)),
              Map.entry("F.hardshrink(%s)", F::hardshrink),
              Map.entry("F.hardsigmoid(%s)", F::hardsigmoid),
              Map.entry("F.hardswish(%s)", F::hardswish),
              Map.entry("F.hardtanh(%s)", F::hardtanh),
              Map.entry("F.leakyRelu(%s)", F::leakyRelu),
              Map.entry("F.logsigmoid(%s)", F::logsigmoid),
              Map.entry("F.mish(%s)", F::mish),
              Map.entry("F.relu6(%s)", F::relu6),
              Map.entry("F.selu(%s)", F::selu),
              Map.entry("F.sigmoid(%s)", F::sigmoid),
              Map.entry("F.silu(%s)", F::silu),
              Map.entry("F.softplus(%s)", F::softplus),
              Map.entry("F.softshrink(%s)", F::softshrink),
              Map.entry("F.softsign(%s)", F::softsign),
              Map.entry("F.tanh(%s)", F::tanh),
              Map.entry("F.tanhshrink(%s)", F::tanhshrink),
              Map.entry("F.threshold(%s, 0.1f, -0.2f)", x -> F.threshold(x, 0.1f, -0.2f))));

  private RandomFunctions() {}

  static void relu(RandomGraph g, Term x) {
    g.put(F.relu(x.value()), "F.relu(%s)", x);
  }

  static void activation(RandomGraph g, Term x, SplittableRandom dice) {
    if (x.rank() > 0 && x.dim(-1) % 2 == 0 && dice.nextInt(8) == 0) {
      g.put(F.glu(x.value(), -1), "F.glu(%s, -1)", x);
    } else if (x.rank() > 1 && dice.nextInt(16) == 0) {
      var slopes = g.parameter(0.5f, x.dim(1));
      g.put(F.prelu(x.value(), slopes.value()), "F.prelu(%s, %s)", x, slopes);
    } else {
      var name = List.copyOf(ACTIVATIONS.keySet()).get(dice.nextInt(ACTIVATIONS.size()));
      g.put(Objects.requireNonNull(ACTIVATIONS.get(name)).apply(x.value()), name, x);
    }
  }

  /** A line of the table of elementwise functions. */
  static void elementary(RandomGraph g, Term x, SplittableRandom dice) {
    int line = dice.nextInt(Elementary.table().size());
    var function = Elementary.table().get(line);
    var expression = "Elementary.table().get(%d).operation()".formatted(line);
    double low = function.low();
    double high = function.high();
    boolean raw = function.isGentle() && dice.nextBoolean();
    var a = raw ? x : g.between(x, low, high);
    var operation = function.operation();
    if (function.operands() == 1) {
      g.passing(g.put(Unary.of(operation, a.value()), "Unary.of(%s, %s)", expression, a), x);
      return;
    }
    var other = g.beside(x, dice);
    var b = raw ? other : g.between(other, low, high);
    if (function.operands() == 2) {
      var y = Binary.of(operation, a.value(), b.value());
      g.passing(g.put(y, "Binary.of(%s, %s, %s)", expression, a, b), x);
    } else {
      var condition = g.put(F.gt(x.value(), other.value()), "F.gt(%s, %s)", x, other);
      g.put(
          F.where(condition.value(), a.value(), b.value()), "F.where(%s, %s, %s)", condition, a, b);
    }
  }

  /** A function that others make up, between the numbers that its case has. */
  static void composition(RandomGraph g, Term x, SplittableRandom dice) {
    var c = COMPOSITIONS.get(dice.nextInt(COMPOSITIONS.size()));
    var operands = new ArrayList<Term>();
    for (var input : c.inputs()) {
      var range = IntStream.range(0, input.numbers().length);
      var numbers = range.mapToDouble(i -> input.numbers()[i]).summaryStatistics();
      var from = operands.isEmpty() ? x : g.beside(x, dice);
      operands.add(g.between(from, numbers.getMin(), numbers.getMax()));
    }
    var y = c.function().apply(operands.stream().map(Term::value).toArray(Value[]::new));
    var names = String.join(", ", operands.stream().map(Term::name).toList());
    g.passing(
        g.put(
            y,
            "CompositionCases.all().get(%d).function().apply(new Value[] {%s}) /* %s */",
            CompositionCases.all().indexOf(c),
            names,
            c.name()),
        x);
  }

  /** Two of one shape, or one and its mean along an axis, which is broadcast. */
  static void pair(RandomGraph g, Term x, SplittableRandom dice) {
    var other = g.beside(x, dice);
    switch (dice.nextInt(3)) {
      case 0 -> g.put(F.add(x.value(), other.value()), "F.add(%s, %s)", x, other);
      case 1 -> g.put(F.sub(x.value(), other.value()), "F.sub(%s, %s)", x, other);
      default -> g.put(F.mul(x.value(), other.value()), "F.mul(%s, %s)", x, other);
    }
  }

  /** Two of one shape, which may be the same. */
  static void sum(RandomGraph g, Term x, SplittableRandom dice) {
    var other = g.like(x, dice);
    g.put(F.add(x.value(), other.value()), "F.add(%s, %s)", x, other);
  }
}

package org.tornadonn.conformance;

import static java.lang.Float.NEGATIVE_INFINITY;
import static java.lang.Float.NaN;
import static java.lang.Float.POSITIVE_INFINITY;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tornadonn.conformance.oracle.Elementary;
import org.tornadonn.op.elementwise.Remainder;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/** Every function of the table of {@link Elementary}, on operands of every kind. */
final class ElementaryCases {

  private static final Shape WHOLE = Shape.of(3, 7, 1, 13);

  /** Shapes that kernels repeat to fill the {@link #WHOLE}, or stretch each other. */
  private static final List<List<Shape>> BROADCASTS =
      List.of(
          List.of(WHOLE, Shape.of(7, 1, 1)),
          List.of(WHOLE, Shape.of()),
          List.of(WHOLE, Shape.of(13)),
          List.of(WHOLE, Shape.of(3, 1, 1, 1)),
          List.of(Shape.of(1, 7, 1, 13), WHOLE),
          List.of(Shape.of(1), WHOLE),
          List.of(Shape.of(5), Shape.of()),
          List.of(Shape.of(1), Shape.of(1, 1)),
          List.of(Shape.of(207, 1), Shape.of(1, 11)),
          List.of(Shape.of(13), Shape.of(5, 1)));

  private ElementaryCases() {}

  static List<GraphCase> all() {
    var cases = new ArrayList<GraphCase>();
    for (var line : Elementary.table()) {
      cases.add(random(line).onEveryDevice());
      cases.add(special(line).onEveryDevice());
      cases.add(onParameters(line));
      switch (line.operands()) {
        case 1 -> cases.add(far(line));
        case 2 -> {
          cases.add(far(line));
          cases.add(twice(line));
          BROADCASTS.forEach(shapes -> cases.add(broadcast(line, shapes)));
          cases.add(stretched(line).onEveryDevice());
        }
        default -> {
          cases.add(twice(line));
          cases.add(where(line, Shape.of(7, 1, 1), WHOLE, Shape.of()));
          cases.add(where(line, Shape.of(5, 1), Shape.of(7), Shape.of(5, 7)).onEveryDevice());
          cases.add(where(line, Shape.of(), Shape.of(13), WHOLE));
        }
      }
    }
    return cases;
  }

  /** Numbers that the function is defined for. */
  private static float[] numbers(Elementary line, int seed, int size) {
    var numbers = Numbers.of(seed, size);
    float middle = (float) (line.low() + line.high()) / 2;
    float reach = (float) (line.high() - line.low()) / 2;
    for (int i = 0; i < size; i++) {
      numbers[i] = middle + reach * numbers[i];
    }
    return numbers;
  }

  private static GraphCase random(Elementary line) {
    var g = new ValuedGraph();
    var operands = new Value[line.operands()];
    for (int i = 0; i < operands.length; i++) {
      operands[i] =
          operands.length == 3 && i == 0
              ? condition(g, WHOLE)
              : g.input("x" + i, WHOLE, numbers(line, 141 + i, WHOLE.size()));
    }
    return of(g, line, WHOLE.toString(), operands);
  }

  private static GraphCase onParameters(Elementary line) {
    var g = new ValuedGraph();
    g.parameter("before", Shape.of(3), Numbers.of(7, 3));
    var operands = new Value[line.operands()];
    for (int i = 0; i < operands.length; i++) {
      operands[i] = g.parameter("p" + i, Shape.of(5, 7), numbers(line, 144 + i, 35));
    }
    return of(g, line, "parameters", operands);
  }

  private static GraphCase broadcast(Elementary line, List<Shape> shapes) {
    var g = new ValuedGraph();
    var a = g.input("a", shapes.get(0), numbers(line, 147, shapes.get(0).size()));
    var b = g.parameter("b", shapes.get(1), numbers(line, 148, shapes.get(1).size()));
    return of(g, line, shapes.toString(), a, b);
  }

  private static GraphCase stretched(Elementary line) {
    return broadcast(line, List.of(Shape.of(3, 1, 1), Shape.of(5, 7)));
  }

  private static GraphCase where(Elementary line, Shape... shapes) {
    var g = new ValuedGraph();
    return of(
        g,
        line,
        Arrays.toString(shapes),
        condition(g, shapes[0]),
        g.input("a", shapes[1], Numbers.of(150, shapes[1].size())),
        g.input("b", shapes[2], Numbers.of(151, shapes[2].size())));
  }

  private static Value condition(ValuedGraph g, Shape shape) {
    var numbers = Numbers.of(149, shape.size());
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Math.min(0, numbers[i]);
    }
    return g.constant("condition", shape, numbers);
  }

  private static GraphCase twice(Elementary line) {
    var g = new ValuedGraph();
    var operands = new Value[line.operands()];
    Arrays.fill(operands, g.input("x", Shape.of(7, 13), numbers(line, 152, 91)));
    return of(g, line, "the same value, ties", operands);
  }

  private static GraphCase special(Elementary line) {
    float[] numbers = {
      NaN, POSITIVE_INFINITY, NEGATIVE_INFINITY, 0, -0f, 1, 1.5f, -2, -1, -0.75f, 0.5f, 2.5f, -0.5f
    };
    if (line.operation() instanceof Remainder) {
      // What passes back of an infinity hangs on how whole multiples of it are counted.
      numbers = new float[] {NaN, 0, -0f, 1, 1.5f, -2};
    }
    return all(line, "special", true, line.operands() == 1 ? numbers : Arrays.copyOf(numbers, 8));
  }

  /** Numbers beyond which functions of float32 overflow, or come to nothing. */
  private static GraphCase far(Elementary line) {
    float[] numbers = {
      1e-30f, 1e-3f, -12, 89, 1e10f, -1e30f, 3e38f, -89, 87, 1e-10f, -1e10f, -3e38f, 1e30f, -1e-10f
    };
    return all(line, "far", false, line.operands() == 1 ? numbers : Arrays.copyOf(numbers, 7));
  }

  /** Each number with each. */
  private static GraphCase all(
      Elementary line, String what, boolean differentiable, float... numbers) {
    var g = new ValuedGraph();
    var operands = new Value[line.operands()];
    int size = (int) Math.pow(numbers.length, operands.length);
    int step = 1;
    for (int i = 0; i < operands.length; i++, step *= numbers.length) {
      var operand = new float[size];
      for (int at = 0; at < size; at++) {
        operand[at] = numbers[at / step % numbers.length];
      }
      operands[i] =
          differentiable
              ? g.input("x" + i, Shape.of(size), operand)
              : g.constant("x" + i, Shape.of(size), operand);
    }
    if (differentiable) {
      return of(g, line, what, operands);
    }
    var y = g.apply("f", line.operation(), operands);
    var trained = g.input("trained", Shape.of(3), Numbers.of(153, 3));
    return g.sum(line + " " + what, y, g.weightedSum("loss", 154, trained));
  }

  private static GraphCase of(ValuedGraph g, Elementary line, String what, Value... operands) {
    var name = line + " " + what;
    var y = g.apply("f", line.operation(), operands);
    if (!line.isFlat()) {
      return g.weighted(name, 155, y);
    }
    // Nothing passes back through it: each operand has another use, whose gradient stays alone.
    var losses = new ArrayList<Value>();
    losses.add(g.weightedSum("loss", 155, y));
    for (var operand : List.of(operands).stream().distinct().toList()) {
      losses.add(g.weightedSum("beside " + operand.name(), 156, operand));
    }
    return g.sum(name, y, losses.toArray(Value[]::new));
  }
}

package org.tornadonn.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.tornadonn.op.F;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.pooling.MaxPool2d;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * A network with branches, two inputs and two outputs that is a pure function of its choices: any
 * list of choices makes one, so choices can be dropped to find the smallest network that fails.
 *
 * @param seed decides the numbers of inputs and parameters
 */
record RandomNetwork(long seed, int n, int channels, int rows, int columns, List<Choice> choices) {

  /** How many of the latest values a choice picks from. */
  private static final int RECENT = 4;

  private static final int KINDS = 24;

  /** What follows on them is made of both. */
  private static final int INPUTS = 2;

  /**
   * Functions of one value that keep it in bounds, and have no kinks but those that Margin knows.
   */
  private static final Map<String, UnaryOperator<Value>> FUNCTIONS =
      new TreeMap<>(
          Map.of(
              "atan", F::atan,
              "erf", F::erf,
              "gelu", F::gelu,
              "relu", F::relu,
              "sigmoid", F::sigmoid,
              "silu", F::silu,
              "sin", F::sin,
              "asinh", F::asinh,
              "softsign", F::softsign,
              "tanh", F::tanh));

  /** Functions of two values. */
  private static final Map<String, BinaryOperator<Value>> PAIRS =
      new TreeMap<>(Map.of("add", F::add, "sub", F::sub, "mul", F::mul));

  /**
   * One more operation; what does not fit the operand becomes something that does.
   *
   * @param operand which of the latest values it takes
   * @param size channels, features or the form of a window
   */
  record Choice(int kind, int operand, int size) {}

  /** The network of a seed. */
  static RandomNetwork of(long seed) {
    var random = new SplittableRandom(seed);
    var choices = new ArrayList<Choice>();
    int operations = 3 + random.nextInt(10);
    for (int i = 0; i < operations; i++) {
      choices.add(new Choice(random.nextInt(KINDS), random.nextInt(1000), random.nextInt(1000)));
    }
    return new RandomNetwork(
        seed,
        1 + random.nextInt(4),
        1 + random.nextInt(9),
        1 + random.nextInt(19),
        1 + random.nextInt(19),
        choices);
  }

  /** Smaller networks, to be tried in this order when this one fails. */
  List<RandomNetwork> smaller() {
    var smaller = new ArrayList<RandomNetwork>();
    for (int i = choices.size() - 1; i >= 0; i--) {
      var fewer = new ArrayList<>(choices);
      fewer.remove(i);
      smaller.add(new RandomNetwork(seed, n, channels, rows, columns, fewer));
    }
    if (n > 1) {
      smaller.add(new RandomNetwork(seed, 1, channels, rows, columns, choices));
    }
    if (channels > 1) {
      smaller.add(new RandomNetwork(seed, n, channels / 2, rows, columns, choices));
    }
    if (rows > 1) {
      smaller.add(new RandomNetwork(seed, n, channels, rows / 2, columns, choices));
    }
    if (columns > 1) {
      smaller.add(new RandomNetwork(seed, n, channels, rows, columns / 2, choices));
    }
    return smaller;
  }

  /** The network as a case. */
  GraphCase build() {
    return new Builder().build();
  }

  /** Java code that makes the case, to be pasted into a test. */
  String code() {
    var builder = new Builder();
    builder.build();
    return String.join("\n", builder.code);
  }

  @Override
  public String toString() {
    return "network " + seed;
  }

  /** Makes the graph and writes down how. */
  private final class Builder {

    final ValuedGraph g = new ValuedGraph();
    final List<Value> values = new ArrayList<>();
    final List<String> code = new ArrayList<>();

    GraphCase build() {
      code.add("var g = new ValuedGraph();");
      var shape = Shape.of(n, channels, rows, columns);
      input("x", shape, (int) seed);
      input("z", shape, 1000 + (int) seed);
      put(F.mul(values.get(0), values.get(1)), "F.mul(v0, v1)");
      choices.forEach(this::add);
      int last = values.size() - 1;
      // The loss looks at a branch too, so that what leads to the last value is not all.
      int branch = Math.max(INPUTS, last - 2);
      code.add(
          """
          return g.sum(
              "%s", v%d, g.weightedSum("loss.0", 1, v%2$d), g.weightedSum("loss.1", 2, v%d));\
          """
              .formatted(RandomNetwork.this, last, branch));
      return g.sum(
          RandomNetwork.this.toString(),
          values.get(last),
          g.weightedSum("loss.0", 1, values.get(last)),
          g.weightedSum("loss.1", 2, values.get(branch)));
    }

    private void input(String input, Shape shape, int numbers) {
      code.add(
          "var %s = g.input(\"%s\", Shape.of%s, Numbers.of(%d, %d));"
              .formatted(name(), input, shape, numbers, shape.size()));
      values.add(g.input(input, shape, Numbers.of(numbers, shape.size())));
    }

    private void add(Choice choice) {
      int back = choice.operand() % Math.min(RECENT, values.size() - INPUTS);
      int at = values.size() - 1 - back;
      var x = values.get(at);
      int size = choice.size();
      boolean image = x.shape().rank() == 4;
      switch (choice.kind()) {
        case 0, 1, 2 -> {
          if (image) {
            conv(x, at, size);
          } else {
            linear(at, size);
          }
        }
        case 3, 4 -> put(F.relu(x), "F.relu(v%d)", at);
        case 5, 6 -> {
          if (image) {
            pool(x, at, size);
          } else {
            function(x, at, size);
          }
        }
        case 7, 8 -> {
          int other = sameShape(x, size);
          put(F.add(x, values.get(other)), "F.add(v%d, v%d)", at, other);
        }
        case 9, 10 -> {
          if (x.shape().rank() > 2) {
            put(F.flatten(x, 1, -1), "F.flatten(v%d, 1, -1)", at);
          } else {
            linear(at, size);
          }
        }
        case 11, 12, 13 -> function(x, at, size);
        case 14, 15 -> pair(x, at, size);
        case 16, 17 -> reduced(x, at, size);
        case 18, 19, 20, 21 -> rearranged(x, at, size);
        case 22 -> normalized(x, at, size);
        default -> product(x, at);
      }
    }

    private void function(Value x, int at, int size) {
      var name = pick(FUNCTIONS, size);
      put(Objects.requireNonNull(FUNCTIONS.get(name)).apply(x), "F." + name + "(v%d)", at);
    }

    /** Two of one shape, or one and its mean along an axis, which is broadcast. */
    private void pair(Value x, int at, int size) {
      var name = pick(PAIRS, size);
      int other = sameShape(x, size / 8);
      if (other == at) {
        int axis = size % x.shape().rank();
        put(F.mean(x, true, axis), "F.mean(v%d, true, %d)", at, axis);
        other = values.size() - 1;
      }
      put(
          Objects.requireNonNull(PAIRS.get(name)).apply(x, values.get(other)),
          "F." + name + "(v%d, v%d)",
          at,
          other);
    }

    private void reduced(Value x, int at, int size) {
      int axis = size % x.shape().rank();
      switch (size / 4 % 4) {
        case 0 -> put(F.softmax(x, axis), "F.softmax(v%d, %d)", at, axis);
        case 1 -> put(F.logsumexp(x, true, axis), "F.logsumexp(v%d, true, %d)", at, axis);
        case 2 -> put(F.mean(x, true, axis), "F.mean(v%d, true, %d)", at, axis);
        default -> put(F.sum(x, true, axis), "F.sum(v%d, true, %d)", at, axis);
      }
    }

    private void rearranged(Value x, int at, int size) {
      int axis = size % x.shape().rank();
      int length = x.shape().dim(axis);
      switch (size / 4 % 6) {
        case 0 -> put(F.transpose(x, axis, 0), "F.transpose(v%d, %d, 0)", at, axis);
        case 1 -> put(F.transpose(x, axis, -1), "F.transpose(v%d, %d, -1)", at, axis);
        case 2 -> put(F.flip(x, axis), "F.flip(v%d, %d)", at, axis);
        case 3 -> {
          int start = size / 24 % length;
          int step = 1 + size / 96 % 2;
          put(
              F.slice(x, axis, start, length, step),
              "F.slice(v%d, %d, %d, %d, %d)",
              at,
              axis,
              start,
              length,
              step);
        }
        case 4 -> put(F.pad(x, 1, 2), "F.pad(v%d, 1, 2)", at);
        default -> {
          int other = sameShape(x, size / 24);
          put(F.cat(axis, x, values.get(other)), "F.cat(%3$d, v%1$d, v%2$d)", at, other, axis);
        }
      }
    }

    private void normalized(Value x, int at, int size) {
      int last = x.shape().dim(-1 + x.shape().rank());
      if (last > 3) {
        put(
            F.layerNorm(x, Shape.of(last), null, null, 0.1f),
            "F.layerNorm(v%d, Shape.of(%d), null, null, 0.1f)",
            at,
            last);
      } else {
        function(x, at, size);
      }
    }

    /** All products of the rows, as large as the rows. */
    private void product(Value x, int at) {
      if (x.shape().rank() < 2) {
        function(x, at, 0);
        return;
      }
      float scale = 1f / x.shape().dim(x.shape().rank() - 1);
      put(
          F.mul(F.matmul(x, F.transpose(x, -1, -2)), scale),
          "F.mul(F.matmul(v%1$d, F.transpose(v%1$d, -1, -2)), " + scale + "f)",
          at);
    }

    private static String pick(Map<String, ?> functions, int pick) {
      return List.copyOf(functions.keySet()).get(pick % functions.size());
    }

    private String name() {
      return "v" + values.size();
    }

    @SuppressWarnings("AnnotateFormatMethod") // the formats are those of a table, too
    private void put(Value value, String function, Object... arguments) {
      code.add("var %s = %s;".formatted(name(), function.formatted(arguments)));
      values.add(value);
    }

    /** Some value of that shape, which may be the same. */
    private int sameShape(Value x, int pick) {
      var same = new ArrayList<Integer>();
      for (int i = INPUTS; i < values.size(); i++) {
        if (values.get(i).shape().equals(x.shape())) {
          same.add(i);
        }
      }
      return same.get(pick % same.size());
    }

    private Window window(Value x, int size, int largest) {
      int k = 1 + size % Math.min(largest, Math.min(x.shape().dim(2), x.shape().dim(3)));
      int s = 1 + size / 3 % 2;
      int p = k > 1 ? size / 6 % 2 : 0;
      return Window.square(k, s, p);
    }

    private static String code(Window w) {
      return "Window.square(%d, %d, %d)"
          .formatted(w.kernelHeight(), w.strideHeight(), w.paddingHeight());
    }

    private void conv(Value x, int at, int size) {
      // Half of the convolutions keep the shape, so that there is something to add.
      var window =
          size % 2 == 0 && Math.min(x.shape().dim(2), x.shape().dim(3)) > 1
              ? Window.square(3, 1, 1)
              : window(x, size, 3);
      int co = size % 2 == 0 ? x.shape().dim(1) : 1 + size / 12 % 17;
      code.add("var %s = g.conv2d(\"%1$s\", v%d, %d, %s);".formatted(name(), at, co, code(window)));
      values.add(g.conv2d(name(), x, co, window));
    }

    private void pool(Value x, int at, int size) {
      int k = Math.min(x.shape().dim(2), x.shape().dim(3)) > 1 ? 2 : 1;
      var window = size % 2 == 0 ? Window.square(k, k, 0) : window(x, size, 3);
      put(
          g.apply(name(), new MaxPool2d(window), x),
          "g.apply(\"%s\", new MaxPool2d(%s), v%d)",
          name(),
          code(window),
          at);
    }

    /** A linear layer; every second shares its weights with those of its width. */
    private void linear(int from, int size) {
      int at = from;
      if (values.get(at).shape().rank() != 2) {
        int rows = values.get(at).shape().rank() < 2 ? 1 : values.get(at).shape().dim(0);
        put(F.reshape(values.get(at), rows, -1), "F.reshape(v%d, %d, -1)", at, rows);
        at = values.size() - 1;
      }
      var x = values.get(at);
      int features = size % 2 == 0 ? x.shape().dim(1) : 1 + size % 33;
      var path = size % 2 == 0 ? "shared" + x.shape().dim(1) : name();
      code.add("var %s = g.linear(\"%s\", v%d, %d);".formatted(name(), path, at, features));
      values.add(g.linear(path, x, features));
    }
  }
}

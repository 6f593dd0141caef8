package org.tornadonn.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.tornadonn.op.activation.ReLU;
import org.tornadonn.op.arithmetic.Add;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.pooling.MaxPool2d;
import org.tornadonn.op.shape.Flatten;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * A network with branches that is a pure function of its choices: any list of choices makes one, so
 * choices can be dropped to find the smallest network that fails.
 *
 * @param seed decides the numbers of inputs and parameters
 */
record RandomNetwork(long seed, int n, int channels, int rows, int columns, List<Choice> choices) {

  /** How many of the latest values a choice picks from. */
  private static final int RECENT = 4;

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
      choices.add(new Choice(random.nextInt(12), random.nextInt(1000), random.nextInt(1000)));
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
      int numbers = (int) seed;
      values.add(g.input("x", shape, Numbers.of(numbers, shape.size())));
      code.add(
          "var v0 = g.input(\"x\", Shape.of%s, Numbers.of(%d, %d));"
              .formatted(shape, numbers, shape.size()));
      choices.forEach(this::add);
      int last = values.size() - 1;
      // The loss looks at a branch too, so that what leads to the last value is not all.
      int branch = Math.max(0, last - 2);
      code.add(
          """
          return g.sum(
              "%s", v%d, g.weightedSum("loss.0", 1, v%2$d), g.weightedSum("loss.1", 2, v%d));"""
              .formatted(RandomNetwork.this, last, branch));
      return g.sum(
          RandomNetwork.this.toString(),
          values.get(last),
          g.weightedSum("loss.0", 1, values.get(last)),
          g.weightedSum("loss.1", 2, values.get(branch)));
    }

    private void add(Choice choice) {
      int back = choice.operand() % Math.min(RECENT, values.size());
      int at = values.size() - 1 - back;
      var x = values.get(at);
      boolean image = x.shape().rank() == 4;
      switch (choice.kind()) {
        case 0, 1, 2 -> {
          if (image) {
            conv(x, at, choice.size());
          } else {
            linear(x, at, choice.size());
          }
        }
        case 3, 4 -> put(g.apply(name(), new ReLU(), x), "new ReLU()", at);
        case 5, 6 -> {
          if (image) {
            pool(x, at, choice.size());
          } else {
            put(g.apply(name(), new ReLU(), x), "new ReLU()", at);
          }
        }
        case 7, 8 -> {
          int other = sameShape(x, choice.size());
          put(g.apply(name(), new Add(), x, values.get(other)), "new Add()", at, other);
        }
        default -> {
          if (image) {
            put(g.apply(name(), new Flatten(), x), "new Flatten()", at);
          } else {
            linear(x, at, choice.size());
          }
        }
      }
    }

    private String name() {
      return "v" + values.size();
    }

    private void put(Value value, String operation, int... operands) {
      var line = new StringBuilder("var %s = g.apply(\"%1$s\", %s".formatted(name(), operation));
      for (int operand : operands) {
        line.append(", v").append(operand);
      }
      code.add(line.append(");").toString());
      values.add(value);
    }

    /** Some value of that shape, which may be the same. */
    private int sameShape(Value x, int pick) {
      var same = new ArrayList<Integer>();
      for (int i = 0; i < values.size(); i++) {
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
      put(g.apply(name(), new MaxPool2d(window), x), "new MaxPool2d(" + code(window) + ")", at);
    }

    /** A linear layer; every second shares its weights with those of its width. */
    private void linear(Value x, int at, int size) {
      int features = size % 2 == 0 ? x.shape().dim(1) : 1 + size % 33;
      var path = size % 2 == 0 ? "shared" + x.shape().dim(1) : name();
      code.add("var %s = g.linear(\"%s\", v%d, %d);".formatted(name(), path, at, features));
      values.add(g.linear(path, x, features));
    }
  }
}

package org.tornadonn.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.tornadonn.plan.Shape;

/**
 * A network with branches, two inputs and two outputs that is a pure function of its choices: any
 * list of choices makes one, so choices can be dropped to find the smallest network that fails.
 *
 * @param seed decides the numbers of inputs and parameters
 */
record RandomNetwork(long seed, int n, int channels, int rows, int columns, List<Choice> choices) {

  /**
   * One more operation; what does not fit the operand becomes something that does.
   *
   * @param operand which of the latest values it takes
   * @param dice seed of what else there is to choose
   */
  record Choice(Family family, int operand, int dice) {}

  /** The network of a seed. */
  static RandomNetwork of(long seed) {
    var random = new SplittableRandom(seed);
    var families = List.of(Family.values());
    var choices = new ArrayList<Choice>();
    int operations = 3 + random.nextInt(10);
    for (int i = 0; i < operations; i++) {
      var family = families.get(random.nextInt(families.size()));
      choices.add(new Choice(family, random.nextInt(1000), random.nextInt(1_000_000)));
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
    return graph().losing(toString());
  }

  /** Java code that makes the case, to be pasted into a test. */
  String code() {
    var g = graph();
    g.losing(toString());
    return g.code();
  }

  @Override
  public String toString() {
    return "network " + seed;
  }

  private RandomGraph graph() {
    var g = new RandomGraph(seed, Shape.of(n, channels, rows, columns));
    for (var choice : choices) {
      choice.family().add(g, g.recent(choice.operand()), new SplittableRandom(choice.dice()));
    }
    return g;
  }
}

package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.conformance.oracle.Float64Run;
import org.tornadonn.conformance.oracle.Sum;
import org.tornadonn.op.activation.ReLU;
import org.tornadonn.plan.Node;

/**
 * Random networks with branches, forward and backward, against float64: 25 of them, of which the
 * first 3 run where preparing a plan takes long, or 500 everywhere with {@code
 * -Dtornadonn.long=true}. One that fails is made smaller until it passes, and the smallest that
 * fails is shown as code; {@code -Dtornadonn.network=401} runs network 401 alone.
 */
class RandomNetworkTest {

  private static final int NETWORKS = DevicesUnderTest.LONG ? 500 : 25;
  private static final int SLOW_NETWORKS = DevicesUnderTest.LONG ? NETWORKS : 3;

  /** The first networks, from seed 1, that rounding hardly moves: found once, when asked for. */
  private static final class Clear {
    static final List<RandomNetwork> FIRST =
        LongStream.iterate(1, seed -> seed + 1)
            .mapToObj(RandomNetwork::of)
            .filter(RandomNetworkTest::isClear)
            .limit(NETWORKS)
            .toList();
  }

  static List<RandomNetwork> networks() {
    return Clear.FIRST;
  }

  static Stream<Arguments> cases() {
    var one = Optional.ofNullable(Long.getLong("tornadonn.network"));
    var networks = one.map(seed -> List.of(RandomNetwork.of(seed))).orElseGet(() -> networks());
    return DevicesUnderTest.get().present().stream()
        .flatMap(
            device ->
                networks.stream()
                    .limit(device.slow() ? SLOW_NETWORKS : NETWORKS)
                    .map(network -> Arguments.of(device, network)));
  }

  private static boolean isClear(RandomNetwork network) {
    return Margin.isClear(network.build());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  void equalsFloat64(DeviceUnderTest device, RandomNetwork network) {
    var difference = difference(device, network);
    if (!difference.isEmpty()) {
      var smallest = shrink(network, n -> isClear(n) && !difference(device, n).isEmpty());
      fail(
          "%s on %s: %s%nThe smallest network that fails: %s%n%s"
              .formatted(
                  network, device, difference, difference(device, smallest), smallest.code()));
    }
  }

  /** What is beyond tolerance; empty if nothing is. */
  private static String difference(DeviceUnderTest device, RandomNetwork network) {
    var c = network.build();
    try {
      var run = DeviceRun.of(device.executor(), c);
      ModelTest.compare(c, run);
      compareLoss(c, run);
      return "";
    } catch (AssertionError | RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** The loss is a sum of weighted elements, of which nearly nothing may be left. */
  private static void compareLoss(GraphCase c, DeviceRun run) {
    var expected = c.expected();
    loss(c, expected).check(c + ": loss", expected.value(c.loss()), run.loss());
  }

  static Tolerance loss(GraphCase c, Float64Run expected) {
    int terms = 0;
    double largest = 0;
    for (var node : c.graph().nodes()) {
      if (node.operation() instanceof WeightedSum) {
        var y = expected.operands(node)[0];
        terms += y.length;
        largest = Math.max(largest, Sum.magnitude(y));
      }
    }
    return Tolerances.of(new Sum(terms, largest));
  }

  /** Takes away whatever can go while the network still fails. */
  private static RandomNetwork shrink(RandomNetwork network, Predicate<RandomNetwork> fails) {
    for (var smaller : network.smaller()) {
      if (fails.test(smaller)) {
        return shrink(smaller, fails);
      }
    }
    return network;
  }

  @Test
  void shrinkingLeavesWhatMatters() {
    var network =
        networks().stream()
            .filter(n -> n.choices().size() > 8 && n.code().contains("F.relu"))
            .findFirst()
            .orElseThrow();
    var smallest = shrink(network, n -> n.code().contains("F.relu"));
    var operations =
        smallest.build().graph().nodes().stream().filter(node -> node.operation() instanceof ReLU);
    assertEquals(1, operations.count());
    assertEquals(1, smallest.choices().size());
    assertEquals(
        List.of(1, 1, 1, 1),
        List.of(smallest.n(), smallest.channels(), smallest.rows(), smallest.columns()));
    assertTrue(smallest.code().contains("var v3 = F.relu(v2);"), smallest::code);
  }

  /** The networks are no chains, and every family of operations is in them. */
  @Test
  void networksHaveBranches() {
    var families = new HashSet<Family>();
    int branches = 0;
    for (var network : networks()) {
      network.choices().forEach(choice -> families.add(choice.family()));
      var nodes = network.build().graph().nodes();
      boolean twice =
          nodes.stream()
              .map(Node::output)
              .anyMatch(
                  value ->
                      nodes.stream().filter(node -> node.inputs().contains(value)).count() > 2);
      branches += twice ? 1 : 0;
    }
    assertTrue(branches >= 5, branches + " networks with branches");
    for (var family : Family.values()) {
      assertTrue(families.contains(family), family.name());
    }
  }
}

package org.tornadonn.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A rewrite of what a graph does, before it is lowered: where an operation such as ReLU stands
 * right before a maximum over windows, the maximum comes first. Results and gradients are the same,
 * to the bit; the operation has fewer elements to work on, and its full-sized result need not be
 * kept for the backward pass.
 */
final class MaximaFirst {

  private final List<Node> nodes;
  private final Set<Value> wanted;
  private final Map<Value, Node> makers = new HashMap<>();
  private final Map<Value, Integer> readers = new HashMap<>();

  private MaximaFirst(List<Node> nodes, Set<Value> wanted) {
    this.nodes = nodes;
    this.wanted = wanted;
    for (var node : nodes) {
      makers.put(node.output(), node);
      node.inputs().forEach(input -> readers.merge(input.root(), 1, Integer::sum));
    }
  }

  /**
   * Rewrites nodes.
   *
   * @param wanted values that must be there in the end
   */
  static List<Node> of(List<Node> nodes, Set<Value> wanted) {
    return new MaximaFirst(nodes, wanted).rewritten();
  }

  private List<Node> rewritten() {
    var behind = new HashMap<Value, Node>();
    var moved = new HashSet<Value>();
    for (var node : nodes) {
      mappedBefore(node)
          .ifPresent(
              mapped -> {
                behind.put(node.output(), mapped);
                moved.add(mapped.output());
              });
    }
    var result = new ArrayList<Node>();
    for (var node : nodes) {
      var mapped = behind.get(node.output());
      if (mapped != null) {
        exchange(mapped, node, result);
      } else if (!moved.contains(node.output())) {
        result.add(node);
      }
    }
    return result;
  }

  /** What stands before a maximum and may as well follow it. */
  private Optional<Node> mappedBefore(Node maximum) {
    return maximum.operation().isMaximum()
        ? Optional.ofNullable(makers.get(maximum.inputs().getFirst()))
            .filter(node -> node.operation().commutesWithMaximum() && isOnlyFor(node.output()))
        : Optional.empty();
  }

  /** Whether exactly one operation reads a value, and nobody else. */
  private boolean isOnlyFor(Value value) {
    return readers.getOrDefault(value.root(), 0) == 1 && !wanted.contains(value.root());
  }

  private static void exchange(Node mapped, Node maximum, List<Node> result) {
    var largest = maximum.output().another();
    result.add(new Node(maximum.path(), maximum.operation(), mapped.inputs(), largest));
    result.add(new Node(mapped.path(), mapped.operation(), List.of(largest), maximum.output()));
  }
}

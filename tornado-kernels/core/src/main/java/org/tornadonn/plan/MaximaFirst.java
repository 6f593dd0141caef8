package org.tornadonn.plan;

import java.util.ArrayList;
import java.util.List;
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

  private MaximaFirst(List<Node> nodes, Set<Value> wanted) {
    this.nodes = nodes;
    this.wanted = wanted;
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
    var result = new ArrayList<>(nodes);
    for (var maximum : nodes) {
      if (maximum.operation().isMaximum()) {
        nodes.stream()
            .filter(node -> node.output() == maximum.inputs().getFirst())
            .filter(node -> node.operation().commutesWithMaximum() && isOnlyFor(node.output()))
            .findFirst()
            .ifPresent(node -> exchange(node, maximum, result));
      }
    }
    return result;
  }

  /** Whether exactly one operation reads a value, and nobody else. */
  private boolean isOnlyFor(Value value) {
    long readers =
        nodes.stream()
            .flatMap(node -> node.inputs().stream())
            .filter(input -> input.root() == value.root())
            .count();
    return readers == 1 && !wanted.contains(value.root());
  }

  private static void exchange(Node mapped, Node maximum, List<Node> nodes) {
    var largest = maximum.output().another();
    nodes.remove(mapped);
    int at = nodes.indexOf(maximum);
    nodes.set(at, new Node(maximum.path(), maximum.operation(), mapped.inputs(), largest));
    nodes.add(
        at + 1, new Node(mapped.path(), mapped.operation(), List.of(largest), maximum.output()));
  }
}

package org.tornadonn.plan;

import java.util.List;

/** One application of an operation in a graph, made by the layer at {@code path}. */
public record Node(String path, Operation operation, List<Value> inputs, Value output) {

  public Node {
    inputs = List.copyOf(inputs);
  }
}

package org.tornadonn.onnx;

import java.util.List;

/** How an operator is replayed. */
@FunctionalInterface
interface Rule {

  /** What a node gives, in the order of its outputs; fewer if the last are not wanted. */
  List<Operand> apply(Invocation node);

  /** An operator with one output. */
  @FunctionalInterface
  interface One {

    Operand apply(Invocation node);
  }

  static Rule one(One rule) {
    return node -> List.of(rule.apply(node));
  }
}

package org.tornadonn.onnx.write;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tornadonn.plan.Composed;
import org.tornadonn.plan.Graph;
import org.tornadonn.plan.Node;
import org.tornadonn.plan.Value;

/**
 * An operation that ONNX lacks, as the others that it says it is made of.
 *
 * @param inputs stand for its operands
 * @param nodes in the order in which they are written; the result is that of the last
 */
record Decomposed(List<Value> inputs, List<Node> nodes) {

  /** What one recording of an operation is made of; without nodes if it does not say so. */
  static Decomposed of(Node node) {
    var graph = new Graph();
    var inputs = new ArrayList<Value>();
    for (var operand : node.inputs()) {
      var numbers = operand.numbers();
      inputs.add(
          numbers == null
              ? graph.input(operand.name(), operand.shape())
              : graph.constant(operand.name(), operand.shape(), numbers));
    }
    if (node.operation() instanceof Composed operation) {
      graph.within(node.path(), () -> operation.decomposition(inputs.toArray(Value[]::new)));
    }
    return new Decomposed(inputs, graph.nodes());
  }

  /** Writes it, if every recording is made of the same; says whether it was. */
  static boolean write(Writer writer, List<Node> recorded) {
    var all = recorded.stream().map(Decomposed::of).toList();
    var first = all.getFirst();
    int count = first.nodes().size();
    if (count == 0) {
      return false;
    }
    var node = recorded.getFirst();
    for (int i = 0; i < node.inputs().size(); i++) {
      int operand = i;
      var operands = recorded.stream().map(one -> one.inputs().get(operand)).toList();
      writer.name(first.inputs().get(i), writer.nameOf(operands));
    }
    var result = first.nodes().getLast().output();
    if (writer.isNamed(node.output())) {
      writer.name(result, writer.nameOf(List.of(node.output())));
    }
    IntStream.range(0, count)
        .mapToObj(i -> all.stream().map(one -> one.nodes().get(i)).toList())
        .forEach(writer::write);
    if (!writer.isNamed(node.output())) {
      writer.name(node.output(), writer.nameOf(List.of(result)));
    }
    return true;
  }
}

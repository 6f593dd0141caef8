package org.tornadonn.store.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.tornadonn.store.ModelFileException;
import org.tornadonn.store.onnx.InputStandardization.Found;

/** Reads the graph of an ONNX file as a network. */
final class GraphReader {

  /** Many times what the deepest networks have. */
  private static final int MOST_NODES = 10_000;

  /** Since then, operators broadcast as NumPy does. */
  private static final long OLDEST_OPSET = 7;

  private final Source source;
  private final GraphProto graph;
  private final long opset;

  GraphReader(Source source, ModelProto model) {
    this.source = source;
    this.graph = model.getGraph();
    this.opset =
        model.getOpsetImportList().stream()
            .filter(set -> set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx"))
            .mapToLong(set -> set.getVersion())
            .max()
            .orElse(0);
  }

  /**
   * The network.
   *
   * @param input decides about axes that the file leaves open
   * @param standardization what the graph may do to its input first, and the network then does not
   * @throws ModelFileException if the graph breaks the format's rules, or has something that is not
   *     read
   */
  Wiring wiring(OpenInput input, Optional<InputStandardization> standardization) {
    if (graph.getNodeCount() == 0) {
      throw source.damaged("is no ONNX model: it has no operators");
    }
    if (graph.getNodeCount() > MOST_NODES) {
      throw source.unsupported(
          "has %d operators; at most %d are read".formatted(graph.getNodeCount(), MOST_NODES));
    }
    var constants = new Constants(source, graph);
    var x = input(constants);
    if (graph.getOutputCount() != 1) {
      throw source.unsupported(
          "has %d outputs, only models with one are read".formatted(graph.getOutputCount()));
    }
    var output = graph.getOutput(0).getName();
    var all = needed(output);
    var first = standardization.flatMap(by -> by.in(all, x.getName(), constants));
    var nodes = new ArrayList<>(all);
    first.ifPresent(found -> nodes.removeAll(found.nodes()));
    requireOperators(nodes);
    if (opset < OLDEST_OPSET) {
      throw source.unsupported(
          "is of operator set %d; %d is the oldest that is read".formatted(opset, OLDEST_OPSET));
    }
    var wiring =
        new Wiring(
            uses(nodes, output),
            first.map(Found::output).orElse(x.getName()),
            input.shape(source, x));
    var reader = new NodeReader(source, opset, constants, wiring);
    for (var node : nodes) {
      requireInputs(node, constants, wiring);
      reader.read(node);
    }
    if (!wiring.has(output) || wiring.isInput(wiring.tap(output))) {
      throw source.damaged("computes nothing: its output '%s' is no result".formatted(output));
    }
    return wiring;
  }

  private ValueInfoProto input(Constants constants) {
    // Until version 4 of the format, weights had to be among the inputs.
    var inputs =
        graph.getInputList().stream().filter(value -> !constants.has(value.getName())).toList();
    if (inputs.size() != 1) {
      throw source.unsupported(
          "has %d inputs, only models with one are read".formatted(inputs.size()));
    }
    var x = inputs.getFirst();
    int type = x.getType().getTensorType().getElemType();
    if (type != TensorProto.DataType.FLOAT.getNumber()) {
      throw new ModelFileException(
          source.file(),
          "has an input '%s' that is no tensor of float32".formatted(x.getName()),
          "Export the model in float32");
    }
    return x;
  }

  /** The nodes that the output depends on, in the order of the file. */
  private List<NodeProto> needed(String output) {
    var makers = new HashMap<String, NodeProto>();
    for (var node : graph.getNodeList()) {
      for (var value : node.getOutputList()) {
        if (!value.isEmpty() && makers.put(value, node) != null) {
          throw source.damaged("has two operators that make '%s'".formatted(value));
        }
      }
    }
    var values = new ArrayDeque<String>(List.of(output));
    Set<String> seen = new HashSet<>(values);
    var needed = new HashSet<String>();
    while (!values.isEmpty()) {
      var maker = makers.get(values.remove());
      if (maker != null) {
        needed.addAll(maker.getOutputList());
        maker.getInputList().stream().filter(seen::add).forEach(values::add);
      }
    }
    return graph.getNodeList().stream()
        .filter(node -> node.getOutputList().stream().anyMatch(needed::contains))
        .toList();
  }

  private static Map<String, Integer> uses(List<NodeProto> nodes, String output) {
    var uses = new HashMap<String, Integer>();
    uses.put(output, 1);
    for (var node : nodes) {
      for (var value : node.getInputList()) {
        uses.merge(value, 1, Integer::sum);
      }
    }
    return uses;
  }

  private void requireOperators(List<NodeProto> nodes) {
    var unknown = new TreeSet<String>();
    for (var node : nodes) {
      boolean standard = node.getDomain().isEmpty() || node.getDomain().equals("ai.onnx");
      if (!standard) {
        unknown.add(node.getDomain() + "." + node.getOpType());
      } else if (!NodeReader.OPERATORS.contains(node.getOpType())) {
        unknown.add(node.getOpType());
      }
    }
    if (!unknown.isEmpty()) {
      throw source.unsupported(
          "has operators that are not read: %s".formatted(String.join(", ", unknown)));
    }
  }

  private void requireInputs(NodeProto node, Constants constants, Wiring wiring) {
    for (var value : node.getInputList()) {
      if (!value.isEmpty() && !constants.has(value) && !wiring.has(value)) {
        throw source.damaged(
            "has a %s '%s' that takes '%s', which nothing before it makes: its graph has a cycle, or lacks a tensor"
                .formatted(node.getOpType(), node.getName(), value));
      }
    }
  }
}

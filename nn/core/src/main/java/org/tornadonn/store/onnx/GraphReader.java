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
import java.util.stream.Collectors;
import org.tornadonn.store.ModelFileException;
import org.tornadonn.store.onnx.InputStandardization.Found;

/** Reads the graph of an ONNX file as a network. */
final class GraphReader {

  /** Many times what the deepest networks have. */
  private static final int MOST_NODES = 10_000;

  /** Since then, operators broadcast as NumPy does. */
  private static final long OLDEST_OPSET = 7;

  /** What operators mean is known up to there; a newer set may change it. */
  private static final long NEWEST_OPSET = 28;

  private final Source source;
  private final GraphProto graph;
  private final long opset;

  /** Standard operators that the file defines itself. */
  private final Set<String> functions;

  GraphReader(Source source, ModelProto model) {
    this.source = source;
    this.graph = model.getGraph();
    this.opset =
        model.getOpsetImportList().stream()
            .filter(set -> isStandard(set.getDomain()))
            .mapToLong(set -> set.getVersion())
            .max()
            .orElse(0);
    this.functions =
        model.getFunctionsList().stream()
            .filter(function -> isStandard(function.getDomain()))
            .map(function -> function.getName())
            .collect(Collectors.toSet());
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
    requireOperatorSet();
    var wiring =
        new Wiring(
            uses(nodes, output),
            first.map(Found::output).orElse(x.getName()),
            input.shape(source, x));
    var reader = new NodeReader(source, opset, constants, wiring, OpenInput.samples(x));
    for (var node : nodes) {
      requireInputs(node, constants, wiring);
      requireNewNames(node, constants, wiring);
      reader.read(node);
    }
    requireResult(output, constants, wiring);
    return wiring;
  }

  private void requireOperatorSet() {
    if (opset == 0) {
      throw source.damaged("does not say which operator set it is of");
    }
    if (opset < OLDEST_OPSET || opset > NEWEST_OPSET) {
      throw source.unsupported(
          "is of operator set %d; %d to %d are read".formatted(opset, OLDEST_OPSET, NEWEST_OPSET),
          "Export it with one of these: torch.onnx.export(…, opset_version=…)");
    }
  }

  private void requireResult(String output, Constants constants, Wiring wiring) {
    if (constants.has(output)) {
      throw source.unsupported("gives '%s', which is a constant".formatted(output));
    }
    if (!wiring.has(output)) {
      requireFirst(output, "gives");
      throw source.damaged("computes nothing: no operators make its output '%s'".formatted(output));
    }
    if (!wiring.gives(wiring.tap(output))) {
      throw source.unsupported("computes more than its output '%s' is made of".formatted(output));
    }
  }

  /** Refuses what an operator makes beside its first result. */
  private void requireFirst(String value, String what) {
    for (var node : graph.getNodeList()) {
      if (node.getOutputList().lastIndexOf(value) > 0) {
        throw source.unsupported(
            "%s '%s', which %s '%s' makes beside its result"
                .formatted(what, value, node.getOpType(), node.getName()));
      }
    }
  }

  private void requireNewNames(NodeProto node, Constants constants, Wiring wiring) {
    for (var value : node.getOutputList()) {
      if (constants.has(value) || wiring.has(value)) {
        throw source.damaged(
            "has a %s '%s' that makes '%s', which is there already"
                .formatted(node.getOpType(), node.getName(), value));
      }
    }
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
      throw source.unsupported(
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
      if (!isStandard(node.getDomain())) {
        unknown.add(node.getDomain() + "." + node.getOpType());
      } else if (!NodeReader.OPERATORS.containsKey(node.getOpType())
          || functions.contains(node.getOpType())) {
        unknown.add(node.getOpType());
      }
    }
    if (!unknown.isEmpty()) {
      throw source.unsupported(
          "has operators that are not read: %s".formatted(String.join(", ", unknown)));
    }
  }

  static boolean isStandard(String domain) {
    return domain.isEmpty() || domain.equals("ai.onnx");
  }

  private void requireInputs(NodeProto node, Constants constants, Wiring wiring) {
    for (var value : node.getInputList()) {
      if (!value.isEmpty() && !constants.has(value) && !wiring.has(value)) {
        requireFirst(value, "uses");
        throw source.damaged(
            "has a %s '%s' that takes '%s', which nothing before it makes: its graph has a cycle, is not in order, or lacks a tensor"
                .formatted(node.getOpType(), node.getName(), value));
      }
    }
  }
}

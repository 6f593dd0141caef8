package org.tornadonn.store.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Tensor;
import org.tornadonn.onnx.Import;
import org.tornadonn.onnx.tensor.Refusal;

/** Reads a graph as one layer that replays it, where it is no network of this library's layers. */
final class ReplayedGraph {

  private final Source source;
  private final ModelProto content;

  ReplayedGraph(Source source, ModelProto content) {
    this.source = source;
    this.content = content;
  }

  /**
   * The model.
   *
   * @param open decides about axes that the file leaves open
   * @param standardization what the graph may do to its input first, and the model then does not
   * @throws org.tornadonn.store.ModelFileException if the graph has something that is not read
   */
  Model model(OpenInput open, Optional<InputStandardization> standardization) {
    var x = input();
    var sample = open.shape(source, x);
    var folder = source.file().toAbsolutePath().getParent();
    try {
      var read =
          Import.of(
              without(standardization, x), folder == null ? Path.of(".") : folder, sample);
      var model = new Model(read.layer(), sample, 0);
      model.load(complete(model, read.state()), true);
      return model;
    } catch (Refusal e) {
      throw source.unsupported(String.valueOf(e.getMessage()));
    }
  }

  private ValueInfoProto input() {
    var graph = content.getGraph();
    var inputs =
        graph.getInputList().stream()
            .filter(
                value ->
                    graph.getInitializerList().stream()
                        .noneMatch(tensor -> tensor.getName().equals(value.getName())))
            .toList();
    if (inputs.size() != 1 || graph.getOutputCount() != 1) {
      throw source.unsupported(
          "has %d inputs and %d outputs, only models with one of each are read"
              .formatted(inputs.size(), graph.getOutputCount()));
    }
    return inputs.getFirst();
  }

  /** The graph without what its description says is done to inputs. */
  private ModelProto without(Optional<InputStandardization> standardization, ValueInfoProto x) {
    var graph = content.getGraph();
    var found =
        standardization.flatMap(
            by -> by.in(graph.getNodeList(), x.getName(), new Constants(source, graph)));
    if (found.isEmpty()) {
      return content;
    }
    var rest = GraphProto.newBuilder(graph).clearNode().clearInput();
    graph.getNodeList().stream()
        .filter(node -> !found.get().nodes().contains(node))
        .forEach(rest::addNode);
    graph.getInputList().stream()
        .map(
            input ->
                input.equals(x)
                    ? x.toBuilder().setName(found.get().output()).build()
                    : input)
        .forEach(rest::addInput);
    return content.toBuilder().setGraph(rest).build();
  }

  /** ONNX counts no batches: a model that goes on training begins with none. */
  private static Map<String, Tensor> complete(Model model, Map<String, Tensor> state) {
    var complete = new LinkedHashMap<>(state);
    for (var running : model.states()) {
      complete.putIfAbsent(
          running.name(), new Tensor(running.shape(), new float[running.shape().size()]));
    }
    complete.keySet().retainAll(model.state().keySet());
    return complete;
  }
}

package org.tornadonn.store.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tornadonn.layer.Tensor;
import org.tornadonn.onnx.OnnxGraph;
import org.tornadonn.onnx.write.UniqueNames;

/** A graph that was read as one layer, to be written again with the weights of now. */
final class StoredGraph {

  private StoredGraph() {}

  /**
   * The graph.
   *
   * @param state the weights by name
   * @param standardization what is done to its input first; null for nothing
   */
  static ModelProto.Builder of(
      OnnxGraph layer, Map<String, Tensor> state, @Nullable InputStandardization standardization) {
    var model = layer.with(state).toBuilder().setProducerName("tornado-nn");
    if (standardization == null) {
      return model;
    }
    var graph = model.getGraphBuilder();
    var names = new UniqueNames();
    graph.getInputList().forEach(value -> names.of(value.getName()));
    graph.getInitializerList().forEach(tensor -> names.of(tensor.getName()));
    graph.getNodeList().forEach(node -> node.getOutputList().forEach(names::of));
    var nodes = graph.getNodeList();
    var input = graph.getInput(0).getName();
    var standardized = names.of("input.standardized");
    graph.clearNode();
    standardization.addTo(graph, input, standardized, names::of);
    for (var node : nodes) {
      var changed = node.toBuilder();
      for (int i = 0; i < node.getInputCount(); i++) {
        if (node.getInput(i).equals(input)) {
          changed.setInput(i, standardized);
        }
      }
      graph.addNode(changed);
    }
    return model;
  }
}

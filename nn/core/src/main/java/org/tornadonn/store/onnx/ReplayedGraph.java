package org.tornadonn.store.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Port;
import org.tornadonn.layer.Signature;
import org.tornadonn.layer.Tensor;
import org.tornadonn.onnx.Import;
import org.tornadonn.onnx.InputNeeded;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.store.ModelFileException;

/** Reads a graph as one layer that replays it, where it is no network of this library's layers. */
final class ReplayedGraph {

  private final Source source;
  private final ModelProto content;
  private final Decided decided;

  ReplayedGraph(Source source, ModelProto content, Decided decided) {
    this.source = source;
    this.content = content;
    this.decided = decided;
  }

  /**
   * The model.
   *
   * @param open decides about axes that the file leaves open
   * @param standardization what the graph may do to its input first, and the model then does not
   * @throws org.tornadonn.store.ModelFileException if the graph has something that is not read
   */
  Model model(OpenInput open, Optional<InputStandardization> standardization) {
    var all = inputs();
    var folder = source.file().toAbsolutePath().getParent();
    try {
      var graph = without(standardization, all.getFirst());
      var read = read(open, graph, folder == null ? Path.of(".") : folder);
      var inputs = read.inputs();
      // What has one input needs no name for it.
      var named =
          inputs.ports().size() > 1
              ? inputs
              : new Signature(
                  List.of(new Port(Signature.INPUT, inputs.ports().getFirst().shape())),
                  inputs.batched());
      var model = new Model(read.layer(), named, 0);
      model.load(complete(model, read.state()), true);
      return model;
    } catch (Refusal e) {
      var words = String.valueOf(e.getMessage());
      if (e instanceof InputNeeded && all.size() > 1) {
        throw source.unsupported(
            words, "Give them: OnnxFile.readFor(file, tensors), or predict --tensors");
      }
      throw e.reason() == Reason.DAMAGED ? source.damaged(words) : source.unsupported(words);
    }
  }

  private List<ValueInfoProto> inputs() {
    return inputs(content);
  }

  private List<ValueInfoProto> inputs(ModelProto model) {
    var graph = model.getGraph();
    var weights =
        graph.getInitializerList().stream()
            .map(tensor -> tensor.getName())
            .collect(Collectors.toSet());
    var inputs =
        graph.getInputList().stream().filter(value -> !weights.contains(value.getName())).toList();
    if (inputs.isEmpty() || graph.getOutputCount() == 0) {
      throw source.damaged("has 0 " + (inputs.isEmpty() ? "inputs" : "outputs"));
    }
    requireNames("inputs", inputs);
    requireNames("outputs", graph.getOutputList());
    return inputs;
  }

  private void requireNames(String what, List<ValueInfoProto> values) {
    if (values.stream().map(ValueInfoProto::getName).distinct().count() < values.size()) {
      throw source.damaged("has two %s of one name".formatted(what));
    }
    if (values.stream().anyMatch(value -> value.getName().isEmpty())) {
      throw source.damaged("has %s without a name".formatted(what));
    }
  }

  /**
   * With samples along the first axis; where that cannot be, as it is for the shapes given. Inputs
   * that a plan has to know are decided, one after the other.
   */
  private Import read(OpenInput open, ModelProto graph, Path folder) {
    RuntimeException first;
    try {
      return Import.of(graph, folder, signature(open, graph, true));
    } catch (Refusal | ModelFileException e) {
      first = e;
    }
    RuntimeException second;
    try {
      return Import.of(graph, folder, signature(open, graph, false));
    } catch (Refusal | ModelFileException e) {
      second = e;
    }
    for (var refused : List.of(first, second)) {
      // A model without inputs would be one answer, and no model.
      var without =
          refused instanceof InputNeeded needed && inputs(graph).size() > 1
              ? decided.in(graph.getGraph(), needed.input())
              : null;
      if (without != null) {
        return read(open, graph.toBuilder().setGraph(without).build(), folder);
      }
    }
    // Of an input that is needed more can be said than of one without samples.
    var said = second instanceof InputNeeded ? second : first;
    said.addSuppressed(said == first ? second : first);
    throw said;
  }

  private Signature signature(OpenInput open, ModelProto graph, boolean batched) {
    var ports = new ArrayList<Port>();
    for (var input : inputs(graph)) {
      var shape = batched ? open.shape(source, input) : open.whole(source, input);
      ports.add(new Port(input.getName(), shape));
    }
    return new Signature(ports, batched);
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
        .map(input -> input.equals(x) ? x.toBuilder().setName(found.get().output()).build() : input)
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

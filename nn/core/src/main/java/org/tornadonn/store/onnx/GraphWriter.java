package org.tornadonn.store.onnx;

import static java.util.stream.Collectors.toSet;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Tensor;
import org.tornadonn.onnx.write.UniqueNames;
import org.tornadonn.onnx.write.Unwritable;
import org.tornadonn.onnx.write.Writer;
import org.tornadonn.plan.Shape;
import org.tornadonn.store.ModelFileException;

/** Writes the operations that a model records as an ONNX graph. */
final class GraphWriter {

  private static final String BATCH = "batch";

  /** Numbers of samples for which a model is recorded: more than 1, which is a case of its own. */
  private static final List<Integer> SAMPLES = List.of(2, 3, 5);

  private final Path file;
  private final Model model;
  private final int opset;
  private final List<Model.Recorded> recorded;
  private final UniqueNames unique = new UniqueNames();
  private final @Nullable InputStandardization standardization;

  /**
   * For one file.
   *
   * @param opset the least operator set
   * @param standardization what the graph does to its input first; null for nothing
   */
  GraphWriter(Path file, Model model, int opset, @Nullable InputStandardization standardization) {
    this.file = file;
    this.model = model;
    this.standardization = standardization;
    this.recorded = samples().stream().map(model::record).toList();
    this.opset = Writer.opset(first().graph(), opset);
  }

  private List<Integer> samples() {
    return model.inputs().batched() ? SAMPLES : List.of(1);
  }

  private Model.Recorded first() {
    return recorded.getFirst();
  }

  /** The operator set that the graph needs, at least the one that was given. */
  int opset() {
    return opset;
  }

  /**
   * The graph.
   *
   * @throws ModelFileException if an operation has no counterpart in ONNX
   */
  GraphProto graph() {
    var graph = GraphProto.newBuilder().setName("model");
    var state = new LinkedHashMap<>(first().graph().parameters());
    state.putAll(first().graph().states());
    state.keySet().forEach(unique::of);
    var inputs = new ArrayList<String>();
    for (var port : model.inputs().ports()) {
      var name = unique.of(port.name());
      inputs.add(name);
      graph.addInput(info(name, port.shape()));
    }
    // Taken before the layers' names are: the result is called so whatever layer it comes from.
    var outputs = new ArrayList<String>();
    for (var port : model.outputs().ports()) {
      var name = unique.of(port.name());
      outputs.add(name);
      graph.addOutput(info(name, port.shape()));
    }
    var writer = new Writer(samples(), opset, inputs.getFirst(), unique);
    state.forEach((name, value) -> writer.name(value, name));
    for (int i = 0; i < inputs.size(); i++) {
      writer.name(first().inputs().get(i), inputs.get(i));
    }
    if (standardization != null) {
      var standardized = unique.of("input.standardized");
      standardization.addTo(graph, inputs.getFirst(), standardized, unique::of);
      writer.name(first().input(), standardized);
    }
    write(writer, outputs);
    var nodes = writer.nodes(outputs);
    var used = nodes.stream().flatMap(node -> node.getInputList().stream()).collect(toSet());
    model
        .state()
        .forEach(
            (name, tensor) -> {
              if (used.contains(name)) {
                graph.addInitializer(tensor(name, tensor));
              }
            });
    return graph.addAllNode(nodes).build();
  }

  private void write(Writer writer, List<String> outputs) {
    var results = first().outputs().list();
    for (int i = results.size() - 1; i >= 0; i--) {
      writer.name(results.get(i), outputs.get(i));
    }
    var nodes = first().graph().nodes();
    if (recorded.stream().anyMatch(other -> other.graph().nodes().size() != nodes.size())) {
      throw new ModelFileException(
          file,
          "cannot be written: the model applies other operations where there are more samples",
          "Save the model as safetensors");
    }
    var refused = new LinkedHashSet<String>();
    for (int i = 0; i < nodes.size(); i++) {
      int at = i;
      try {
        int behind = together(writer, i);
        if (behind > i) {
          i = behind - 1;
          continue;
        }
        writer.write(recorded.stream().map(one -> one.graph().nodes().get(at)).toList());
      } catch (Unwritable e) {
        refused.add(
            "'%s' of layer '%s' %s"
                .formatted(nodes.get(i).operation().name(), nodes.get(i).path(), e.getMessage()));
        writer.name(nodes.get(i).output(), "refused");
      }
    }
    if (!refused.isEmpty()) {
      throw new ModelFileException(
          file,
          "cannot be written: " + String.join(", ", refused),
          "Make it of functions of F that ONNX has, or save the model as safetensors");
    }
    for (int i = 0; i < results.size(); i++) {
      if (results.indexOf(results.get(i)) < i) {
        writer.copy(results.get(i), outputs.get(i));
      }
    }
  }

  /** Writes what several nodes are together, and says which comes behind them. */
  private int together(Writer writer, int from) {
    var spans = first().graph().spans();
    for (int s = 0; s < spans.size(); s++) {
      var span = spans.get(s);
      int at = s;
      if (span.from() == from
          && writer.write(
              recorded.stream().map(one -> one.graph().spans().get(at).meaning()).toList(),
              recorded.stream()
                  .map(one -> one.graph().nodes().subList(span.from(), span.to()))
                  .toList())) {
        return span.to();
      }
    }
    return from;
  }

  static TensorProto tensor(String name, Tensor content) {
    float[] values = content.values();
    var bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    var tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
            .setRawData(UnsafeByteOperations.unsafeWrap(bytes));
    for (int dim : content.shape().toArray()) {
      tensor.addDims(dim);
    }
    return tensor.build();
  }

  private ValueInfoProto info(String name, Shape shape) {
    var dims = TensorShapeProto.newBuilder();
    if (model.inputs().batched()) {
      dims.addDimBuilder().setDimParam(BATCH);
    }
    for (int dim : shape.toArray()) {
      dims.addDimBuilder().setDimValue(dim);
    }
    var type =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT.getNumber())
            .setShape(dims);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }
}

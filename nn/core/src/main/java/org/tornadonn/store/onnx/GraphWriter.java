package org.tornadonn.store.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Tensor;
import org.tornadonn.op.normalization.BatchNorm2dInference;
import org.tornadonn.plan.Node;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;
import org.tornadonn.store.ModelFileException;

/** Writes the operations that a model records as an ONNX graph. */
final class GraphWriter {

  private static final String BATCH = "batch";

  private final Path file;
  private final Model model;
  private final Model.Recorded recorded;
  private final UniqueNames unique = new UniqueNames();
  private final IdentityHashMap<Value, String> names = new IdentityHashMap<>();
  private final @Nullable InputStandardization standardization;

  /**
   * For one file.
   *
   * @param standardization what the graph does to its input first; null for nothing
   */
  GraphWriter(Path file, Model model, @Nullable InputStandardization standardization) {
    this.file = file;
    this.model = model;
    this.standardization = standardization;
    this.recorded = model.record(1);
  }

  /**
   * The graph.
   *
   * @throws ModelFileException if an operation has no counterpart in ONNX
   */
  GraphProto graph() {
    requireOperators();
    var graph = GraphProto.newBuilder().setName("model");
    var graphState = new LinkedHashMap<>(recorded.graph().parameters());
    graphState.putAll(recorded.graph().states());
    graphState.forEach((name, value) -> name(value, name));
    graph.addInput(info(name(recorded.input(), "input"), model.input()));
    // Taken before the layers' names are: the result is called so whatever layer it comes from.
    var output = unique.of("output");
    graph.addOutput(info(output, model.output()));
    if (standardization != null) {
      standardize(graph, standardization);
    }
    var used = used();
    model
        .state()
        .forEach(
            (name, tensor) -> {
              if (used.contains(graphState.get(name))) {
                graph.addInitializer(tensor(name, tensor));
              }
            });
    for (var node : recorded.graph().nodes()) {
      if (node.output() == recorded.output()) {
        names.put(node.output(), output);
      }
      graph.addNode(node(graph, node));
    }
    return graph.build();
  }

  private void standardize(GraphProto.Builder graph, InputStandardization by) {
    var input = nameOf(recorded.input());
    by.addTo(graph, input, name(recorded.input(), "input.standardized"), unique::of);
  }

  /** The operator set that the graph needs, at least the usual one. */
  int opset(int usual) {
    return recorded.graph().nodes().stream()
        .map(Operator::of)
        .filter(Objects::nonNull)
        .mapToInt(Operator::since)
        .reduce(usual, Math::max);
  }

  private void requireOperators() {
    var unknown =
        recorded.graph().nodes().stream()
            .filter(node -> Operator.of(node) == null)
            .map(node -> "'%s' of layer '%s'".formatted(node.operation().name(), node.path()))
            .collect(Collectors.joining(", "));
    if (!unknown.isEmpty()) {
      throw new ModelFileException(
          file,
          "cannot be written: ONNX has no operator for " + unknown,
          "Save the model as safetensors");
    }
  }

  private NodeProto node(GraphProto.Builder graph, Node node) {
    var operator = Objects.requireNonNull(Operator.of(node));
    var name = node.path().isEmpty() ? node.operation().name() : node.path();
    var proto =
        NodeProto.newBuilder()
            .setOpType(operator.type())
            .setName(unique.of(name))
            .addAllAttribute(operator.attributes());
    for (var input : node.inputs()) {
      proto.addInput(nameOf(input));
    }
    if (node.operation() instanceof BatchNorm2dInference && proto.getInputCount() == 3) {
      weights(graph, node, proto);
    }
    var output = names.get(node.output());
    return proto.addOutput(output == null ? name(node.output(), name + ".out") : output).build();
  }

  /** ONNX has no batch norm without weight and bias: they are 1 and 0, between x and the mean. */
  private void weights(GraphProto.Builder graph, Node node, NodeProto.Builder proto) {
    var mean = proto.getInput(1);
    var variance = proto.getInput(2);
    var channels = node.inputs().get(1).shape();
    var ones = new float[channels.size()];
    Arrays.fill(ones, 1);
    var weight = unique.of(node.path() + ".weight");
    var bias = unique.of(node.path() + ".bias");
    graph.addInitializer(tensor(weight, new Tensor(channels, ones)));
    graph.addInitializer(tensor(bias, new Tensor(channels, new float[ones.length])));
    proto.setInput(1, weight).setInput(2, bias).addInput(mean).addInput(variance);
  }

  private String nameOf(Value value) {
    return Objects.requireNonNull(names.get(value), value::toString);
  }

  private String name(Value value, String wish) {
    var name = unique.of(wish);
    names.put(value, name);
    return name;
  }

  /** Running states may be for training only. */
  private Set<Value> used() {
    Set<Value> used = Collections.newSetFromMap(new IdentityHashMap<>());
    recorded.graph().nodes().forEach(node -> used.addAll(node.inputs()));
    used.add(recorded.output());
    return used;
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

  private static ValueInfoProto info(String name, Shape sample) {
    var dims = TensorShapeProto.newBuilder();
    dims.addDimBuilder().setDimParam(BATCH);
    for (int dim : sample.toArray()) {
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

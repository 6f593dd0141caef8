package org.tornadonn.store.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/** A graph with one input {@code x} of float32, while a test makes it. */
final class OnnxGraph {

  private final long opset;
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("made");
  private final SplittableRandom random = new SplittableRandom(3);

  /**
   * A graph without operators.
   *
   * @param input the sizes of x; 0 leaves one open
   */
  OnnxGraph(long opset, long... input) {
    this.opset = opset;
    var shape = TensorShapeProto.newBuilder();
    for (long size : input) {
      var dim = shape.addDimBuilder();
      if (size > 0) {
        dim.setDimValue(size);
      } else {
        dim.setDimParam("n");
      }
    }
    var x = info("x");
    x.getTypeBuilder().getTensorTypeBuilder().setShape(shape);
    graph.addInput(x);
  }

  private static ValueInfoProto.Builder info(String name) {
    var type = TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT_VALUE);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type));
  }

  /**
   * Adds a node.
   *
   * @param inputs and outputs, names with spaces between them; a dash stands for one left out
   */
  OnnxGraph node(String type, String inputs, String outputs, AttributeProto... attributes) {
    var node = NodeProto.newBuilder().setOpType(type).setName("node" + graph.getNodeCount());
    names(inputs).forEach(node::addInput);
    names(outputs).forEach(node::addOutput);
    graph.addNode(node.addAllAttribute(List.of(attributes)));
    return this;
  }

  private static List<String> names(String text) {
    return Arrays.stream(text.split(" "))
        .filter(name -> !name.isEmpty())
        .map(name -> name.equals("-") ? "" : name)
        .toList();
  }

  /** Adds a weight of random numbers from 0.2 to 1.2, which may be variances too. */
  OnnxGraph weight(String name, long... dims) {
    var tensor =
        TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT_VALUE);
    int size = 1;
    for (long dim : dims) {
      tensor.addDims(dim);
      size *= (int) dim;
    }
    for (int i = 0; i < size; i++) {
      tensor.addFloatData((float) random.nextDouble(0.2, 1.2));
    }
    graph.addInitializer(tensor);
    return this;
  }

  /** Adds a list of whole numbers, as shapes are given. */
  OnnxGraph integers(String name, long... values) {
    var tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT64_VALUE)
            .addDims(values.length);
    Arrays.stream(values).forEach(tensor::addInt64Data);
    graph.addInitializer(tensor);
    return this;
  }

  /** Adds a truth value. */
  OnnxGraph truth(String name, boolean value) {
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.BOOL_VALUE)
            .addInt32Data(value ? 1 : 0));
    return this;
  }

  /** The graph so far, for whatever else is to be changed. */
  GraphProto.Builder proto() {
    return graph;
  }

  /** A model that gives one of the values. */
  ModelProto gives(String output) {
    return ModelProto.newBuilder()
        .setIrVersion(opset < 20 ? 8 : 10)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset))
        .setGraph(graph.clone().clearOutput().addOutput(info(output)))
        .build();
  }

  static AttributeProto with(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value).build();
  }

  static AttributeProto with(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  static AttributeProto with(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  static AttributeProto with(String name, long[] values) {
    var attribute = AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
    Arrays.stream(values).forEach(attribute::addInts);
    return attribute.build();
  }

  static AttributeProto attribute(NodeProto node, String name) {
    return node.getAttributeList().stream()
        .filter(attribute -> attribute.getName().equals(name))
        .findFirst()
        .orElse(AttributeProto.getDefaultInstance());
  }

  static long integer(NodeProto node, String name, long absent) {
    var attribute = attribute(node, name);
    return attribute.hasI() ? attribute.getI() : absent;
  }

  static double number(NodeProto node, String name, double absent) {
    var attribute = attribute(node, name);
    return attribute.hasF() ? attribute.getF() : absent;
  }

  static String text(NodeProto node, String name) {
    return Objects.requireNonNull(attribute(node, name).getS().toStringUtf8());
  }

  static long[] integers(NodeProto node, String name, long... absent) {
    var list = attribute(node, name).getIntsList();
    return list.isEmpty() ? absent : list.stream().mapToLong(i -> i).toArray();
  }
}

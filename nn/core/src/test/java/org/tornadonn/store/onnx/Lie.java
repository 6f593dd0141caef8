package org.tornadonn.store.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** Something that a well-formed graph says and that is not so. */
record Lie(SplittableRandom random) {

  private static final List<String> OPERATORS =
      List.copyOf(new TreeSet<>(NodeReader.OPERATORS.keySet()));

  private <T> T any(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private long size() {
    return switch (random.nextInt(6)) {
      case 0 -> 0;
      case 1 -> -1;
      case 2 -> random.nextInt(1, 20);
      case 3 -> 1 << random.nextInt(31);
      case 4 -> random.nextLong();
      default -> Integer.MAX_VALUE - (long) random.nextInt(20);
    };
  }

  private static List<String> names(GraphProto.Builder graph) {
    var names = new ArrayList<>(List.of("", "nothing", graph.getInput(0).getName()));
    graph.getInitializerList().forEach(tensor -> names.add(tensor.getName()));
    graph.getNodeList().forEach(node -> names.addAll(node.getOutputList()));
    return names;
  }

  void tell(GraphProto.Builder graph) {
    if (graph.getNodeCount() == 0) {
      return;
    }
    var node = graph.getNodeBuilder(random.nextInt(graph.getNodeCount()));
    switch (random.nextInt(10)) {
      case 0 -> graph.removeNode(random.nextInt(graph.getNodeCount()));
      case 1 -> node.setOpType(any(OPERATORS));
      case 2 -> {
        if (node.getInputCount() > 0) {
          node.setInput(random.nextInt(node.getInputCount()), any(names(graph)));
        }
      }
      case 3 -> node.setOutput(0, any(names(graph)));
      case 4 -> graph.getOutputBuilder(0).setName(any(names(graph)));
      case 5 -> {
        int i = random.nextInt(graph.getNodeCount());
        var other = graph.getNode(i);
        graph.setNode(i, node.build());
        graph.addNode(other);
      }
      case 6 -> {
        var shape = graph.getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder();
        shape
            .getShapeBuilder()
            .getDimBuilder(random.nextInt(shape.getShape().getDimCount()))
            .setDimValue(size());
      }
      case 7 -> attribute(node.addAttributeBuilder());
      case 8 -> {
        if (node.getAttributeCount() > 0) {
          attribute(node.getAttributeBuilder(random.nextInt(node.getAttributeCount())));
        }
      }
      default -> {
        if (graph.getInitializerCount() > 0) {
          var tensor = graph.getInitializerBuilder(random.nextInt(graph.getInitializerCount()));
          switch (random.nextInt(4)) {
            case 0 -> tensor.addDims(size());
            case 1 -> tensor.setDataType(random.nextInt(20));
            case 2 -> tensor.setRawData(ByteString.copyFrom(new byte[random.nextInt(100)]));
            default -> {
              if (tensor.getDimsCount() > 0) {
                tensor.setDims(random.nextInt(tensor.getDimsCount()), size());
              }
            }
          }
        }
      }
    }
  }

  private void attribute(AttributeProto.Builder attribute) {
    if (attribute.getName().isEmpty()) {
      attribute.setName(
          any(List.of("pads", "strides", "kernel_shape", "axis", "transB", "alpha", "auto_pad")));
    }
    switch (random.nextInt(4)) {
      case 0 -> attribute.setType(AttributeProto.AttributeType.INT).setI(size());
      case 1 ->
          attribute.setType(AttributeProto.AttributeType.FLOAT).setF((float) random.nextDouble());
      case 2 -> {
        attribute.setType(AttributeProto.AttributeType.INTS);
        if (attribute.getIntsCount() > 0 && random.nextBoolean()) {
          attribute.setInts(random.nextInt(attribute.getIntsCount()), size());
        } else {
          attribute.addInts(size());
        }
      }
      default ->
          attribute
              .setType(AttributeProto.AttributeType.STRING)
              .setS(ByteString.copyFromUtf8(any(List.of("SAME_UPPER", "VALID", "x"))));
    }
  }
}

package org.tornadonn.store.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tornadonn.layer.Tensor;
import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.onnx.tensor.HostTensor;
import org.tornadonn.onnx.tensor.TensorWriter;

/**
 * Inputs that become constants of a graph, since a plan has to know them.
 *
 * @param numbers of inputs by name, for those that are needed
 * @param fixed those that were
 */
record Decided(Map<String, Tensor> numbers, Map<String, Tensor> fixed) {

  /** A graph with an input as a constant; null if its numbers are not given. */
  @Nullable GraphProto in(GraphProto graph, String name) {
    var tensor = numbers.get(name);
    if (tensor == null) {
      return null;
    }
    var without = graph.toBuilder().clearInput().clearNode();
    for (var input : graph.getInputList()) {
      if (input.getName().equals(name)) {
        without.addNode(constant(input, tensor));
      } else {
        without.addInput(input);
      }
    }
    fixed.put(name, tensor);
    return without.addAllNode(graph.getNodeList()).build();
  }

  private static NodeProto constant(ValueInfoProto input, Tensor tensor) {
    var type = ElementType.of(input.getType().getTensorType().getElemType());
    int[] dims = tensor.shape().toArray();
    float[] values = tensor.values();
    var typed =
        type.isFloating()
            ? HostTensor.fractions(type, dims, i -> values[i])
            : HostTensor.integers(type, dims, i -> (long) values[i]);
    return NodeProto.newBuilder()
        .setOpType("Constant")
        .setName(input.getName())
        .addOutput(input.getName())
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("value")
                .setType(AttributeType.TENSOR)
                .setT(TensorWriter.write(input.getName(), typed)))
        .build();
  }
}

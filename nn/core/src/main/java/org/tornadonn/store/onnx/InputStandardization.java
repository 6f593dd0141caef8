package org.tornadonn.store.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tornadonn.layer.Tensor;
import org.tornadonn.plan.Shape;
import org.tornadonn.store.ModelDescription;

/**
 * What is done to a classifier's inputs, as the first operators of its graph: {@code (input − mean)
 * / deviation}, in float32. A model that is read does without them: its description says the same.
 *
 * @param mean {@code (channels, 1, 1)} of pictures, {@code (columns)} of rows
 * @param deviation of the same shape
 */
record InputStandardization(Tensor mean, Tensor deviation) {

  private static final String SUBTRACT = "Sub";
  private static final String DIVIDE = "Div";

  /** That of a model; empty if it is no classifier. */
  static Optional<InputStandardization> of(ModelDescription description) {
    var classification = description.classification();
    if (classification == null) {
      return Optional.empty();
    }
    int groups = classification.mean().size();
    var shape = description.input().rank() == 3 ? Shape.of(groups, 1, 1) : Shape.of(groups);
    return Optional.of(
        new InputStandardization(
            tensor(shape, classification.mean()), tensor(shape, classification.deviation())));
  }

  private static Tensor tensor(Shape shape, List<Double> numbers) {
    float[] values = new float[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.get(i).floatValue();
    }
    return new Tensor(shape, values);
  }

  /**
   * The operators.
   *
   * @param from the value that they take
   * @param between the value between them
   * @param to the value that they make
   */
  List<NodeProto> nodes(String from, String mean, String between, String deviation, String to) {
    return List.of(
        node(SUBTRACT, "standardize.mean", from, mean, between),
        node(DIVIDE, "standardize.deviation", between, deviation, to));
  }

  private static NodeProto node(String type, String name, String a, String b, String output) {
    return NodeProto.newBuilder()
        .setOpType(type)
        .setName(name)
        .addInput(a)
        .addInput(b)
        .addOutput(output)
        .build();
  }

  /**
   * The operators of a graph that do this to its input.
   *
   * @return empty if there are none, or something else takes the input too
   */
  Optional<Found> in(List<NodeProto> nodes, String input, Constants constants) {
    var subtract = sole(nodes, SUBTRACT, input, mean, constants);
    if (subtract == null) {
      return Optional.empty();
    }
    var divide = sole(nodes, DIVIDE, subtract.getOutput(0), deviation, constants);
    return divide == null
        ? Optional.empty()
        : Optional.of(new Found(List.of(subtract, divide), divide.getOutput(0)));
  }

  /**
   * Operators that standardize a graph's input.
   *
   * @param output the value that they make
   */
  record Found(List<NodeProto> nodes, String output) {}

  /** The one taker of a value, if it does this with it. */
  private static @Nullable NodeProto sole(
      List<NodeProto> nodes, String type, String value, Tensor by, Constants constants) {
    var takers = nodes.stream().filter(node -> node.getInputList().contains(value)).toList();
    if (takers.size() != 1) {
      return null;
    }
    var node = takers.getFirst();
    boolean fits =
        node.getOpType().equals(type)
            && node.getInputCount() == 2
            && node.getInput(0).equals(value)
            && node.getOutputCount() == 1
            && constants.has(node.getInput(1));
    if (!fits) {
      return null;
    }
    var tensor = constants.floats(node.getInput(1));
    return tensor.shape().equals(by.shape()) && Arrays.equals(tensor.values(), by.values())
        ? node
        : null;
  }
}

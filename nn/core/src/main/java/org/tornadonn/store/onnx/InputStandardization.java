package org.tornadonn.store.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tornadonn.layer.Tensor;
import org.tornadonn.plan.Shape;
import org.tornadonn.store.ModelDescription;

/**
 * What is done to a classifier's inputs, as the first operators of its graph: {@code (input − mean)
 * / deviation}, in float32. A model that is read does without them: its description says the same.
 *
 * <p>A mean of many deviations has digits that float32 leaves off and that count: they are
 * subtracted next. The first difference is exact near the mean, so that the result has all the
 * digits of float32, on every execution provider; float64 would need ones that have it.
 *
 * @param mean {@code (channels, 1, 1)} of pictures, {@code (columns)} of rows
 * @param rest what float32 leaves off the mean; null if it does not count
 * @param deviation of the shape of the mean
 * @see <a href="https://doi.org/10.1007/BF01397083">Dekker, A floating-point technique for
 *     extending the available precision, 1971: a number as the sum of two</a>
 */
record InputStandardization(Tensor mean, @Nullable Tensor rest, Tensor deviation) {

  /** As many deviations are less than float32 can tell from 1. */
  private static final double COUNTS = 1e-7;

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
    var mean = classification.mean();
    var deviation = classification.deviation();
    var rest = mean.stream().map(m -> m - m.floatValue()).toList();
    boolean counts =
        IntStream.range(0, groups).anyMatch(i -> Math.abs(rest.get(i)) > COUNTS * deviation.get(i));
    return Optional.of(
        new InputStandardization(
            tensor(shape, mean), counts ? tensor(shape, rest) : null, tensor(shape, deviation)));
  }

  private static Tensor tensor(Shape shape, List<Double> numbers) {
    float[] values = new float[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.get(i).floatValue();
    }
    return new Tensor(shape, values);
  }

  /**
   * Adds the operators and their constants.
   *
   * @param from the value that they take
   * @param to the value that they make
   * @param unique makes names that nothing else in the graph has
   */
  void addTo(GraphProto.Builder graph, String from, String to, UnaryOperator<String> unique) {
    var centred = unique.apply("input.centred");
    add(graph, SUBTRACT, "mean", from, mean, centred, unique);
    if (rest != null) {
      var closer = unique.apply("input.centred.rest");
      add(graph, SUBTRACT, "mean.rest", centred, rest, closer, unique);
      centred = closer;
    }
    add(graph, DIVIDE, "deviation", centred, deviation, to, unique);
  }

  private static void add(
      GraphProto.Builder graph,
      String type,
      String what,
      String from,
      Tensor by,
      String to,
      UnaryOperator<String> unique) {
    var constant = unique.apply("input." + what);
    graph.addInitializer(GraphWriter.tensor(constant, by));
    graph.addNode(node(type, "standardize." + what, from, constant, to));
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
    var found = new ArrayList<NodeProto>();
    var subtract = sole(nodes, SUBTRACT, input, mean, constants);
    if (subtract == null) {
      return Optional.empty();
    }
    found.add(subtract);
    // Files of before the rest was subtracted do without it.
    var closer =
        rest == null ? null : sole(nodes, SUBTRACT, subtract.getOutput(0), rest, constants);
    if (closer != null) {
      found.add(closer);
    }
    var divide = sole(nodes, DIVIDE, found.getLast().getOutput(0), deviation, constants);
    if (divide == null) {
      return Optional.empty();
    }
    found.add(divide);
    return Optional.of(new Found(found, divide.getOutput(0)));
  }

  /**
   * Operators that standardize a graph's input.
   *
   * @param output the value that they make
   */
  record Found(List<NodeProto> nodes, String output) {

    Found {
      nodes = List.copyOf(nodes);
    }
  }

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
            && GraphReader.isStandard(node.getDomain())
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

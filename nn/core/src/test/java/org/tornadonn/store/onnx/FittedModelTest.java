package org.tornadonn.store.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Tensor;
import org.tornadonn.plan.Shape;
import org.tornadonn.store.ModelFileException;
import org.tornadonn.train.Predictor;

/** Files of which a plan cannot be made before the numbers of an input are known. */
class FittedModelTest {

  @TempDir Path temp;

  private static AttributeProto graph(String name, String operator, String... inputs) {
    var node = NodeProto.newBuilder().setOpType(operator).addAllInput(List.of(inputs));
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.GRAPH)
        .setG(
            GraphProto.newBuilder()
                .addNode(node.addOutput(name))
                .addOutput(ValueInfoProto.newBuilder().setName(name)))
        .build();
  }

  private static void whole(OnnxGraph graph, String name) {
    var x = graph.proto().getInput(0).toBuilder().setName(name);
    x.getTypeBuilder()
        .getTensorTypeBuilder()
        .setElemType(TensorProto.DataType.INT64_VALUE)
        .getShapeBuilder()
        .clearDim();
    graph.proto().addInput(x);
  }

  /** Sums rows at a rate of 16, else doubles them: results of several sizes. */
  private Path branching() throws IOException {
    var graph = new OnnxGraph(17, 0, 3).integers("sixteen", 16).integers("axes", 1);
    whole(graph, "rate");
    graph
        .node("Equal", "rate sixteen", "slow")
        .node(
            "If",
            "slow",
            "y",
            graph("then_branch", "ReduceSum", "x", "axes"),
            graph("else_branch", "Add", "x", "x"));
    return Files.write(temp.resolve("branching.onnx"), graph.gives("y").toByteArray());
  }

  /** The first numbers of each row, as many as an input says. */
  private Path cutting() throws IOException {
    var graph = new OnnxGraph(17, 0, 3).integers("zero", 0).integers("one", 1);
    whole(graph, "count");
    graph.node("Reshape", "count one", "counts").node("Slice", "x zero counts one", "y");
    return Files.write(temp.resolve("cutting.onnx"), graph.gives("y").toByteArray());
  }

  private static float[] predict(Model model, float... x) {
    try (var predictor = new Predictor(model, Device.jvm())) {
      return predictor.predict(x, x.length / 3);
    }
  }

  private static Map<String, Tensor> given(String name, float number) {
    return Map.of("x", Tensor.full(Shape.of(2, 3), 0), name, Tensor.full(Shape.of(), number));
  }

  @Test
  void takesTheBranchOfAnInput() throws IOException {
    var file = branching();
    var sums = OnnxFile.readFor(file, given("rate", 16));
    assertEquals(Map.of("rate", Tensor.full(Shape.of(), 16)).keySet(), sums.fixed().keySet());
    assertEquals(1, sums.model().inputs().ports().size());
    assertArrayEquals(new float[] {6, 15}, predict(sums.model(), 1, 2, 3, 4, 5, 6));
    var doubled = OnnxFile.readFor(file, given("rate", 8)).model();
    assertArrayEquals(new float[] {2, 4, 6}, predict(doubled, 1, 2, 3));
  }

  @Test
  void takesSizesOfAnInput() throws IOException {
    var two = OnnxFile.readFor(cutting(), given("count", 2)).model();
    assertEquals(Shape.of(2), two.output());
    assertArrayEquals(new float[] {1, 2, 4, 5}, predict(two, 1, 2, 3, 4, 5, 6));
  }

  @Test
  void saysWhichInputIsNeeded() throws IOException {
    for (var file : List.of(branching(), cutting())) {
      var refused =
          assertThrows(
              ModelFileException.class,
              () ->
                  OnnxFile.read(
                      file, Map.of("x", Shape.of(1, 3), "rate", Shape.of(), "count", Shape.of())));
      var words = String.valueOf(refused.getMessage());
      assertTrue(
          words.contains("needs the numbers of its input '")
              && words.contains("OnnxFile.readFor(file, tensors)"),
          words);
    }
  }

  @Test
  void fixesNoInputThatIsNotNeeded() throws IOException {
    var graph = new OnnxGraph(17, 0, 3).node("Neg", "x", "y").gives("y");
    var file = Files.write(temp.resolve("neg.onnx"), graph.toByteArray());
    var read = OnnxFile.readFor(file, Map.of("x", Tensor.full(Shape.of(2, 3), 1)));
    assertTrue(read.fixed().isEmpty());
    assertArrayEquals(new float[] {-1, -2, -3}, predict(read.model(), 1, 2, 3));
  }
}

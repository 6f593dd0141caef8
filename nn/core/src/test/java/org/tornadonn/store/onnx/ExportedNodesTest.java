package org.tornadonn.store.onnx;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Layers;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.RNN;
import org.tornadonn.plan.Shape;
import org.tornadonn.store.ModelDescription;

/** What ONNX has one operator for is written with that, so that other programs make it fast. */
class ExportedNodesTest {

  /** Operators that put sizes, axes and weights in order. */
  private static final Set<String> AROUND =
      Set.of(
          "Constant",
          "Identity",
          "Transpose",
          "Reshape",
          "Shape",
          "Slice",
          "Concat",
          "Unsqueeze",
          "Squeeze",
          "Mul",
          "Add",
          "Expand",
          "Cast");

  @TempDir Path temp;

  record Case(String name, Layer layer, Shape input, String operators) {

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> cases() {
    var image = Shape.of(4, 5, 6);
    var rows = Shape.of(5, 4);
    return List.of(
        new Case("lstm", Layers.lstm(4, 3), rows, "{LSTM=1}"),
        new Case("both ways", Layers.lstm(4, 3).numLayers(2).bidirectional(true), rows, "{LSTM=4}"),
        new Case("gru", Layers.gru(4, 3), rows, "{GRU=1}"),
        new Case("rnn", Layers.rnn(4, 3).nonlinearity(RNN.Nonlinearity.RELU), rows, "{RNN=1}"),
        new Case("layerNorm", Layers.layerNorm(4), rows, "{LayerNormalization=1}"),
        new Case("instanceNorm", Layers.instanceNorm2d(4), image, "{InstanceNormalization=1}"),
        new Case("gelu", Layers.gelu(), rows, "{Gelu=1}"),
        new Case("silu", Layers.silu(), rows, "{Sigmoid=1}"),
        new Case("hardswish", Layers.hardswish(), rows, "{HardSwish=1}"),
        new Case("hardsigmoid", Layers.hardsigmoid(), rows, "{HardSigmoid=1}"),
        new Case("prelu", Layers.prelu(4), image, "{PRelu=1}"),
        new Case("softsign", Layers.softsign(), image, "{Softsign=1}"),
        new Case("upsample", Layers.upsample(2), image, "{Resize=1}"),
        new Case("pixelShuffle", Layers.pixelShuffle(2), image, "{DepthToSpace=1}"),
        new Case("linear", Layers.linear(4, 3), rows, "{Gemm=1}"),
        new Case(
            "attention", Layers.multiheadAttention(4, 2), rows, "{Gemm=2, MatMul=2, Softmax=1}"),
        new Case(
            "encoder",
            Layers.transformerEncoderLayer(4, 2),
            rows,
            "{Gemm=4, LayerNormalization=2, MatMul=2, Relu=1, Softmax=1}"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void operators(Case given) throws IOException {
    var file = temp.resolve("model.onnx");
    OnnxFile.write(file, new Model(given.layer, given.input, 1), ModelDescription.CUSTOM);
    var written = ModelProto.parseFrom(Files.readAllBytes(file)).getGraph().getNodeList();
    var counts =
        written.stream()
            .map(NodeProto::getOpType)
            .filter(type -> !AROUND.contains(type))
            .collect(groupingBy(type -> type, TreeMap::new, counting()));
    assertEquals(
        given.operators,
        counts.toString(),
        () -> written.stream().map(NodeProto::getOpType).toList().toString());
  }
}

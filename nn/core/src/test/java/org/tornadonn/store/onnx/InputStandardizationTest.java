package org.tornadonn.store.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.lazyLinear;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.data.Standardization;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;
import org.tornadonn.store.Classification;
import org.tornadonn.store.Classification.Table;
import org.tornadonn.store.ModelDescription;
import org.tornadonn.store.ModelFile;
import org.tornadonn.store.onnx.OnnxFile.Inputs;
import org.tornadonn.train.Predictor;

/** A classifier's inputs are standardized once, whoever runs its file. */
class InputStandardizationTest {

  private static final int N = 3;
  private static final List<String> CLASSES = List.of("a", "b", "c");

  /** A column whose mean is 600,000 deviations away from 0, and no number of float32. */
  private static final ModelFile FAR =
      described(
          new Model(sequential(linear(2, 5), relu(), linear(5, 3)), Shape.of(2), 3),
          List.of(1_234_567.03, 0.5),
          List.of(2.0, 1.0),
          List.of("time", "y"));

  @TempDir Path temp;

  /** Rows with columns far from 0, and pictures whose padding must stay 0. */
  static List<ModelFile> classifiers() {
    var rows = new Model(sequential(linear(2, 5), relu(), linear(5, 3)), Shape.of(2), 1);
    var pictures =
        new Model(
            sequential(conv2d(3, 4, 3).padding(1), relu(), flatten(), lazyLinear(3)),
            Shape.of(3, 5, 4),
            2);
    return List.of(
        described(rows, List.of(5000.0, -0.01), List.of(900.0, 0.02), List.of("x", "y")),
        FAR,
        described(pictures, List.of(0.45, 0.5, 0.3), List.of(0.2, 0.25, 0.3), null));
  }

  private static ModelFile described(
      Model model, List<Double> mean, List<Double> deviation, @Nullable List<String> columns) {
    var table = columns == null ? null : new Table(columns, "class");
    return new ModelFile(
        model, ModelDescription.of(model, new Classification(CLASSES, mean, deviation, table)));
  }

  private static Standardization standardization(ModelFile content) {
    var classification = content.description().classification();
    return classification == null
        ? new Standardization(List.of(0.0), List.of(1.0))
        : new Standardization(classification.mean(), classification.deviation());
  }

  /** Inputs as they are read: mean and deviation are those that the model knows. */
  private static float[] raw(ModelFile content) {
    float[] x = OnnxExportTest.numbers(N * content.model().input().size());
    var by = standardization(content);
    int part = content.model().input().size() / by.mean().size();
    for (int i = 0; i < x.length; i++) {
      int group = i / part % by.mean().size();
      x[i] = (float) (x[i] * by.deviation().get(group) + by.mean().get(group));
    }
    return x;
  }

  private static float[] standardized(ModelFile content) {
    float[] x = raw(content);
    int length = content.model().input().size();
    for (int i = 0; i < N; i++) {
      standardization(content).apply(x, i * length, length);
    }
    return x;
  }

  private static float[] predicted(ModelFile content) {
    try (var predictor = new Predictor(content.model(), N, Device.jvm())) {
      return predictor.predict(standardized(content), N);
    }
  }

  private static List<String> operators(Path file) throws IOException {
    return ModelProto.parseFrom(Files.readAllBytes(file)).getGraph().getNodeList().stream()
        .map(NodeProto::getOpType)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void onnxRuntimeTakesRawInputs(ModelFile content) throws Exception {
    var runtime = OnnxRuntime.found();
    var file = temp.resolve("raw.onnx");
    OnnxFile.write(file, content);
    assertArrayEquals(predicted(content), runtime.run(file, raw(content)), 2e-5f);
    OnnxFile.write(file, content, Inputs.STANDARDIZED);
    assertArrayEquals(predicted(content), runtime.run(file, standardized(content)), 2e-5f);
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void isReadAsTheSameModelEitherWay(ModelFile content) throws IOException {
    var raw = temp.resolve("raw.onnx");
    var plain = temp.resolve("standardized.onnx");
    OnnxFile.write(raw, content);
    OnnxFile.write(plain, content, Inputs.STANDARDIZED);
    var expected = content.equals(FAR) ? List.of("Sub", "Sub", "Div") : List.of("Sub", "Div");
    assertEquals(expected, operators(raw).subList(0, expected.size()));
    assertFalse(operators(plain).contains("Sub"));
    for (var file : List.of(raw, plain)) {
      var read = OnnxFile.read(file);
      assertEquals(content.description().classification(), read.description().classification());
      assertArrayEquals(predicted(content), predicted(read));
      var again = temp.resolve("again.onnx");
      OnnxFile.write(again, read);
      assertEquals(operators(raw), operators(again));
    }
  }

  /** Files of before the rest of a mean was subtracted. */
  @Test
  void oneSubtractionIsReadToo() throws IOException {
    var file = temp.resolve("one.onnx");
    OnnxFile.write(file, FAR);
    var written = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
    var graph = written.getGraphBuilder();
    graph.getNodeBuilder(2).setInput(0, graph.getNode(0).getOutput(0));
    graph.removeNode(1);
    graph.removeInitializer(1);
    Files.write(file, written.build().toByteArray());
    assertArrayEquals(predicted(FAR), predicted(OnnxFile.read(file)));
  }

  /** What is not the description's would be lost if it were left out. */
  @Test
  void anotherStandardizationIsNotLeftOut() throws IOException {
    var content = classifiers().getFirst();
    var file = temp.resolve("other.onnx");
    OnnxFile.write(file, content);
    var written = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
    for (var property : written.getMetadataPropsBuilderList()) {
      property.setValue(property.getValue().replace("5000.0", "5001.0"));
    }
    Files.write(file, written.build().toByteArray());
    var read = OnnxFile.read(file).model();
    // It stays in the graph, which is then read as a whole.
    assertInstanceOf(org.tornadonn.onnx.OnnxGraph.class, read.layer());
  }
}

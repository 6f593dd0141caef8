package org.tornadonn.store.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.adaptiveAvgPool2d;
import static org.tornadonn.layer.Layers.avgPool2d;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.gelu;
import static org.tornadonn.layer.Layers.lazyLinear;
import static org.tornadonn.layer.Layers.leakyRelu;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.maxPool2d;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;
import static org.tornadonn.layer.Layers.softmax;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Layers;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.OrientationModel;
import org.tornadonn.layer.Signature;
import org.tornadonn.layer.Tensor;
import org.tornadonn.layer.Values;
import org.tornadonn.op.F;
import org.tornadonn.op.activation.GELU.Approximate;
import org.tornadonn.op.arithmetic.Add;
import org.tornadonn.op.loss.CrossEntropy;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;
import org.tornadonn.store.ModelDescription;
import org.tornadonn.store.ModelFileException;
import org.tornadonn.train.Predictor;

class OnnxExportTest {

  private static final int BATCH = 3;

  @TempDir Path temp;

  /** A model that says what it is. */
  record Case(String name, Model model) {

    Case(String name, Layer layer, int... input) {
      this(name, new Model(layer, Shape.of(input), 7));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** A value beside what layers make of it: twice the same layer, then the sum. */
  private static Layer residual(Layer inner) {
    return (scope, x) ->
        scope.apply(new Add(), x, scope.call("inner", inner, scope.call("inner", inner, x)));
  }

  static final List<Case> CASES =
      List.of(
          new Case(
              "nested, uneven windows",
              sequential(
                  named(
                      "conv",
                      conv2d(2, 5, 3, 2).stride(2, 1).padding(1, 2),
                      relu(),
                      maxPool2d(3, 2).padding(1)),
                  named("flatten", flatten()),
                  named("fc", lazyLinear(7).bias(false), relu(), linear(7, 3))),
              2,
              13,
              9),
          new Case("without a bias", sequential(conv2d(1, 4, 5).bias(false)), 1, 11, 7),
          new Case("one layer", linear(5, 4), 5),
          new Case("a residual block", sequential(residual(linear(6, 6)), relu()), 6),
          new Case(
              "names that are taken",
              sequential(
                  named("input", linear(4, 4)),
                  named("output", relu()),
                  named("output_2", linear(4, 4))),
              4),
          new Case(
              "activations and means",
              sequential(
                  conv2d(2, 3, 3),
                  leakyRelu(0.2f),
                  avgPool2d(3, 2).padding(1).countIncludePad(false),
                  Layers.residual(conv2d(3, 3, 3).padding(1), Layers.sigmoid()),
                  softmax(1),
                  avgPool2d(2).padding(1),
                  Layers.tanh(),
                  adaptiveAvgPool2d(3, 1),
                  flatten(),
                  linear(9, 5),
                  softmax(-1)),
              2,
              12,
              9),
          new Case("mean of all", sequential(conv2d(1, 3, 3), adaptiveAvgPool2d(1, 1)), 1, 9, 8),
          new Case(
              "Gelu is newer",
              sequential(linear(5, 4), gelu(), linear(4, 3), gelu(Approximate.TANH)),
              5),
          new Case("batch norm and dropout", trained()),
          new Case("orientation", OrientationModel.layers(), 1, 32, 32));

  /** Running statistics that make a difference. */
  private static Model trained() {
    var model =
        new Model(
            sequential(
                Layers.batchNorm2d(2).eps(0.01f),
                conv2d(2, 3, 3),
                Layers.batchNorm2d(3),
                Layers.dropout(0.3f),
                Layers.batchNorm2d(3).affine(false),
                relu(),
                flatten(),
                lazyLinear(4)),
            Shape.of(2, 5, 4),
            3);
    var state = new LinkedHashMap<>(model.state());
    for (var name : List.of("0.running_mean", "0.running_var", "2.running_mean", "2.bias")) {
      var shape = Objects.requireNonNull(state.get(name)).shape();
      float[] values = numbers(shape.size());
      for (int i = 0; i < values.length; i++) {
        values[i] += 1.5f;
      }
      state.put(name, new Tensor(shape, values));
    }
    model.load(state, true);
    return model;
  }

  static float[] numbers(int size) {
    var random = new SplittableRandom(5);
    float[] x = new float[size];
    for (int i = 0; i < size; i++) {
      x[i] = (float) random.nextDouble(-1, 1);
    }
    return x;
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void onnxRuntimeGivesTheSameNumbers(Case given) throws Exception {
    var runtime = OnnxRuntime.found();
    var file = temp.resolve("m.onnx");
    OnnxFile.write(file, given.model, ModelDescription.CUSTOM);
    float[] x = numbers(BATCH * given.model.input().size());
    float[] expected = runtime.run(file, x);
    try (var predictor = new Predictor(given.model, BATCH, Device.jvm())) {
      float[] y = predictor.predict(x, BATCH);
      float largest = 0;
      for (float value : expected) {
        largest = Math.max(largest, Math.abs(value));
      }
      assertTrue(largest > 1e-3, "too small to compare: " + largest);
      assertArrayEquals(expected, y, 1e-5f * largest);
    }
  }

  @Test
  void noLayerAtAll() throws Exception {
    var runtime = OnnxRuntime.found();
    var file = temp.resolve("m.onnx");
    OnnxFile.write(file, new Model(sequential(), Shape.of(4), 1), ModelDescription.CUSTOM);
    assertArrayEquals(numbers(12), runtime.run(file, numbers(12)));
  }

  private ModelProto written(Model model, String task) throws IOException {
    var file = temp.resolve("m.onnx");
    OnnxFile.write(file, model, task);
    return ModelProto.parseFrom(Files.readAllBytes(file));
  }

  private static <T> List<T> each(ModelProto model, Function<NodeProto, T> of) {
    return model.getGraph().getNodeList().stream().map(of).toList();
  }

  @Test
  void isCalledAsInPyTorch() throws IOException {
    var model = written(CASES.getFirst().model, ModelDescription.CUSTOM);
    assertEquals(
        List.of("Conv", "Relu", "MaxPool", "Flatten", "Gemm", "Relu", "Gemm"),
        each(model, NodeProto::getOpType));
    assertEquals(
        List.of("conv.0", "conv.1", "conv.2", "flatten", "fc.0", "fc.1", "fc.2"),
        each(model, NodeProto::getName));
    var graph = model.getGraph();
    assertEquals(
        List.of("conv.0.weight", "conv.0.bias", "fc.0.weight", "fc.2.weight", "fc.2.bias"),
        graph.getInitializerList().stream().map(tensor -> tensor.getName()).toList());
    assertEquals("input", graph.getInput(0).getName());
    assertEquals("output", graph.getOutput(0).getName());
    var dims = graph.getInput(0).getType().getTensorType().getShape().getDimList();
    assertEquals("batch", dims.getFirst().getDimParam());
    assertEquals(
        List.of(2L, 13L, 9L), dims.stream().skip(1).map(dim -> dim.getDimValue()).toList());
  }

  @Test
  void saysWhatItIsFor() throws IOException {
    var orientation = new Model(OrientationModel.layers(), OrientationModel.input(32), 1);
    var metadata = written(orientation, ModelDescription.ORIENTATION).getMetadataPropsList();
    assertEquals(ModelDescription.KEY, metadata.getFirst().getKey());
    var text = metadata.getFirst().getValue();
    assertTrue(text.contains("\"task\":\"orientation\""), text);
    assertTrue(text.contains("\"imageSize\":32"), text);
    assertTrue(text.contains("\"layers\":null"), text);
  }

  @Test
  void sameModelSameBytes() throws IOException {
    var model = CASES.getFirst().model;
    OnnxFile.write(temp.resolve("1"), model, ModelDescription.CUSTOM);
    OnnxFile.write(temp.resolve("2"), model, ModelDescription.CUSTOM);
    assertEquals(-1, Files.mismatch(temp.resolve("1"), temp.resolve("2")));
  }

  @Test
  void operationsThatOnnxDoesNotHaveAreNamed() throws IOException {
    Layer own =
        (scope, x) -> {
          scope.apply(new CrossEntropy(), x, F.argmax(x, 1, false));
          return scope.apply(new CrossEntropy(), x, F.argmax(x, 1, false));
        };
    var model =
        new Model(
            (scope, in) ->
                Values.of("y", F.expand(scope.call("own", own, in.get("x")), Shape.of(1))),
            Signature.of("x", Shape.of(1, 3)).whole(),
            1);
    var file = Files.writeString(temp.resolve("m.onnx"), "old");
    refused(file, model, "'cross_entropy' of layer 'own' has no operator in ONNX");
    assertEquals("old", Files.readString(file));
  }

  /** A model whose graph is another one for each number of samples. */
  @Test
  void whatHangsOnTheNumberOfSamplesIsNamed() {
    var file = temp.resolve("m.onnx");
    Layer steps = (scope, x) -> F.stack(0, F.unbind(F.mul(x, 2), 0).toArray(Value[]::new));
    refused(file, new Model(steps, Shape.of(3), 1), "applies other operations");
    Layer taken =
        (scope, x) -> {
          int n = x.shape().dim(0);
          return F.indexSelect(x, 0, IntStream.range(0, n).map(i -> i * i % n).toArray());
        };
    refused(
        file,
        new Model(sequential(named("taken", taken)), Shape.of(3), 1),
        "'axis_map' of layer 'taken' maps the axis of samples");
    Layer numbers =
        (scope, x) -> {
          float[] own = numbers(x.shape().dim(0));
          return F.mul(x, x.tape().constant("own", Shape.of(own.length, 1), own));
        };
    refused(file, new Model(numbers, Shape.of(3), 1), "numbers 'own' that differ");
  }

  private static void refused(Path file, Model model, String said) {
    var e =
        assertThrows(
            ModelFileException.class, () -> OnnxFile.write(file, model, ModelDescription.CUSTOM));
    assertTrue(String.valueOf(e.getMessage()).contains(said), e.getMessage());
  }
}

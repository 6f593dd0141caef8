package org.tornadonn.store.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.OrientationModel;
import org.tornadonn.plan.Shape;
import org.tornadonn.store.ModelDescription;
import org.tornadonn.store.ModelFile;
import org.tornadonn.store.ModelFileException;
import org.tornadonn.train.Predictor;

class OnnxImportTest {

  @TempDir Path temp;

  private static void assertGives(float[] y, Model model, float[] x, float tolerance) {
    float largest = 0;
    for (float value : y) {
      largest = Math.max(largest, Math.abs(value));
    }
    int n = x.length / model.input().size();
    try (var predictor = new Predictor(model, n, Device.jvm())) {
      assertArrayEquals(y, predictor.predict(x, n), tolerance * largest);
    }
  }

  @ParameterizedTest
  @MethodSource("org.tornadonn.store.onnx.Fixture#read")
  void givesWhatOnnxRuntimeGives(Fixture.Read fixture) {
    var read = OnnxFile.read(Fixture.file(fixture.file()));
    assertEquals(fixture.input(), read.model().input());
    assertEquals(ModelDescription.CUSTOM, read.description().task());
    assertGives(fixture.y(), read.model(), fixture.x(), 1e-5f);
  }

  /** What is read can be kept as a model file of its own, layers included. */
  @ParameterizedTest
  @MethodSource("org.tornadonn.store.onnx.Fixture#read")
  void canBeSaved(Fixture.Read fixture) {
    var file = temp.resolve("m.safetensors");
    ModelFile.save(
        file, OnnxFile.read(Fixture.file(fixture.file())).model(), ModelDescription.CUSTOM);
    assertGives(fixture.y(), ModelFile.load(file).model(), fixture.x(), 1e-5f);
  }

  @ParameterizedTest
  @MethodSource("org.tornadonn.store.onnx.Fixture#refused")
  void saysWhatItDoesNotRead(Fixture.Refused fixture) {
    var file = Fixture.file(fixture.file());
    var e = assertThrows(ModelFileException.class, () -> OnnxFile.read(file));
    var message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith(file + " "), message);
    assertEquals(1, message.lines().count(), message);
    boolean open = message.contains("leaves sizes of its input");
    assertTrue(open || message.contains(" is not supported by tornado-nn: it "), message);
    for (var words : fixture.words()) {
      assertTrue(message.contains(words), message);
    }
  }

  @ParameterizedTest
  @FieldSource("org.tornadonn.store.onnx.OnnxExportTest#CASES")
  void readsWhatItWrites(OnnxExportTest.Case given) throws IOException {
    var model = given.model();
    OnnxFile.write(temp.resolve("1"), model, ModelDescription.CUSTOM);
    var again = OnnxFile.read(temp.resolve("1")).model();
    assertEquals(model.input(), again.input());
    assertEquals(model.output(), again.output());
    float[] x = OnnxExportTest.numbers(2 * model.input().size());
    try (var predictor = new Predictor(model, 2, Device.jvm())) {
      // The same numbers, but where a batch normalization went into the layer before it.
      float tolerance = model.values().length == again.values().length ? 0 : 1e-5f;
      assertGives(predictor.predict(x, 2), again, x, tolerance);
    }
    OnnxFile.write(temp.resolve("2"), again, ModelDescription.CUSTOM);
    var third = OnnxFile.read(temp.resolve("2")).model();
    assertEquals(again.state().keySet(), third.state().keySet());
    assertArrayEquals(again.values(), third.values());
  }

  @Test
  void namesAndDescriptionComeBack() {
    var model = new Model(OrientationModel.layers(), OrientationModel.input(32), 1);
    var file = temp.resolve("m.onnx");
    OnnxFile.write(file, model, ModelDescription.ORIENTATION);
    var read = OnnxFile.read(file);
    assertEquals(model.state().keySet(), read.model().state().keySet());
    assertArrayEquals(model.values(), read.model().values());
    assertEquals(
        ModelDescription.of(model, ModelDescription.ORIENTATION).preprocessing(),
        read.description().preprocessing());
  }

  @Test
  void namesAreThoseOfPyTorch() {
    assertEquals(
        List.of(
            "conv.0.bias", "conv.0.weight", "fc.0.bias", "fc.0.weight", "fc.3.bias", "fc.3.weight"),
        OnnxFile.read(Fixture.file("torch_cnn.onnx")).model().state().keySet().stream()
            .sorted()
            .toList());
  }

  @Test
  void sizesThatTheFileLeavesOpen() {
    var file = Fixture.file("open_size.onnx");
    assertEquals(Shape.of(1, 7, 7), OnnxFile.read(file, 7).model().input());
    assertEquals(Shape.of(1, 3, 5), OnnxFile.read(file, Shape.of(1, 5, 7)).model().output());
    for (var wrong : List.of(Shape.of(2, 5, 7), Shape.of(1, 2, 7), Shape.of(1, 5), Shape.of())) {
      assertThrows(ModelFileException.class, () -> OnnxFile.read(file, wrong));
    }
    var fixed = Fixture.file("torch_cnn.onnx");
    assertEquals(Shape.of(1, 13, 7), OnnxFile.read(fixed, 50).model().input());
    var e = assertThrows(ModelFileException.class, () -> OnnxFile.read(fixed, Shape.of(1, 13, 9)));
    assertTrue(String.valueOf(e.getMessage()).contains("not 9 on axis 3"), e.getMessage());
  }

  @Test
  void whatIsNoOnnxFile() throws IOException {
    for (var bytes :
        List.of(new byte[0], new byte[] {1, 2, 3}, "{\"a\":1}".getBytes(StandardCharsets.UTF_8))) {
      var file = Files.write(temp.resolve("m.onnx"), bytes);
      assertThrows(ModelFileException.class, () -> OnnxFile.read(file));
    }
    assertThrows(ModelFileException.class, () -> OnnxFile.read(temp));
    assertThrows(ModelFileException.class, () -> OnnxFile.read(temp.resolve("none.onnx")));
  }
}

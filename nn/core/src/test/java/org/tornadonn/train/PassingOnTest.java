package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.dropout;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.residual;
import static org.tornadonn.layer.Layers.sequential;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.tornadonn.device.Device;
import org.tornadonn.device.Devices;
import org.tornadonn.layer.Identity;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Summary;
import org.tornadonn.plan.Shape;
import org.tornadonn.store.ModelDescription;
import org.tornadonn.store.ModelFile;
import org.tornadonn.store.onnx.OnnxFile;

/** Models that compute nothing: they reshape, drop out in training alone, or pass on what comes. */
class PassingOnTest {

  @TempDir Path temp;

  private static final int N = 5;

  /** A network that gives a multiple of its input. */
  record Case(String name, Layer layer, int times) {

    @Override
    public String toString() {
      return name;
    }

    Model model() {
      return new Model(layer, Shape.of(2, 3), 1);
    }
  }

  static final List<Case> CASES =
      List.of(
          new Case("nothing", sequential(), 1),
          new Case("identity", new Identity(), 1),
          new Case("flatten", flatten(), 1),
          new Case("flatten twice", sequential(flatten(), flatten()), 1),
          new Case("dropout", dropout(0.5f), 1),
          new Case("dropout and flatten", sequential(dropout(0.5f), flatten()), 1),
          new Case("residual of nothing", residual(sequential()), 2),
          new Case("residual of dropout", sequential(residual(dropout(0.1f)), flatten()), 2));

  private static float[] numbers(int times) {
    float[] x = new float[N * 6];
    for (int i = 0; i < x.length; i++) {
      x[i] = times * (i - 7.5f);
    }
    return x;
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void predictsOnEveryDevice(Case given) {
    var model = given.model();
    for (var device : Devices.find().devices()) {
      try (var predictor = new Predictor(model, 2, device)) {
        assertArrayEquals(numbers(given.times), predictor.predict(numbers(1), N), 0);
        assertTrue(predictor.verify(numbers(1), N).first().isEmpty());
        assertEquals(1, predictor.timings().size());
      }
    }
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void isSummedUpTracedAndKept(Case given) {
    var model = given.model();
    assertEquals(0, Summary.of(model).parameters());
    var steps = Activation.of(model, numbers(1), N, Device.jvm());
    assertArrayEquals(numbers(given.times), steps.getLast().output().values(), 0);
    var file = temp.resolve("m.safetensors");
    ModelFile.save(file, model, ModelDescription.CUSTOM);
    gives(given, ModelFile.load(file).model());
    var onnx = temp.resolve("m.onnx");
    OnnxFile.write(onnx, model, ModelDescription.CUSTOM);
    gives(given, OnnxFile.read(onnx).model());
  }

  private static void gives(Case given, Model model) {
    assertEquals(given.model().output(), model.output());
    try (var predictor = new Predictor(model, N, Device.jvm())) {
      assertArrayEquals(numbers(given.times), predictor.predict(numbers(1), N), 0);
    }
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void cannotBeTrained(Case given) {
    var model = given.model();
    var loss = Loss.meanSquaredError();
    for (var e :
        List.of(
            assertThrows(
                TrainingException.class,
                () -> new Trainer(model, loss, Optimizer.sgd(0.1f), 2, Device.jvm())),
            assertThrows(
                TrainingException.class, () -> new GradientWorker(model, loss, 2, Device.jvm())))) {
      assertTrue(String.valueOf(e.getMessage()).contains("has no parameters"), e.getMessage());
    }
  }
}

package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.tornadonn.conformance.oracle.Float64Run;

/** The whole OrientationModel against PyTorch: prediction, all gradients, five steps of Adam. */
class OrientationModelTest {

  static final List<DeviceUnderTest> DEVICES = DevicesUnderTest.get().present();

  private static final Fixture.OfModel PYTORCH = Fixture.orientation();

  private static OrientationModel model() {
    return OrientationModel.of(PYTORCH.pixels(), PYTORCH.batch());
  }

  @ParameterizedTest
  @FieldSource("DEVICES")
  void equalsPyTorch(DeviceUnderTest device) {
    var model = model();
    var trained = new double[PYTORCH.losses().length];
    try (var training = new Training(device.executor(), model.c())) {
      var tolerance = Tolerances.wholeModel(PYTORCH.y());
      tolerance.check("prediction", PYTORCH.y(), training.predict());
      for (int step = 0; step < trained.length; step++) {
        trained[step] = training.gradients()[0];
        if (step == 0) {
          tolerance.check("prediction in training", PYTORCH.y(), training.prediction());
          checkGradients(device, model, training);
        }
        training.update();
      }
    }
    for (int step = 0; step < trained.length; step++) {
      var loss = new float[] {(float) trained[step]};
      var what = "loss of step " + (step + 1);
      Tolerances.FIVE_LOSSES.check(what, new double[] {PYTORCH.losses()[step]}, loss);
      Tolerances.FIVE_LOSSES.check(what, new double[] {PYTORCH.lossesFloat32()[step]}, loss);
    }
  }

  private static void checkGradients(
      DeviceUnderTest device, OrientationModel model, Training training) {
    double largest = 0;
    for (var pytorch : PYTORCH.gradients()) {
      var parameter = model.c().parameter(pytorch.name());
      var gradient = training.gradient(parameter);
      double norm = 0;
      for (float g : gradient) {
        norm += (double) g * g;
      }
      double error = 0;
      double reference = 0;
      for (int i = 0; i < pytorch.sample().length; i++) {
        double right = pytorch.sample()[i];
        error += Math.pow(gradient[i * pytorch.stride()] - right, 2);
        reference += right * right;
      }
      double sample = Math.sqrt(error / reference);
      largest = Math.max(largest, sample);
      assertEquals(
          pytorch.norm(),
          Math.sqrt(norm),
          Tolerances.WHOLE_MODEL_NORM * pytorch.norm(),
          "norm of the gradient of " + pytorch.name());
      assertTrue(
          sample <= Tolerances.WHOLE_MODEL_NORM,
          "gradient of %s: ‖Δ‖/‖reference‖ = %.1e".formatted(pytorch.name(), sample));
    }
    System.out.printf(
        "OrientationModel on %s: largest ‖Δ‖/‖PyTorch‖ of a gradient %.1e%n", device, largest);
  }

  /** The float64 definitions, the graph and the numbers are those of PyTorch. */
  @Test
  void definitionEqualsPyTorch() {
    var model = model();
    Float64Run run = model.c().expected();
    assertArrayEquals(PYTORCH.y(), run.value(model.c().result()), Tolerances.FLOAT64);
    assertEquals(PYTORCH.loss(), run.loss(), Tolerances.FLOAT64);
    assertEquals(
        List.copyOf(model.c().graph().parameters().keySet()),
        PYTORCH.gradients().stream().map(Fixture.GradientSample::name).toList());
    for (var pytorch : PYTORCH.gradients()) {
      var parameter = model.c().parameter(pytorch.name());
      assertArrayEquals(pytorch.shape(), parameter.shape().toArray(), pytorch.name());
      var gradient = run.gradient(parameter);
      for (int i = 0; i < pytorch.sample().length; i++) {
        assertEquals(pytorch.sample()[i], gradient[i * pytorch.stride()], Tolerances.FLOAT64);
      }
    }
  }
}

package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.tornadonn.layer.Layers.batchNorm1d;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.sequential;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.data.ClusterDataset;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Weights;
import org.tornadonn.plan.Shape;

class EmaTest {

  private static final float[] X = {1, -2, 3, 0.5f, 2, -1};
  private static final float[] Y = {1, -1};
  private static final double DECAY = 0.75;

  @TempDir Path folder;

  static List<Device> devices() {
    return DevicesUnderTest.all();
  }

  private static Model model() {
    return new Model(sequential(linear(3, 4), batchNorm1d(4), linear(4, 1)), Shape.of(3), 1);
  }

  private static Trainer trainer(Model model, Device device, TrainingState state) {
    return new Trainer(
        model,
        Loss.meanSquaredError(),
        Optimizer.adam(0.1f),
        2,
        device,
        state,
        StepOptions.plain().average(new Ema(DECAY)));
  }

  private static Trainer trainer(Model model, Device device) {
    return trainer(model, device, TrainingState.first(model));
  }

  private static float[] moved(float[] average, float[] weights) {
    var next = average.clone();
    for (int i = 0; i < next.length; i++) {
      next[i] = average[i] + (float) (1 - DECAY) * (weights[i] - average[i]);
    }
    return next;
  }

  private static float[] predicted(Weights weights) {
    var shown = model();
    shown.load(weights);
    try (var predictor = new Predictor(shown, 2, Device.jvm())) {
      return predictor.predict(X, 2);
    }
  }

  /** PyTorch's: the first step's weights, then a quarter of each; running states are copied. */
  @ParameterizedTest
  @MethodSource("devices")
  void modelAndPredictionsHaveTheAverage(Device device) {
    var model = model();
    var without = model();
    try (var trainer = trainer(model, device);
        var plain =
            new Trainer(without, Loss.meanSquaredError(), Optimizer.adam(0.1f), 2, device)) {
      float[] average = {};
      for (int step = 0; step < 4; step++) {
        assertEquals(plain.step(X, Y, 2), trainer.step(X, Y, 2), "training is as without");
        var trained = trainer.weights();
        average = step == 0 ? trained.values() : moved(average, trained.values());
        trainer.sync();
        assertArrayEquals(average, model.values(), 1e-6f);
        assertArrayEquals(trained.stateValues(), model.stateValues());
        assertArrayEquals(predicted(model.weights()), trainer.predict(X, 2), 1e-5f);
      }
      plain.sync();
      assertArrayEquals(without.values(), trainer.weights().values());
      assertFalse(Arrays.equals(without.values(), model.values()));
    }
  }

  @ParameterizedTest
  @MethodSource("devices")
  void goesOnFromACheckpoint(Device device) {
    var file = folder.resolve("checkpoint.safetensors");
    var model = model();
    try (var trainer = trainer(model, device)) {
      trainer.step(X, Y, 2);
      trainer.step(X, Y, 2);
      Checkpoint.first(trainer.state()).write(file);
      trainer.step(X, Y, 2);
    }
    var again = model();
    try (var trainer = trainer(again, device, Checkpoint.read(file).training())) {
      trainer.step(X, Y, 2);
    }
    assertArrayEquals(model.values(), again.values());
    var restored = model();
    try (var trainer = trainer(restored, device)) {
      trainer.step(X, new float[] {9, -9}, 2);
      trainer.restore(Checkpoint.read(file).training());
      trainer.step(X, Y, 2);
    }
    assertArrayEquals(model.values(), restored.values());
    var state = Checkpoint.read(file).training();
    assertThrows(
        TrainingException.class,
        () ->
            new Trainer(model(), Loss.meanSquaredError(), Optimizer.adam(0.1f), 2, device, state));
  }

  /** Validation and the model at the end are of the average. */
  @Test
  void aFitValidatesAverages() {
    var data = new ClusterDataset(60, 3, 2, 1);
    var model = new Model(linear(3, 2), Shape.of(3), 1);
    var fit = new Fit(3, 1, 0, Schedule.constant());
    try (var trainer =
        new Trainer(
            model,
            Loss.crossEntropy(),
            Optimizer.sgd(1),
            20,
            Device.jvm(),
            TrainingState.first(model),
            StepOptions.plain().average(new Ema(0.9)))) {
      var reports = fit.run(trainer, data, data);
      var last = reports.getLast().validation();
      try (var predictor = new Predictor(model, 60, Device.jvm())) {
        var seen =
            Evaluation.of(predictor::predict, Loss.crossEntropy(), data, 60, 0).predictions();
        assertArrayEquals(last == null ? new float[0] : last.predictions(), seen, 1e-5f);
      }
      assertFalse(Arrays.equals(model.values(), trainer.weights().values()));
    }
  }

  @Test
  void aDecayOfOneNeverMoves() {
    assertThrows(IllegalArgumentException.class, () -> new Ema(1));
    assertThrows(IllegalArgumentException.class, () -> new Ema(-0.1));
  }
}

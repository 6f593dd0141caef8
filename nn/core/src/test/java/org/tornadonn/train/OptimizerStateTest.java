package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.sequential;
import static org.tornadonn.layer.Layers.tanh;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.StateException;
import org.tornadonn.layer.Tensor;
import org.tornadonn.plan.Shape;
import org.tornadonn.store.Safetensors;

class OptimizerStateTest {

  private static final float[] X = {1, -2, 3, 0.5f, 2, -1};
  private static final float[] Y = {1, -1};

  @TempDir Path folder;

  static List<Device> devices() {
    return DevicesUnderTest.all();
  }

  private static Model model() {
    var model = new Model(sequential(linear(3, 4), tanh(), linear(4, 1)), Shape.of(3), 1);
    model.freeze("0.bias");
    return model;
  }

  private static Trainer trainer(Model model, Device device, Optimizer optimizer) {
    var options =
        StepOptions.plain().group(p -> p.name().endsWith("bias"), new SGD(0.01f, 0.9f, false, 0));
    return new Trainer(
        model, Loss.meanSquaredError(), optimizer, 2, device, TrainingState.first(model), options);
  }

  private static void steps(Trainer trainer) {
    for (int i = 0; i < 3; i++) {
      trainer.step(X, Y, 2);
    }
  }

  /** Weights and optimizer state in files of their own do what a checkpoint does. */
  @ParameterizedTest
  @MethodSource("devices")
  void goesOnFromAFile(Device device) {
    var file = folder.resolve("optimizer.safetensors");
    var model = model();
    Map<String, Tensor> weights;
    try (var trainer = trainer(model, device, Optimizer.adam(0.01f))) {
      steps(trainer);
      trainer.sync();
      weights = model.state();
      new Safetensors(trainer.optimizerState(), Map.of()).write(file);
      steps(trainer);
    }
    var again = model();
    again.load(weights, true);
    try (var trainer = trainer(again, device, Optimizer.adam(0.01f))) {
      trainer.loadOptimizerState(Safetensors.read(file).tensors());
      assertEquals(3, trainer.steps());
      steps(trainer);
    }
    assertArrayEquals(model.values(), again.values());
  }

  @Test
  void namesAreThoseOfPyTorch() {
    try (var trainer = trainer(model(), Device.jvm(), Optimizer.adam(0.01f))) {
      steps(trainer);
      var state = trainer.optimizerState();
      assertEquals(
          List.of(
              "0.weight.step",
              "0.weight.exp_avg",
              "0.weight.exp_avg_sq",
              "2.weight.step",
              "2.weight.exp_avg",
              "2.weight.exp_avg_sq",
              "2.bias.step",
              "2.bias.momentum_buffer"),
          List.copyOf(state.keySet()));
      assertEquals(Shape.of(4, 3), of(state, "0.weight.exp_avg").shape());
      assertArrayEquals(new float[] {3}, of(state, "2.bias.step").values());
      float gradient = of(trainer.namedGradients(), "2.bias").values()[0];
      float momentum = of(state, "2.bias.momentum_buffer").values()[0];
      trainer.gradients(X, Y, 2);
      float next = of(trainer.namedGradients(), "2.bias").values()[0];
      trainer.step(X, Y, 2);
      assertEquals(
          0.9f * momentum + next,
          of(trainer.optimizerState(), "2.bias.momentum_buffer").values()[0]);
      assertTrue(momentum != gradient);
    }
  }

  private static Tensor of(Map<String, Tensor> state, String name) {
    return Objects.requireNonNull(state.get(name), name);
  }

  @Test
  void whatDoesNotFitIsNamed() {
    try (var trainer = trainer(model(), Device.jvm(), Optimizer.adam(0.01f))) {
      steps(trainer);
      var state = trainer.optimizerState();
      var values = trainer.state();
      refused(trainer, state, "0.weight.exp_avg", null, "missing [0.weight.exp_avg]");
      refused(trainer, state, "2.weight.step", null, "missing [2.weight.step]");
      refused(trainer, state, "0.bias.step", scalar(3), "unexpected [0.bias.step]");
      refused(trainer, state, "2.weight.step", scalar(4), "'2.weight.step' after 4 steps");
      refused(trainer, state, "2.weight.step", scalar(0.5f), "'2.weight.step'");
      refused(
          trainer,
          state,
          "0.weight.exp_avg",
          new Tensor(Shape.of(3, 4), new float[12]),
          "'0.weight.exp_avg' of the optimizer's state has shape (3, 4), but the parameter has (4,"
              + " 3)");
      assertEquals(3, trainer.steps());
      assertArrayEquals(values.moments().getFirst(), trainer.state().moments().getFirst());
      var without = new LinkedHashMap<>(state);
      without.remove("2.bias.step");
      trainer.loadOptimizerState(without);
    }
  }

  private static Tensor scalar(float value) {
    return new Tensor(Shape.of(), new float[] {value});
  }

  private static void refused(
      Trainer trainer,
      Map<String, Tensor> state,
      String name,
      @Nullable Tensor value,
      String words) {
    var other = new LinkedHashMap<>(state);
    if (value == null) {
      other.remove(name);
    } else {
      other.put(name, value);
    }
    var e = assertThrows(StateException.class, () -> trainer.loadOptimizerState(other));
    assertTrue(String.valueOf(e.getMessage()).contains(words), e.getMessage());
  }
}

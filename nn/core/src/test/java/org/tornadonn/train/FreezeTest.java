package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.batchNorm2d;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.dropout;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.sequential;
import static org.tornadonn.layer.Layers.tanh;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.data.Batch;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.StateException;
import org.tornadonn.plan.Shape;

/** What is frozen stays as it is, running statistics included, and is in eval mode. */
class FreezeTest {

  private static final int N = 3;
  private static final float[] X = numbers(N * 9, 29, 23, 11, 7);
  private static final float[] Y = {0.5f, -1, 2};

  private static float[] numbers(int count, int factor, int modulus, int middle, float scale) {
    var numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (i * factor % modulus - middle) / scale;
    }
    return numbers;
  }

  private static Model model() {
    var model =
        new Model(
            sequential(
                named("stem", conv2d(1, 2, 2)),
                named("back", batchNorm2d(2), dropout(0.5f)),
                named("act", tanh()),
                named("norm", batchNorm2d(2)),
                named("head", flatten(), linear(8, 1))),
            Shape.of(1, 3, 3),
            1);
    var values = model.values();
    System.arraycopy(numbers(values.length, 37, 19, 9, 10), 0, values, 0, values.length);
    System.arraycopy(new float[] {0.3f, -0.2f, 2, 0.5f}, 0, model.stateValues(), 0, 4);
    model.changed();
    return model;
  }

  private static Trainer trainer(Model model, Device device) {
    return new Trainer(model, Loss.meanSquaredError(), Optimizer.sgd(0.05f), N, device);
  }

  /** PyTorch's numbers, with {@code back.eval()} and {@code back.requires_grad_(False)}. */
  @ParameterizedTest
  @MethodSource("org.tornadonn.train.DevicesUnderTest#all")
  void trainsAsPyTorchDoesWithAPartInEvalMode(Device device) {
    var model = model();
    model.freeze("back");
    try (var trainer = trainer(model, device)) {
      assertTrue(trainer.verify(X, Y, N).first().isEmpty());
      assertEquals(4.127173f, trainer.step(X, Y, N), 1e-5f);
      assertEquals(1.1421007f, trainer.step(X, Y, N), 1e-5f);
    }
    assertArrayEquals(
        new float[] {
          -0.9f,
          0.9f,
          0.8f,
          0.7f,
          0.6302823f,
          0.4299578f,
          0.4425392f,
          0.2820737f, // stem's weight
          0.2f,
          0.09851469f, // its bias
          0,
          -0.1f,
          -0.2f,
          -0.3f, // back, frozen
          -0.4f,
          -0.485815f,
          -0.6123397f,
          -0.2718517f, // norm
          -0.9209297f,
          -1.02093f,
          0.7790703f,
          0.6790704f, // head's weight
          0.5864702f,
          0.413989f,
          0.4368891f,
          0.2210125f,
          0.5015494f // its bias
        },
        model.values(),
        1e-5f);
    assertArrayEquals(
        new float[] {
          0.3f,
          -0.2f,
          2,
          0.5f,
          0, // back, frozen
          -0.03750131f,
          -0.05884252f,
          0.81f,
          0.8121786f,
          2 // norm
        },
        model.stateValues(),
        1e-6f);
  }

  /** The running states that two steps move, by what was done before. */
  @ParameterizedTest
  @CsvSource({
    "'', '', 'back.0 norm'",
    "back, '', norm",
    "back.0, '', norm",
    "'back norm', '', ''",
    // One parameter is frozen alone, and its layer stays in train mode; all of them too.
    "'back.0.weight', '', 'back.0 norm'",
    "'back.0.weight back.0.bias', '', 'back.0 norm'",
    // Trained again.
    "back, back, 'back.0 norm'",
    "back, back.0, 'back.0 norm'",
    "back, back.1, norm",
    "'back norm', norm, norm",
    "back, back.0.bias, 'back.0 norm'",
  })
  void statisticsMoveInTrainModeAlone(String freeze, String unfreeze, String moved) {
    var model = model();
    words(freeze).forEach(model::freeze);
    words(unfreeze).forEach(model::unfreeze);
    var copy = model();
    model.frozen().forEach(copy::freeze);
    for (var one : List.of(model, copy)) {
      var before = one.state();
      try (var trainer = trainer(one, Device.jvm())) {
        trainer.step(X, Y, N);
        trainer.step(X, Y, N);
      }
      Set<String> seen = new TreeSet<>();
      one.state()
          .forEach(
              (name, tensor) -> {
                var was = Objects.requireNonNull(before.get(name)).values();
                int stem = name.lastIndexOf('.');
                if (name.contains("running") && !Arrays.equals(was, tensor.values())) {
                  seen.add(name.substring(0, stem));
                }
              });
      assertEquals(new TreeSet<>(words(moved)), seen);
    }
    assertArrayEquals(model.values(), copy.values());
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" "));
  }

  /** With all but the last layer frozen, a step begins with what a prediction gives. */
  @Test
  void aFrozenBackboneGivesATrainingWhatItGivesPredictions() {
    var model = model();
    List.of("stem", "back", "act", "norm").forEach(model::freeze);
    try (var predictor = new Predictor(model, N, Device.jvm());
        var trainer = trainer(model, Device.jvm())) {
      var predicted = predictor.predict(X, N);
      double loss = 0;
      for (int i = 0; i < N; i++) {
        loss += Math.pow(predicted[i] - Y[i], 2) / N;
      }
      assertEquals(loss, trainer.step(X, Y, N), 1e-5);
    }
  }

  /** A layer without parameters has a name as well. */
  @Test
  void layersWithoutParametersFreezeToo() {
    var model =
        new Model(
            sequential(batchNorm2d(1).affine(false), dropout(0.9f), flatten(), linear(9, 1)),
            Shape.of(1, 3, 3),
            1);
    var states = model.stateValues().clone();
    model.freeze("0");
    model.freeze("1");
    float[] losses = new float[2];
    try (var trainer = new Trainer(model, Loss.l1(), Optimizer.sgd(0), N, Device.jvm())) {
      losses[0] = trainer.step(X, Y, N);
      losses[1] = trainer.step(X, Y, N);
    }
    assertEquals(losses[0], losses[1], "a dropout would draw anew");
    assertArrayEquals(states, model.stateValues());
    var e = assertThrows(StateException.class, () -> model.freeze("0.running_mean"));
    assertTrue(String.valueOf(e.getMessage()).contains("'0.running_mean'"), e.getMessage());
  }

  @Test
  void goesOnAsIfItHadNeverStopped(@TempDir Path folder) {
    var whole = model();
    whole.freeze("back");
    var file = folder.resolve("checkpoint.safetensors");
    try (var trainer = trainer(whole, Device.jvm())) {
      trainer.step(X, Y, N);
      Checkpoint.first(trainer.state()).write(file);
      trainer.step(X, Y, N);
    }
    var resumed = new Model(whole.layer(), whole.inputs(), 2);
    resumed.freeze("back");
    try (var trainer =
        new Trainer(
            resumed,
            Loss.meanSquaredError(),
            Optimizer.sgd(0.05f),
            N,
            Device.jvm(),
            Checkpoint.read(file).training())) {
      trainer.step(X, Y, N);
    }
    assertArrayEquals(whole.values(), resumed.values());
    assertArrayEquals(whole.stateValues(), resumed.stateValues());
  }

  @Test
  void workersKeepThemToo() {
    var model = model();
    model.freeze("back");
    var values = model.values().clone();
    var states = model.stateValues().clone();
    try (var worker = new GradientWorker(model, Loss.meanSquaredError(), N, Device.jvm())) {
      worker.load(values, states);
      var share = worker.gradients(new Batch(X, Y, N), 1, 1, 0);
      assertArrayEquals(Arrays.copyOf(states, 5), Arrays.copyOf(share.states(), 5));
      assertFalse(Arrays.equals(states, share.states()), "norm's move");
    }
    assertArrayEquals(states, model.stateValues(), "a worker changes no model");
  }
}

package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.adaptiveAvgPool2d;
import static org.tornadonn.layer.Layers.batchNorm2d;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.dropout;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.residual;
import static org.tornadonn.layer.Layers.sequential;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;
import org.tornadonn.store.ModelDescription;
import org.tornadonn.store.ModelFile;

/** Layers that do one thing while training and another in predictions. */
class ModeTest {

  private static final int N = 4;

  static Stream<Device> devices() {
    return DevicesUnderTest.all().stream();
  }

  private static float[] random(int n, long seed) {
    var random = new Random(seed);
    var values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return values;
  }

  private static Model model(long seed) {
    return new Model(
        sequential(
            named("stem", conv2d(1, 3, 3).padding(1), batchNorm2d(3), relu()),
            named("block", residual(conv2d(3, 3, 3).padding(1), batchNorm2d(3), relu())),
            named("head", adaptiveAvgPool2d(2), flatten(), dropout(0.25f), linear(12, 2))),
        Shape.of(1, 5, 6),
        seed);
  }

  private static Trainer trainer(Model model, Device device) {
    return new Trainer(model, Loss.meanSquaredError(), Optimizer.adam(1e-2f), N, device);
  }

  private static void step(Trainer trainer, int step, int n) {
    trainer.step(random(n * 30, step), random(n * 2, 100 + step), n);
  }

  @Test
  void runningStatisticsHavePyTorchsNames() {
    var names = model(1).state().keySet();
    assertTrue(
        names.containsAll(
            List.of(
                "stem.1.weight",
                "stem.1.bias",
                "stem.1.running_mean",
                "stem.1.running_var",
                "stem.1.num_batches_tracked",
                "block.branch.1.running_mean")),
        names.toString());
  }

  @ParameterizedTest
  @MethodSource("devices")
  void trainingMovesWhatPredictionsUse(Device device) {
    var model = model(1);
    var x = random(N * 30, 9);
    try (var trainer = trainer(model, device)) {
      var before = trainer.predict(x, N);
      assertArrayEquals(before, trainer.predict(x, N), "predictions draw nothing");
      step(trainer, 1, N);
      step(trainer, 2, 3);
      var after = trainer.predict(x, N);
      trainer.sync();
      assertEquals(2, state(model, "stem.1.num_batches_tracked")[0]);
      assertNotEquals(0, state(model, "stem.1.running_mean")[0]);
      try (var predictor = new Predictor(model, N, device)) {
        assertArrayEquals(after, predictor.predict(x, N), 1e-6f);
        System.arraycopy(new float[] {1, 2, 3}, 0, model.stateValues(), 0, 3);
        model.changed();
        assertNotEquals(after[0], predictor.predict(x, N)[0]);
      }
    }
  }

  /** What is left of a former batch does not count: neither in statistics nor in gradients. */
  @Test
  void partOfABatchIsABatchOfItsOwn() {
    var device = Device.jvm();
    var part = model(1);
    var whole = model(1);
    try (var four = trainer(part, device);
        var two = new Trainer(whole, Loss.meanSquaredError(), Optimizer.adam(1e-2f), 2, device)) {
      step(four, 7, 2);
      step(two, 7, 2);
    }
    assertArrayEquals(whole.stateValues(), part.stateValues(), 1e-6f);
    assertArrayEquals(whole.values(), part.values(), 1e-4f);
  }

  @Test
  void verifyingMovesNothing() {
    var device = Device.jvm();
    var model = model(1);
    try (var trainer = trainer(model, device)) {
      step(trainer, 1, N);
      var before = trainer.state();
      var states = model.stateValues().clone();
      var verification = trainer.verify(random(N * 30, 2), random(N * 2, 3), N);
      assertTrue(verification.first().isEmpty(), verification.first().toString());
      var after = trainer.state();
      assertArrayEquals(states, model.stateValues());
      assertArrayEquals(before.moments().getFirst(), after.moments().getFirst());
    }
  }

  /**
   * Bit for bit, masks and running statistics too, through a file, into a model of another seed.
   */
  @Test
  void goesOnAsIfItHadNeverStopped(@TempDir Path folder) {
    var device = Device.jvm();
    var uninterrupted = model(1);
    try (var trainer = trainer(uninterrupted, device)) {
      for (int i = 0; i < 4; i++) {
        step(trainer, i, N - i % 2);
      }
    }
    var file = folder.resolve("checkpoint.safetensors");
    try (var trainer = trainer(model(1), device)) {
      step(trainer, 0, N);
      step(trainer, 1, N - 1);
      Checkpoint.first(trainer.state()).write(file);
    }
    var resumed = model(2);
    try (var trainer =
        new Trainer(
            resumed,
            Loss.meanSquaredError(),
            Optimizer.adam(1e-2f),
            N,
            device,
            Checkpoint.read(file).training())) {
      step(trainer, 2, N);
      step(trainer, 3, N - 1);
    }
    assertArrayEquals(uninterrupted.values(), resumed.values());
    assertArrayEquals(uninterrupted.stateValues(), resumed.stateValues());
  }

  /** Another seed of the masks is another training. */
  @Test
  void seedsMatter() {
    var one = model(1);
    var other = model(2);
    System.arraycopy(one.values(), 0, other.values(), 0, one.values().length);
    try (var a = trainer(one, Device.jvm());
        var b = trainer(other, Device.jvm())) {
      step(a, 1, N);
      step(b, 1, N);
    }
    assertFalse(java.util.Arrays.equals(one.values(), other.values()));
  }

  @Test
  void filesKeepRunningStatistics(@TempDir Path folder) {
    var model = model(1);
    try (var trainer = trainer(model, Device.jvm())) {
      step(trainer, 1, N);
    }
    var file = folder.resolve("model.safetensors");
    ModelFile.save(file, model, ModelDescription.CUSTOM);
    var loaded = ModelFile.load(file).model();
    assertArrayEquals(model.stateValues(), loaded.stateValues());
    assertEquals(model.layer(), loaded.layer());
  }

  private static float[] state(Model model, String name) {
    return Objects.requireNonNull(model.state().get(name), name).values();
  }
}

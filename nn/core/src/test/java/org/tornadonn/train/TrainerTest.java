package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.lazyLinear;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.maxPool2d;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.OrientationModel;
import org.tornadonn.layer.Tensor;
import org.tornadonn.op.arithmetic.Add;
import org.tornadonn.plan.Shape;
import org.tornadonn.store.ModelDescription;
import org.tornadonn.store.ModelFile;
import org.tornadonn.store.ModelFileException;

/** Training and prediction through the API, on every device. */
class TrainerTest {

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

  private static Model small(long seed) {
    return new Model(
        sequential(
            named("conv", conv2d(1, 3, 3).padding(1), relu(), maxPool2d(2)),
            named("flatten", flatten()),
            named("fc", lazyLinear(5), relu(), linear(5, 2))),
        Shape.of(1, 6, 6),
        seed);
  }

  /** The perceptron of the seed text: 2 · 0.4 + 5 · −0.2 + 1 · 0.6 = 0.4, and 0.5 with bias 0.1. */
  @ParameterizedTest
  @MethodSource("devices")
  void computesTheWorkedPerceptron(Device device) {
    var model = new Model(linear(3, 1), Shape.of(3), 1);
    System.arraycopy(new float[] {0.4f, -0.2f, 0.6f, 0}, 0, model.values(), 0, 4);
    try (var predictor = new Predictor(model, device)) {
      assertEquals(0.4f, predictor.predict(new float[] {2, 5, 1}, 1)[0], 1e-6f);
      model.values()[3] = 0.1f;
      model.changed();
      assertEquals(0.5f, predictor.predict(new float[] {2, 5, 1}, 1)[0], 1e-6f);
    }
  }

  /** The house prices of the seed text: 200 · m² + 50,000. */
  @Test
  void computesHousePrices() {
    var model = new Model(linear(1, 1), Shape.of(1), 1);
    System.arraycopy(new float[] {200, 50_000}, 0, model.values(), 0, 2);
    try (var predictor = new Predictor(model, 4, Device.jvm())) {
      assertArrayEquals(
          new float[] {50_000, 50_200, 250_000}, predictor.predict(new float[] {0, 1, 1000}, 3));
    }
  }

  @ParameterizedTest
  @MethodSource("devices")
  void trainsTheOrientationModelAlikeEverywhere(Device device) {
    DevicesUnderTest.assumeQuickOrLong(device);
    var expected = losses(Device.jvm());
    var losses = losses(device);
    for (int i = 0; i < losses.length; i++) {
      assertEquals(expected[i], losses[i], 1e-4 * expected[i], device + ", step " + (i + 1));
    }
    assertTrue(losses[4] < losses[0]);
  }

  private static float[] losses(Device device) {
    var model = new Model(OrientationModel.layers(), OrientationModel.input(32), 5);
    var losses = new float[5];
    try (var trainer =
        new Trainer(model, Loss.meanSquaredError(), Optimizer.adam(1e-3f), 4, device)) {
      for (int i = 0; i < losses.length; i++) {
        losses[i] = trainer.step(random(4 * 32 * 32, 1), random(8, 2), 4);
      }
    }
    return losses;
  }

  @ParameterizedTest
  @MethodSource("devices")
  void keepsFrozenLayersAndTrainsTheOthers(Device device) {
    var model = small(1);
    model.freeze("conv");
    var before = model.state();
    try (var trainer =
        new Trainer(model, Loss.meanSquaredError(), Optimizer.adamW(1e-2f), 4, device)) {
      trainer.step(random(4 * 36, 1), random(8, 2), 4);
    }
    var after = model.state();
    assertArrayEquals(
        tensor(before, "conv.0.weight").values(), tensor(after, "conv.0.weight").values());
    assertTrue(
        !Arrays.equals(
            tensor(before, "fc.2.weight").values(), tensor(after, "fc.2.weight").values()));
  }

  @ParameterizedTest
  @MethodSource("devices")
  void aPartlyFilledBatchTrainsLikeASmallerOne(Device device) {
    DevicesUnderTest.assumeQuickOrLong(device);
    var full = small(1);
    var partly = small(1);
    try (var a = new Trainer(full, Loss.meanSquaredError(), Optimizer.sgd(0.1f), 3, Device.jvm());
        var b = new Trainer(partly, Loss.meanSquaredError(), Optimizer.sgd(0.1f), 5, device)) {
      // A full batch first, that changes nothing but leaves its numbers behind.
      b.learningRate(0);
      b.step(random(5 * 36, 3), random(10, 4), 5);
      b.learningRate(0.1f);
      assertEquals(
          a.step(random(5 * 36, 9), random(10, 8), 3),
          b.step(random(5 * 36, 9), random(10, 8), 3),
          1e-6f);
    }
    assertArrayEquals(full.values(), partly.values(), 1e-6f);
  }

  @Test
  void learnsThreeClassesWithCrossEntropy() {
    var model = new Model(sequential(linear(2, 16), relu(), linear(16, 3)), Shape.of(2), 1);
    var x = random(2 * 300, 3);
    var y = new float[300];
    for (int i = 0; i < 300; i++) {
      y[i] = x[2 * i] > 0.2f ? 0 : x[2 * i + 1] > 0 ? 1 : 2;
    }
    try (var trainer =
        new Trainer(model, Loss.crossEntropy(), Optimizer.adam(0.02f), 300, Device.jvm())) {
      float first = trainer.step(x, y, 300);
      assertEquals(Math.log(3), first, 0.3);
      for (int i = 0; i < 200; i++) {
        trainer.step(x, y, 300);
      }
      var logits = trainer.predict(x, 300);
      int right = 0;
      for (int i = 0; i < 300; i++) {
        int best = 0;
        for (int c = 1; c < 3; c++) {
          best = logits[3 * i + c] > logits[3 * i + best] ? c : best;
        }
        right += best == (int) y[i] ? 1 : 0;
      }
      assertTrue(right > 285, right + " of 300");
    }
  }

  /** A layer of the user's own, made of operations that are there. */
  private static Layer residual(Layer inner) {
    return (scope, x) -> scope.apply(new Add(), scope.call("inner", inner, x), x);
  }

  @Test
  void aResidualBlockAddsItsInput() {
    var model = new Model(residual(linear(3, 3)), Shape.of(3), 1);
    Arrays.fill(model.values(), 0);
    try (var predictor = new Predictor(model, Device.jvm())) {
      assertArrayEquals(new float[] {1, 2, 3}, predictor.predict(new float[] {1, 2, 3}, 1));
    }
    assertEquals(List.of("inner.weight", "inner.bias"), List.copyOf(model.state().keySet()));
  }

  @ParameterizedTest
  @MethodSource("devices")
  void severalThreadsPredictThroughOnePredictor(Device device) throws Exception {
    var model = small(2);
    var inputs = new ArrayList<float[]>();
    var expected = new ArrayList<float[]>();
    try (var predictor = new Predictor(model, 2, device);
        var threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 16; i++) {
        inputs.add(random(3 * 36, i));
        expected.add(predictor.predict(inputs.get(i), 3));
      }
      var work = new ArrayList<Callable<float[]>>();
      for (var input : inputs) {
        work.add(() -> predictor.predict(input, 3));
      }
      var answers = threads.invokeAll(work);
      for (int i = 0; i < 16; i++) {
        assertArrayEquals(expected.get(i), answers.get(i).get());
      }
    }
  }

  @Test
  void repeatsATrainingBitByBit() {
    assertArrayEquals(losses(Device.jvm()), losses(Device.jvm()));
  }

  @Test
  void saysWhatIsWrongWithABatch() {
    try (var trainer =
        new Trainer(small(1), Loss.meanSquaredError(), Optimizer.sgd(0.1f), 2, Device.jvm())) {
      var many =
          assertThrows(
              IllegalArgumentException.class, () -> trainer.step(new float[108], new float[6], 3));
      assertTrue(String.valueOf(many.getMessage()).contains("1 to 2 samples"), many.getMessage());
      var few =
          assertThrows(
              IllegalArgumentException.class, () -> trainer.step(new float[71], new float[4], 2));
      assertTrue(String.valueOf(few.getMessage()).contains("72 numbers"), few.getMessage());
    }
  }

  private static Tensor tensor(Map<String, Tensor> state, String name) {
    return Objects.requireNonNull(state.get(name), name);
  }

  private static final float[] X = random(8 * 36, 5);
  private static final float[] Y = random(8 * 2, 6);

  private static List<Float> train(Trainer trainer, int steps) {
    var losses = new ArrayList<Float>();
    for (int i = 0; i < steps; i++) {
      losses.add(trainer.step(X, Y, 8));
    }
    return losses;
  }

  private static Trainer adam(Model model, Device device) {
    return new Trainer(model, Loss.meanSquaredError(), Optimizer.adam(1e-2f), 8, device);
  }

  /** Through a file, on another device: the same losses as without a stop. */
  @ParameterizedTest
  @MethodSource("devices")
  void goesOnElsewhere(Device device, @TempDir Path folder) {
    var file = folder.resolve("checkpoint.safetensors");
    List<Float> whole;
    try (var trainer = adam(small(3), device)) {
      whole = train(trainer, 5);
      Checkpoint.first(trainer.state()).write(file);
      whole.addAll(train(trainer, 5));
    }
    var checkpoint = Checkpoint.read(file);
    for (var other : List.of(device, Device.jvm())) {
      try (var trainer =
          new Trainer(
              small(4),
              Loss.meanSquaredError(),
              Optimizer.adam(1e-2f),
              8,
              other,
              checkpoint.training())) {
        var rest = train(trainer, 5);
        for (int i = 0; i < 5; i++) {
          float expected = whole.get(5 + i);
          assertEquals(expected, rest.get(i), other.equals(device) ? 0 : 1e-4f * expected);
        }
      }
    }
  }

  /** The weights of an earlier step, while the optimizer goes on. */
  @ParameterizedTest
  @MethodSource("devices")
  void takesOtherWeights(Device device) {
    try (var trainer = adam(small(3), device)) {
      train(trainer, 2);
      var earlier = trainer.state();
      var predicted = trainer.predict(X, 8);
      train(trainer, 2);
      var moments = trainer.state().moments();
      trainer.load(earlier.parameters());
      assertArrayEquals(predicted, trainer.predict(X, 8));
      assertArrayEquals(moments.getFirst(), trainer.state().moments().getFirst());
      assertEquals(4, trainer.state().steps());
    }
  }

  @Test
  void aStateOfAnotherOptimizerIsRefused() {
    TrainingState state;
    try (var trainer = adam(small(3), Device.jvm())) {
      train(trainer, 1);
      state = trainer.state();
    }
    var e =
        assertThrows(
            TrainingException.class,
            () ->
                new Trainer(
                    small(3),
                    Loss.meanSquaredError(),
                    new SGD(1e-2f, 0.9f, false, 0),
                    8,
                    Device.jvm(),
                    state));
    assertTrue(String.valueOf(e.getMessage()).contains("has 2 optimizer moments"), e.getMessage());
  }

  @Test
  void aModelFileIsNoCheckpoint(@TempDir Path folder) {
    var file = folder.resolve("model.safetensors");
    ModelFile.save(file, small(1), ModelDescription.CUSTOM);
    var e = assertThrows(ModelFileException.class, () -> Checkpoint.read(file));
    assertTrue(String.valueOf(e.getMessage()).contains("is no checkpoint"), e.getMessage());
  }
}

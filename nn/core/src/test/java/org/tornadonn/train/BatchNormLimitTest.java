package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.batchNorm2d;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadonn.data.Batch;
import org.tornadonn.data.Dataset;
import org.tornadonn.data.TensorDataset;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/** Batch norms in training that would have one value per channel: refused before anything runs. */
class BatchNormLimitTest {

  /** The second batch norm has images of one pixel where the input has four. */
  private static Model model(int side) {
    return new Model(
        sequential(
            named("wide", conv2d(1, 2, 2).padding(1), batchNorm2d(2), relu()),
            named("one", conv2d(2, 3, 3), batchNorm2d(3), relu()),
            named("fc", flatten(), linear(3 * (side - 1) * (side - 1), 2))),
        Shape.of(1, side, side),
        1);
  }

  /** As in prediction: what is frozen measures nothing of a batch. */
  @Test
  void aFrozenOneTakesASampleAlone() {
    var model = model(2);
    model.freeze("one");
    try (var trainer = trainer(model, 4, 1, Device.jvm())) {
      assertTrue(Float.isFinite(trainer.step(pictures(1, 2), new float[1], 1)));
      model.unfreeze("one");
    }
    try (var trainer = trainer(model, 4, 1, Device.jvm())) {
      assertThrows(
          IllegalArgumentException.class, () -> trainer.step(pictures(1, 2), new float[1], 1));
    }
  }

  private static Trainer trainer(Model model, int batchSize, int microBatches, Device device) {
    return new Trainer(
        model,
        Loss.crossEntropy(),
        Optimizer.sgd(0.1f),
        batchSize,
        device,
        StepOptions.plain().accumulate(microBatches));
  }

  private static float[] pictures(int n, int side) {
    var x = new float[n * side * side];
    IntStream.range(0, x.length).forEach(i -> x[i] = i * 37 % 11 - 5);
    return x;
  }

  private static Dataset data(int n) {
    var y = new float[n];
    IntStream.range(0, n).forEach(i -> y[i] = i % 2);
    return new TensorDataset(pictures(n, 2), y, n);
  }

  private static void refused(String expected, Throwable e) {
    assertTrue(String.valueOf(e.getMessage()).contains(expected), e.getMessage());
    assertTrue(
        String.valueOf(e.getMessage())
            .startsWith("Batch norm 'one.1' cannot train on one value per channel, and "),
        e.getMessage());
  }

  @ParameterizedTest
  @MethodSource("org.tornadonn.train.DevicesUnderTest#all")
  void aSampleAloneIsRefused(Device device) {
    var model = model(2);
    var values = model.values().clone();
    var states = model.stateValues().clone();
    var x = pictures(5, 2);
    var y = new float[] {0, 1, 0, 1, 0};
    try (var one = trainer(model, 4, 1, device);
        var parts = trainer(model, 2, 3, device)) {
      var illegal = IllegalArgumentException.class;
      refused(
          "1 sample in batches of 4 is one alone", assertThrows(illegal, () -> one.step(x, y, 1)));
      refused("1 sample in", assertThrows(illegal, () -> one.gradients(x, y, 1)));
      refused("1 sample in", assertThrows(illegal, () -> one.verify(x, y, 1)));
      refused(
          "5 samples in batches of 2 leave one alone",
          assertThrows(illegal, () -> parts.step(x, y, 5)));
    }
    assertArrayEquals(values, model.values());
    assertArrayEquals(states, model.stateValues(), "no batch was counted");
  }

  @Test
  void whatHasSeveralValuesIsTaken() {
    var x = pictures(5, 3);
    var y = new float[] {0, 1, 0, 1, 0};
    try (var larger = trainer(model(3), 4, 1, Device.jvm());
        var parts = trainer(model(2), 2, 3, Device.jvm())) {
      assertTrue(Float.isFinite(larger.step(x, y, 1)), "images of four pixels");
      assertTrue(Float.isFinite(parts.step(x, y, 4)), "two batches of two");
      assertEquals(2, parts.predict(x, 1).length, "predictions of one sample");
    }
  }

  @Test
  void aWorkerRefusesItToo() {
    try (var worker = new GradientWorker(model(2), Loss.crossEntropy(), 4, Device.jvm())) {
      var batch = new Batch(pictures(1, 2), new float[1], 1);
      refused(
          "1 sample in batches of 4",
          assertThrows(IllegalArgumentException.class, () -> worker.gradients(batch, 1, 1, 0)));
    }
  }

  @Test
  void aBatchSizeOfOneIsRefusedWhenItIsRecorded() {
    var e = assertThrows(ShapeException.class, () -> trainer(model(2), 1, 4, Device.jvm()));
    assertTrue(
        String.valueOf(e.getMessage())
            .startsWith("Layer 'one.1': Batch norm cannot train on one value per channel"),
        e.getMessage());
  }

  /** Before the first step, with a batch size that really works. */
  @ParameterizedTest
  @CsvSource({"9, 8, 7", "5, 2, 3", "3, 2, 3", "9, 4, 3", "13, 12, 11", "7, 6, 5", "25, 2, 5"})
  void anEpochThatEndsWithOneIsRefusedAtItsBeginning(int samples, int batchSize, int works) {
    var model = model(2);
    try (var trainer = trainer(model, batchSize, 1, Device.jvm())) {
      var e =
          assertThrows(
              TrainingException.class, () -> new Fit(1, 1).run(trainer, data(samples), null));
      refused(
          "%d samples in batches of %d leave one alone: use a batch size of %d, for example, or freeze the layer."
              .formatted(samples, batchSize, works),
          e);
      var finder = new LearningRateFinder();
      refused(
          "use a batch size of " + works,
          assertThrows(TrainingException.class, () -> finder.run(trainer, data(samples), 1, 0)));
      assertEquals(0, trainer.steps());
    }
    try (var trainer = trainer(model, works, 1, Device.jvm())) {
      assertEquals(1, new Fit(1, 1).run(trainer, data(samples), data(1)).size());
    }
  }

  @Test
  void forOneSampleThereIsNoBatchSize() {
    try (var trainer = trainer(model(2), 4, 1, Device.jvm())) {
      var finder = new LearningRateFinder();
      refused(
          "1 sample in batches of 4 is one alone: use more data, or freeze the layer.",
          assertThrows(TrainingException.class, () -> finder.run(trainer, data(1), 1, 0)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10, 12})
  void accumulationDoesNotChangeWhichOnesStandAlone(int samples) {
    try (var trainer = trainer(model(2), 4, 2, Device.jvm())) {
      var fit = new Fit(1, 1);
      if (samples % 4 == 1) {
        assertThrows(TrainingException.class, () -> fit.run(trainer, data(samples), null));
      } else {
        assertEquals(1, fit.run(trainer, data(samples), null).size());
      }
    }
  }
}

package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.batchNorm2d;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.dropout;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.lazyLinear;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;

import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadonn.device.Device;
import org.tornadonn.exec.Verification;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Footprint;
import org.tornadonn.plan.Shape;

/** Clipped gradients, and steps of several batches, on every device. */
class StepOptionsTest {

  private static final Loss LOSS = Loss.meanSquaredError();

  /** Plain descent: what a step does to the parameters is the gradient itself. */
  private static final Optimizer SGD = Optimizer.sgd(0.5f);

  private static final float[] X = random(7 * 30, 1);
  private static final float[] Y = random(7 * 2, 2);

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

  private static Model model() {
    return new Model(
        sequential(
            named("conv", conv2d(1, 3, 3).padding(1), relu()),
            named("fc", flatten(), lazyLinear(5), relu(), linear(5, 2))),
        Shape.of(1, 5, 6),
        1);
  }

  /** With batch norms and dropout. */
  private static Model moody() {
    return new Model(
        sequential(
            named("conv", conv2d(1, 3, 3).padding(1), batchNorm2d(3), relu()),
            named("fc", flatten(), dropout(0.25f), lazyLinear(2))),
        Shape.of(1, 5, 6),
        1);
  }

  private static Trainer trainer(
      Model model, Optimizer optimizer, int batchSize, StepOptions options, Device device) {
    return new Trainer(model, LOSS, optimizer, batchSize, device, options);
  }

  private static double norm(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MAX_VALUE, Integer.MAX_VALUE / 4 + 1, 1 << 30})
  void moreSamplesThanAStepCanHaveAreRefused(int batches) {
    var options = StepOptions.plain().accumulate(batches);
    var error =
        assertThrows(
            IllegalArgumentException.class, () -> trainer(model(), SGD, 4, options, Device.jvm()));
    assertTrue(
        String.valueOf(error.getMessage()).contains("micro-batches of 4 samples are more than"),
        error.getMessage());
  }

  @ParameterizedTest
  @MethodSource("devices")
  void largeGradientsShrinkTogether(Device device) {
    var model = model();
    model.freeze("conv");
    var before = model.values().clone();
    var options = StepOptions.plain().clip(Clipping.norm(0.01f));
    try (var trainer = trainer(model, SGD, 7, options, device)) {
      trainer.gradients(X, Y, 7);
      var free = trainer.fetchGradients();
      trainer.step(X, Y, 7);
      var clipped = trainer.fetchGradients();
      double norm = norm(free);
      assertEquals(norm, trainer.gradientNorm(), 1e-6 * norm);
      assertEquals(0.01, norm(clipped), 1e-6);
      trainer.sync();
      for (int i = 0; i < free.length; i++) {
        assertEquals(0.01 * free[i] / (norm + 1e-6), clipped[i], 1e-8);
        assertEquals(before[i] - 0.5 * clipped[i], model.values()[i], 1e-7);
      }
    }
    assertEquals(before[0], model.values()[0], "frozen");
  }

  @Test
  void smallGradientsStayAsTheyAre() {
    var device = Device.jvm();
    var options = StepOptions.plain().clip(Clipping.norm(1e3f));
    try (var trainer = trainer(model(), SGD, 7, options, device)) {
      trainer.gradients(X, Y, 7);
      var free = trainer.fetchGradients();
      trainer.step(X, Y, 7);
      assertArrayEquals(free, trainer.fetchGradients());
    }
  }

  @ParameterizedTest
  @MethodSource("devices")
  void eachGradientIsCutByItself(Device device) {
    var options = StepOptions.plain().clip(Clipping.value(0.02f));
    try (var trainer = trainer(model(), SGD, 7, options, device)) {
      trainer.gradients(X, Y, 7);
      var expected = trainer.fetchGradients();
      int cut = 0;
      for (int i = 0; i < expected.length; i++) {
        cut += Math.abs(expected[i]) > 0.02f ? 1 : 0;
        expected[i] = Math.clamp(expected[i], -0.02f, 0.02f);
      }
      assertTrue(cut > 5 && cut < expected.length - 5, cut + " of " + expected.length);
      trainer.step(X, Y, 7);
      assertArrayEquals(expected, trainer.fetchGradients());
      assertThrows(IllegalStateException.class, trainer::gradientNorm);
    }
  }

  /** Three batches of 3, 3 and 1 samples are one of 7. */
  @ParameterizedTest
  @MethodSource("devices")
  void microBatchesMakeTheStepOfOneBatch(Device device) {
    var whole = model();
    var parts = model();
    var adam = Optimizer.adam(1e-2f);
    var clip = StepOptions.plain().clip(Clipping.norm(0.5f));
    try (var one = trainer(whole, adam, 9, clip, Device.jvm());
        var three = trainer(parts, adam, 3, clip.accumulate(3), device)) {
      assertEquals(9, three.stepSize());
      for (int step = 0; step < 4; step++) {
        int n = step == 2 ? 2 : 7;
        float expected = one.step(X, Y, n);
        assertEquals(expected, three.step(X, Y, n), 1e-5f * expected);
        assertArrayEquals(one.fetchGradients(), three.fetchGradients(), 1e-6f);
        assertArrayEquals(one.predict(X, 7), three.predict(X, 7), 1e-4f);
      }
    }
    assertArrayEquals(whole.values(), parts.values(), 1e-4f);
  }

  /** The same sample twice: under one mask, every second gradient would be 0; under two, fewer. */
  @Test
  void everyMicroBatchDrawsItsOwnMasks() {
    var device = Device.jvm();
    var model = new Model(sequential(dropout(0.5f), linear(1000, 1)), Shape.of(1000), 3);
    var x = new float[2000];
    java.util.Arrays.fill(x, 1);
    try (var trainer = trainer(model, SGD, 1, StepOptions.plain().accumulate(2), device)) {
      trainer.gradients(x, new float[] {100, 100}, 2);
      assertEquals(0.25, zeros(trainer.fetchGradients()), 0.05);
      trainer.gradients(x, new float[] {100}, 1);
      assertEquals(0.5, zeros(trainer.fetchGradients()), 0.05);
    }
  }

  private static double zeros(float[] gradients) {
    int zeros = 0;
    for (int i = 0; i < 1000; i++) {
      zeros += gradients[i] == 0 ? 1 : 0;
    }
    return zeros / 1000.0;
  }

  @Test
  void everyMicroBatchMovesTheRunningStatistics() {
    var device = Device.jvm();
    var model = moody();
    try (var trainer = trainer(model, SGD, 3, StepOptions.plain().accumulate(3), device)) {
      trainer.step(X, Y, 7);
      trainer.sync();
    }
    var counted = model.states().stream().filter(s -> s.name().endsWith("tracked")).toList();
    assertEquals(3, model.stateValues()[counted.getFirst().offset()]);
  }

  @Test
  void accumulationTakesTheMemoryOfOneMoreGradient() {
    var model = model();
    var plain = Footprint.of(TrainingPlans.of(model, LOSS, SGD, 3).plans());
    var more =
        Footprint.of(
            TrainingPlans.of(model, LOSS, SGD, 3, StepOptions.plain().accumulate(4)).plans());
    int control = 2;
    assertEquals(4L * (model.values().length + control), more.bytes() - plain.bytes());
  }

  @Test
  void verificationCoversWhatAStepDoesBesides() {
    var device = Device.jvm();
    var options = StepOptions.plain().clip(Clipping.norm(0.1f)).accumulate(2);
    try (var trainer = trainer(moody(), SGD, 4, options, device)) {
      trainer.step(X, Y, 7);
      var before = trainer.state();
      var verification = trainer.verify(X, Y, 7);
      assertEquals("", verification.first().map(Object::toString).orElse(""));
      var steps =
          verification.rows().stream().map(Verification.Row::step).collect(Collectors.toSet());
      assertTrue(steps.contains("gradients accumulate"), steps.toString());
      assertTrue(steps.contains("clip_grad_norm squares"), steps.toString());
      assertTrue(steps.contains("clip_grad_norm scale"), steps.toString());
      assertEquals(before.parameters().keySet(), trainer.state().parameters().keySet());
      float expected = trainer.step(X, Y, 7);
      trainer.restore(before);
      assertEquals(expected, trainer.step(X, Y, 7), "as if nothing had been verified");
    }
  }

  /** What a state keeps is enough to go on bit by bit, on the same device. */
  @ParameterizedTest
  @MethodSource("devices")
  void restoredTrainingGoesOnAsItDid(Device device) {
    var options = StepOptions.plain().clip(Clipping.norm(0.1f)).accumulate(3);
    var model = moody();
    try (var trainer = trainer(model, Optimizer.adam(1e-2f), 3, options, device)) {
      trainer.step(X, Y, 7);
      var state = trainer.state();
      var expected = new float[] {trainer.step(X, Y, 7), trainer.step(X, Y, 5)};
      trainer.sync();
      var values = model.values().clone();
      var states = model.stateValues().clone();
      trainer.restore(state);
      assertArrayEquals(
          expected, new float[] {trainer.step(X, Y, 7), trainer.step(X, Y, 5)}, device.toString());
      trainer.sync();
      assertArrayEquals(values, model.values());
      assertArrayEquals(states, model.stateValues());
    }
  }

  @Test
  void aStateFromBeforeTheFirstStepForgetsTheMoments() {
    var model = model();
    try (var trainer =
        trainer(model, Optimizer.adam(1e-2f), 7, StepOptions.plain(), Device.jvm())) {
      var first = TrainingState.first(model);
      float loss = trainer.step(X, Y, 7);
      float next = trainer.step(X, Y, 7);
      assertNotEquals(loss, next);
      trainer.restore(first);
      assertArrayEquals(
          new float[] {loss, next}, new float[] {trainer.step(X, Y, 7), trainer.step(X, Y, 7)});
    }
  }

  @Test
  void aStepWithoutALossUpdatesNothing() {
    var device = Device.jvm();
    var model = model();
    try (var trainer = trainer(model, SGD, 3, StepOptions.plain().accumulate(3), device)) {
      trainer.step(X, Y, 7);
      trainer.sync();
      var before = model.values().clone();
      var spoilt = X.clone();
      spoilt[3 * 30] = Float.NaN;
      assertTrue(Float.isNaN(trainer.step(spoilt, Y, 7)));
      trainer.sync();
      assertArrayEquals(before, model.values());
      assertTrue(Float.isFinite(trainer.step(X, Y, 7)), "the NaN is in no sum any more");
    }
  }

  @Test
  void optionsAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> Clipping.norm(0));
    assertThrows(IllegalArgumentException.class, () -> Clipping.value(Float.NaN));
    assertThrows(IllegalArgumentException.class, () -> StepOptions.plain().accumulate(0));
    var options = StepOptions.plain().accumulate(2);
    try (var trainer = trainer(model(), SGD, 3, options, Device.jvm())) {
      var e = assertThrows(IllegalArgumentException.class, () -> trainer.step(X, Y, 7));
      assertTrue(String.valueOf(e.getMessage()).contains("1 to 6 samples"), e.getMessage());
    }
  }
}

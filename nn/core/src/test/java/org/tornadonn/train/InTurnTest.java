package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.batchNorm1d;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.sequential;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Block;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Signature;
import org.tornadonn.layer.Tensor;
import org.tornadonn.layer.Values;
import org.tornadonn.plan.Shape;

/** Trainers that share a model; the conformance suite holds their numbers to PyTorch's. */
class InTurnTest {

  private static final Tensor X = new Tensor(Shape.of(2, 3), new float[] {1, -2, 3, 0.5f, 2, -1});
  private static final Tensor Y = new Tensor(Shape.of(2, 1), new float[] {1, -1});

  static List<Device> devices() {
    return DevicesUnderTest.all();
  }

  /** One behind the other; the second also sees the inputs by itself. */
  private static Model model() {
    Layer first = sequential(linear(3, 3), batchNorm1d(3));
    Layer second = sequential(linear(3, 2), batchNorm1d(2), linear(2, 1));
    Block both =
        (scope, in) ->
            Values.of(
                "behind",
                scope.call("second", second, scope.call("first", first, in.get("x"))),
                "alone",
                scope.call("second", second, in.get("x")));
    return new Model(both, Signature.of("x", Shape.of(3)), 1);
  }

  private static final Turn FIRST =
      new Turn(Loss.on("behind", Loss.meanSquaredError()), Optimizer.adam(0.01f), "first");
  private static final Turn SECOND =
      new Turn(Loss.on("alone", Loss.meanSquaredError()), Optimizer.sgd(0.1f), "second");

  private static boolean changed(Map<String, Tensor> before, Map<String, Tensor> now, String name) {
    return !Arrays.equals(
        Objects.requireNonNull(before.get(name)).values(),
        Objects.requireNonNull(now.get(name)).values());
  }

  @SuppressWarnings("try") // what the others are after one is closed
  @ParameterizedTest
  @MethodSource("devices")
  void eachTrainsItsOwnAndSeesTheOthers(Device device) {
    var model = model();
    var trainers = Trainer.inTurn(model, 2, device, FIRST.keepStates("second"), SECOND);
    try (var first = trainers.get(0);
        var second = trainers.get(1)) {
      var begin = model.state();
      first.step(Map.of("x", X), Map.of("behind", Y));
      second.sync();
      var after = model.state();
      assertTrue(changed(begin, after, "first.0.weight"));
      assertTrue(changed(begin, after, "first.1.running_mean"));
      assertFalse(changed(begin, after, "second.0.weight"));
      assertFalse(changed(begin, after, "second.1.running_var"));
      assertFalse(changed(begin, after, "second.1.num_batches_tracked"));
      float before = second.gradients(Map.of("x", X), Map.of("alone", Y));
      second.step(Map.of("x", X), Map.of("alone", Y));
      first.sync();
      var last = model.state();
      assertFalse(changed(after, last, "first.0.weight"));
      assertFalse(changed(after, last, "first.1.running_mean"), "it is not computed");
      assertTrue(changed(after, last, "second.0.weight"));
      assertTrue(changed(after, last, "second.1.running_mean"));
      assertTrue(second.gradients(Map.of("x", X), Map.of("alone", Y)) < before);
      assertArrayEquals(behind(first), behind(second));
      assertEquals(List.of(1L, 1L), List.of(first.steps(), second.steps()));
      assertTrue(first.optimizerState().containsKey("first.0.weight.exp_avg"));
      assertFalse(first.optimizerState().containsKey("second.0.weight.exp_avg"));
      var moments = first.optimizerState();
      second.load(model.state()); // the device takes all of its arrays anew
      assertArrayEquals(
          Objects.requireNonNull(moments.get("first.0.weight.exp_avg")).values(),
          Objects.requireNonNull(first.optimizerState().get("first.0.weight.exp_avg")).values());
      second.close();
      assertThrows(
          IllegalStateException.class, () -> first.step(Map.of("x", X), Map.of("behind", Y)));
    }
  }

  /** Clipping, groups, a schedule and an average do in a turn what they do in a trainer. */
  @ParameterizedTest
  @MethodSource("devices")
  void aTurnHasTheOptionsOfATrainer(Device device) {
    var options =
        StepOptions.plain()
            .clip(Clipping.norm(0.5f))
            .group(p -> p.name().endsWith("bias"), Optimizer.sgd(0.02f))
            .average(new Ema(0.75));
    var alone = plainModel();
    alone.freeze("second");
    var model = plainModel();
    var turns =
        Trainer.inTurn(model, 2, device, FIRST.with(options), SECOND.with(StepOptions.plain()));
    try (var first = turns.get(0);
        var second = turns.get(1);
        var trainer =
            new Trainer(alone, FIRST.loss(), FIRST.optimizer(), 2, Device.jvm(), options)) {
      for (int step = 0; step < 3; step++) {
        for (var each : List.of(first, trainer)) {
          each.learningRate(0.01f / (1 + step));
          each.step(Map.of("x", X), Map.of("behind", Y));
        }
        assertEquals(trainer.gradientNorm(), first.gradientNorm(), 1e-5f);
      }
      trainer.sync();
      first.sync();
      assertArrayEquals(alone.values(), model.values(), 1e-6f);
      assertArrayEquals(trainer.weights().values(), first.weights().values(), 1e-6f);
      assertFalse(Arrays.equals(model.values(), first.weights().values()), "no average");
      second.step(Map.of("x", X), Map.of("alone", Y));
      second.sync();
      trainedIs("second", second.weights().values(), model, 0);
      trainedIs("first", alone.values(), model, 1e-6f);
      try (var predictor = new Predictor(model, 2, Device.jvm())) {
        var now = Objects.requireNonNull(predictor.predict(Map.of("x", X)).get("behind"));
        assertArrayEquals(now.values(), behind(first), 1e-5f);
        assertArrayEquals(now.values(), behind(second), 1e-5f);
      }
    }
  }

  private static void trainedIs(String layer, float[] expected, Model model, float tolerance) {
    for (var p : model.parameters()) {
      int end = p.offset() + p.shape().size();
      if (p.name().startsWith(layer)) {
        assertArrayEquals(
            Arrays.copyOfRange(expected, p.offset(), end),
            Arrays.copyOfRange(model.values(), p.offset(), end),
            tolerance,
            p.name());
      }
    }
  }

  private static Model plainModel() {
    Layer first = linear(3, 3);
    Layer second = linear(3, 1);
    Block both =
        (scope, in) ->
            Values.of(
                "behind",
                scope.call("second", second, scope.call("first", first, in.get("x"))),
                "alone",
                scope.call("second", second, in.get("x")));
    return new Model(both, Signature.of("x", Shape.of(3)), 1);
  }

  /** Every turn's state brings back its part, in whatever order. */
  @ParameterizedTest
  @MethodSource("devices")
  void goesOnFromTheStatesOfTheTurns(Device device) {
    var averaged = SECOND.with(StepOptions.plain().average(new Ema(0.5)).accumulate(2));
    var turns = Trainer.inTurn(model(), 2, device, FIRST, averaged);
    var others = Trainer.inTurn(model(), 2, device, FIRST, averaged);
    try (var first = turns.get(0);
        var second = others.get(0)) {
      steps(turns);
      var states = turns.stream().map(Trainer::state).toList();
      var expected = steps(turns);
      others.get(1).restore(states.get(1));
      second.restore(states.get(0));
      assertArrayEquals(expected, steps(others));
      assertEquals(first.steps(), second.steps());
      first.sync();
      second.sync();
      assertArrayEquals(first.model().values(), second.model().values());
    }
  }

  private static float[] steps(List<Trainer> turns) {
    var losses = new float[4];
    for (int i = 0; i < losses.length; i += 2) {
      losses[i] = turns.get(0).step(Map.of("x", X), Map.of("behind", Y));
      losses[i + 1] = turns.get(1).step(Map.of("x", X), Map.of("alone", Y));
    }
    return losses;
  }

  private static float[] behind(Trainer trainer) {
    return Objects.requireNonNull(trainer.predict(Map.of("x", X)).get("behind")).values();
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Trainer.inTurn(model(), 2, Device.jvm()));
    assertThrows(
        IllegalArgumentException.class, () -> Trainer.inTurn(model(), 0, Device.jvm(), FIRST));
    var nothing = new Turn(Loss.on("alone", Loss.meanSquaredError()), Optimizer.sgd(1), "first");
    assertThrows(
        IllegalStateException.class, () -> Trainer.inTurn(model(), 2, Device.jvm(), nothing));
    var unknown = new Turn(Loss.on("alone", Loss.meanSquaredError()), Optimizer.sgd(1), "third");
    assertThrows(TrainingException.class, () -> Trainer.inTurn(model(), 2, Device.jvm(), unknown));
  }
}

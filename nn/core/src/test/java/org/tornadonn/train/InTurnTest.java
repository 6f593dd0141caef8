package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
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

  @ParameterizedTest
  @MethodSource("devices")
  void otherDevicesAreNamed(Device device) {
    assumeFalse(device.backend().equals("jvm"));
    var e =
        assertThrows(
            TrainingException.class, () -> Trainer.inTurn(model(), 2, device, FIRST, SECOND));
    assertTrue(String.valueOf(e.getMessage()).contains("'" + device + "'"), e.getMessage());
  }

  @SuppressWarnings("try") // what the others are after one is closed
  @Test
  void eachTrainsItsOwnAndSeesTheOthers() {
    var model = model();
    var trainers = Trainer.inTurn(model, 2, Device.jvm(), FIRST.keepStates("second"), SECOND);
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

package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tornadonn.device.Device;
import org.tornadonn.exec.jvm.JvmExecutor;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;

/** What is measured, for how long, and what tells two measurements apart. */
class MeasuredStepTest {

  private static final Optimizer ADAM = Optimizer.adam(1e-3f);

  /** Steps of made-up durations, in milliseconds; the last one goes on for ever. */
  private static final class Clock {

    private final long[] durations;
    private long now = 17;
    private int steps;

    Clock(long... durations) {
      this.durations = durations;
    }

    double fastest() {
      return MeasuredStep.fastest(
          () -> now += 1_000_000 * durations[Math.min(steps++, durations.length - 1)], () -> now);
    }
  }

  @Test
  void stepsAreRepeatedUntilTheyGetNoFaster() {
    var clock = new Clock(10, 300, 100, 92, 150);
    assertEquals(0.092, clock.fastest(), 1e-9);
    assertEquals(4 + 13, clock.steps, "from 0.4 s to 2.4 s");
  }

  @Test
  void stepsThatGetFasterAllTheTimeEndToo() {
    var clock = new Clock(17_000, 4000, 3000, 2000, 1000, 500, 400, 300, 200);
    assertEquals(1, clock.fastest(), 1e-9);
    assertEquals(5, clock.steps, "until 10 s after the first one");
  }

  @Test
  void aLongStepIsRepeatedOnce() {
    var clock = new Clock(30_000);
    assertEquals(30, clock.fastest(), 1e-9);
    assertEquals(2, clock.steps);
  }

  private static Model model(long seed, int hidden) {
    return new Model(
        sequential(named("a", linear(3, hidden)), relu(), named("b", linear(hidden, 2))),
        Shape.of(3),
        seed);
  }

  private static MeasuredStep training(Model model, int batchSize) {
    return MeasuredStep.training(model, Loss.meanSquaredError(), ADAM, batchSize);
  }

  @Test
  void modelsThatDifferInWeightsOnlyHaveTheSameShape() {
    assertEquals(training(model(1, 4), 8).shape(), training(model(2, 4), 8).shape());
  }

  @Test
  void whateverChangesTheCallsChangesTheShape() {
    var frozen = model(1, 4);
    frozen.freeze("a");
    var sgd = new SGD(1e-3f, 0.9f, false, 0);
    var shapes =
        Stream.of(
                training(model(1, 4), 8),
                training(model(1, 4), 9),
                training(model(1, 5), 8),
                training(frozen, 8),
                MeasuredStep.training(model(1, 4), Loss.crossEntropy(), ADAM, 8),
                MeasuredStep.training(model(1, 4), Loss.meanSquaredError(), sgd, 8),
                MeasuredStep.prediction(model(1, 4), 8),
                MeasuredStep.prediction(model(1, 4), 9))
            .map(MeasuredStep::shape)
            .toList();
    assertEquals(shapes.size(), new HashSet<>(shapes).size(), shapes.toString());
  }

  @Test
  void measuringRunsOnTheDeviceAndLeavesTheModelAsItWas() {
    var opened = new ArrayList<String>();
    var device =
        new Device(
            "fake:0",
            "",
            "GPU",
            "fake",
            "",
            "",
            1,
            () -> {
              opened.add("fake:0");
              return new JvmExecutor();
            });
    var model = model(1, 4);
    var before = model.values().clone();
    long version = model.version();
    assertTrue(training(model, 8).speed().applyAsDouble(device) > 0);
    assertTrue(MeasuredStep.prediction(model, 8).speed().applyAsDouble(device) > 0);
    assertEquals(List.of("fake:0", "fake:0"), opened);
    assertArrayEquals(before, model.values());
    assertEquals(version, model.version());
  }

  @Test
  void theFasterDeviceIsTheOneWithMoreSamplesASecond() {
    var slow = new Device("slow:0", "", "GPU", "slow", "", "", 1, JvmExecutor::new);
    var fast = new Device("fast:0", "", "GPU", "fast", "", "", 1, JvmExecutor::new);
    var step = new MeasuredStep("training", "rows", "", device -> device.equals(fast) ? 100 : 1);
    for (var pair : Arrays.asList(List.of(slow, fast), List.of(fast, slow))) {
      assertEquals(fast, step.faster(pair.get(0), pair.get(1)));
    }
  }
}

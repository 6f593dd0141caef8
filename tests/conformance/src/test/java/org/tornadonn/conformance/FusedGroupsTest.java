package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.tornadonn.exec.Executor;
import org.tornadonn.exec.Placement;
import org.tornadonn.exec.Placement.Version;
import org.tornadonn.exec.Timing;
import org.tornadonn.exec.Tuning;
import org.tornadonn.exec.tornado.TornadoPlatform;
import org.tornadonn.exec.tornado.TornadoPlatform.Found;
import org.tornadonn.plan.Plan;

/** What GPUs run as one, on whatever TornadoVM lists: the same numbers, in less memory. */
class FusedGroupsTest {

  private static final String POOLED = "conv2d forward + max_pool2d forward + relu forward";
  private static final String GRADIENT = "relu input gradient + max_pool2d input gradient";

  static final List<Found> DEVICES =
      TornadoPlatform.get().devices().stream()
          .filter(
              device ->
                  DevicesUnderTest.get().tornado().stream()
                      .anyMatch(tested -> tested.name().split(" ")[0].equals(device.name())))
          .toList();

  private static Executor open(Found device, Version most) {
    return TornadoPlatform.get().open(device, "GPU", Tuning.upTo(most));
  }

  /** The same device, the same sums, and the largest of them: no bit differs. */
  @ParameterizedTest(allowZeroInvocations = true)
  @FieldSource("DEVICES")
  void numbersAreThoseOfSeparateKernels(Found device) {
    var c = ModelCases.worthTiling();
    try (var fused = open(device, Version.FUSED);
        var tuned = open(device, Version.TUNED)) {
      var run = DeviceRun.of(fused, c);
      ModelTest.compare(c, run);
      assertEquals("", run.difference(DeviceRun.of(tuned, c)));
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @FieldSource("DEVICES")
  void placementsShowTheGroups(Found device) {
    var plan = ModelCases.worthTiling().training().plan();
    try (var executor = open(device, Version.FUSED)) {
      var placements = placements(executor, plan);
      assertEquals(
          List.of(
              POOLED, "conv2d forward + relu forward", "linear forward + relu forward", GRADIENT),
          placements.stream()
              .filter(placement -> placement.version() == Version.FUSED)
              .map(Placement::step)
              .toList());
      assertEquals(plan.calls(), placements.stream().flatMap(one -> one.calls().stream()).toList());
    }
    try (var executor = open(device, Version.TUNED)) {
      assertTrue(
          placements(executor, plan).stream()
              .allMatch(one -> one.calls().size() == 1 && one.version() != Version.FUSED));
    }
  }

  private static List<Placement> placements(Executor executor, Plan plan) {
    try (var program = executor.load(List.of(plan), Map.of())) {
      return program.placements(plan);
    }
  }

  /** The largest feature maps are never there in full. */
  @ParameterizedTest(allowZeroInvocations = true)
  @FieldSource("DEVICES")
  void orientationModelsTakeLessMemory(Found device) {
    var model = OrientationModel.of(480, 8);
    try (var fused = open(device, Version.FUSED);
        var tuned = open(device, Version.TUNED)) {
      for (var plan : List.of(model.inference().plan(), model.training().plan())) {
        long less = fused.footprint(List.of(plan)).bytes();
        long bytes = tuned.footprint(List.of(plan)).bytes();
        System.out.printf(
            "OrientationModel, 480 pixels, batch 8, kernels of GPUs, plan '%s': %.0f MB, and %.0f MB if nothing is fused%n",
            plan.name(), less / 1e6, bytes / 1e6);
        assertTrue(less < 0.9 * bytes, less + " bytes instead of " + bytes);
      }
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @FieldSource("DEVICES")
  void orientationModelsAreFused(Found device) {
    assumeTrue(DevicesUnderTest.LONG || device.type().equals("GPU"), "takes long");
    var plan = OrientationModel.of(64, 3).training().plan();
    try (var executor = open(device, Version.FUSED)) {
      var steps = placements(executor, plan).stream().map(Placement::step).toList();
      assertEquals(5, steps.stream().filter(GRADIENT::equals).count(), steps.toString());
      assertTrue(steps.contains(POOLED), steps.toString());
    }
  }

  /** What {@code summary --placement} and {@code bench} show. */
  @ParameterizedTest(allowZeroInvocations = true)
  @FieldSource("DEVICES")
  void aGroupIsTimedAsOne(Found device) {
    assumeTrue(DevicesUnderTest.LONG || device.type().equals("GPU"), "takes long");
    var plan = ModelCases.worthTiling().training().plan();
    try (var executor = open(device, Version.FUSED);
        var program = executor.load(List.of(plan), Map.of())) {
      var timings = Timing.of(executor, program, plan);
      assertEquals(program.placements(plan), timings.stream().map(Timing::placement).toList());
      assertTrue(timings.stream().allMatch(timing -> timing.runMicros() > 0));
    }
  }

  /** Without a device, none of the above runs. */
  @Test
  void thereIsADevice() {
    assumeTrue(!DEVICES.isEmpty(), "TornadoVM lists no device");
  }
}

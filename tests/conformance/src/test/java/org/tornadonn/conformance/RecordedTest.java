package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.tornadonn.exec.Executor;
import org.tornadonn.exec.Placement.Version;
import org.tornadonn.exec.Tuning;
import org.tornadonn.exec.tornado.TornadoPlatform;
import org.tornadonn.exec.tornado.TornadoPlatform.Found;
import org.tornadonn.plan.Plan;

/** Kernels that are recorded and launched together, on the devices that have CUDA graphs. */
class RecordedTest {

  static final List<Found> DEVICES =
      FusedGroupsTest.DEVICES.stream().filter(TornadoPlatform.get()::hasCudaGraphs).toList();

  private static Executor open(Found device, boolean recorded) {
    return TornadoPlatform.get().open(device, new Tuning(Version.FUSED, false, recorded));
  }

  /** TornadoVM is asked by reflection, which must not fail unseen. */
  @Test
  void thoseOfItsCudaBackendHaveThem() {
    for (var device : FusedGroupsTest.DEVICES) {
      boolean cuda = device.backend().equals("cuda") || device.backend().equals("ptx");
      assertEquals(cuda, DEVICES.contains(device), device.name());
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @FieldSource("DEVICES")
  void numbersAreThoseOfSeparateLaunches(Found device) {
    var c = ModelCases.worthTiling();
    try (var recorded = open(device, true);
        var launched = open(device, false)) {
      assertEquals("", DeviceRun.of(recorded, c, 3).difference(DeviceRun.of(launched, c, 3)));
    }
  }

  /**
   * A plan of one kernel is one TaskGraph, with or without recording: nothing is timed beside it.
   */
  @ParameterizedTest(allowZeroInvocations = true)
  @FieldSource("DEVICES")
  void aSingleKernelIsNotRecorded(Found device) {
    var plan = new Plan("one", ModelCases.worthTiling().training().plan().calls().subList(0, 1));
    try (var recorded = open(device, true);
        var program = recorded.load(List.of(plan), Map.of())) {
      assertEquals("p0s0", program.placements(plan).getFirst().unit());
    }
  }

  /** What is recorded must not hold the addresses of Java's arrays. */
  @ParameterizedTest(allowZeroInvocations = true)
  @FieldSource("DEVICES")
  void arraysMayMoveBetweenRuns(Found device) {
    var small = InterleavedTest.small();
    int size = small.x().shape().size();
    try (var recorded = open(device, true);
        var launched = open(device, false);
        var one = new Training(recorded, small.c());
        var other = new Training(launched, small.c())) {
      for (int step = 0; step < 3; step++) {
        one.put(small.x(), Numbers.of(70 + step, size));
        other.put(small.x(), Numbers.of(70 + step, size));
        System.gc();
        assertArrayEquals(other.gradients(), one.gradients());
        one.update();
        other.update();
        assertArrayEquals(other.predict(), one.predict());
      }
      assertArrayEquals(other.state(), one.state());
    }
  }
}

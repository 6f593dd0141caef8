package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadonn.exec.jvm.JvmExecutor;

/** The same numbers, bit for bit: run after run on a device, and for any number of threads. */
class DeterminismTest {

  private static final int RUNS = 8;

  static Stream<Arguments> cases() {
    var devices = DevicesUnderTest.get();
    return Stream.concat(
        devices.jvm().stream()
            .flatMap(device -> ModelCases.all().stream().map(c -> Arguments.of(device, c))),
        devices.tornado().stream().map(device -> Arguments.of(device, ModelCases.sharedLinear())));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  void twoRunsAreEqual(DeviceUnderTest device, GraphCase c) {
    var once = DeviceRun.of(device.open(), c);
    var thrice = DeviceRun.of(device.open(), c, 3);
    assertEquals("", once.difference(thrice), "between the first and the third run");
  }

  /** Cold and warm: what the JVM compiles on the way must not change a bit either. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void threadsAndWarmthDoNotMatter(boolean tuned) {
    var c = OrientationModel.of(32, 3).c();
    try (var one = new JvmExecutor(1, tuned);
        var two = new JvmExecutor(2, tuned);
        var eight = new JvmExecutor(8, tuned)) {
      var cold = DeviceRun.of(one, c);
      for (int i = 0; i < RUNS; i++) {
        assertEquals("", cold.difference(DeviceRun.of(one, c)), "one thread");
        assertEquals("", cold.difference(DeviceRun.of(two, c)), "two threads");
        assertEquals("", cold.difference(DeviceRun.of(eight, c)), "eight threads");
      }
    }
  }
}

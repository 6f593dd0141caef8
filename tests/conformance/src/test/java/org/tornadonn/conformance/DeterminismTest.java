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

  static Stream<Arguments> cases() {
    return DevicesUnderTest.get().with(ModelCases.all());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  void twoRunsAreEqual(DeviceUnderTest device, GraphCase c) {
    var once = DeviceRun.of(device.open(), c);
    var thrice = DeviceRun.of(device.open(), c, 3);
    assertEquals("", once.difference(thrice), "between the first and the third run");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void threadsDoNotMatter(boolean tuned) {
    var c = OrientationModel.of(64, 3).c();
    try (var one = new JvmExecutor(1, tuned);
        var two = new JvmExecutor(2, tuned);
        var eight = new JvmExecutor(8, tuned)) {
      var right = DeviceRun.of(one, c);
      assertEquals("", right.difference(DeviceRun.of(two, c)), "two threads");
      assertEquals("", right.difference(DeviceRun.of(eight, c)), "eight threads");
    }
  }
}

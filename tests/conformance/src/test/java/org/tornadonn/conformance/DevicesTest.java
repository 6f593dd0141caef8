package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Says which devices are tested; one that is missing is a skipped test with the reason. */
class DevicesTest {

  @Test
  void asked() {
    var devices = DevicesUnderTest.get();
    System.out.println(devices);
    assertEquals(List.of(), devices.unknown(), "devices asked for that are not there; " + devices);
    assertFalse(devices.present().isEmpty() && devices.missing().isEmpty(), "no device to test");
  }

  @TestFactory
  Stream<DynamicTest> found() {
    var devices = DevicesUnderTest.get();
    var present =
        devices.present().stream()
            .map(device -> DynamicTest.dynamicTest(device.name(), () -> device.executor()));
    var missing =
        devices.missing().entrySet().stream()
            .map(
                entry ->
                    DynamicTest.dynamicTest(
                        entry.getKey(), () -> Assumptions.abort(entry.getValue())));
    return Stream.concat(present, missing);
  }
}

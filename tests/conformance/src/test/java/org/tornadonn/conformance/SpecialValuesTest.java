package org.tornadonn.conformance;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** NaN, infinities, −0, ties and single samples: a table of what every device must make of them. */
class SpecialValuesTest {

  static Stream<Arguments> table() {
    return DevicesUnderTest.get().present().stream()
        .flatMap(device -> SpecialValue.table().stream().map(row -> Arguments.of(device, row)));
  }

  static Stream<Arguments> cases() {
    return DevicesUnderTest.get().with(SpecialCases.all());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("table")
  void isAsTheTableSays(DeviceUnderTest device, SpecialValue row) throws Throwable {
    var run = DeviceRun.of(device.executor(), row.c());
    KnownDifferences.check(device, row.c(), () -> row.check(run));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  void equalsItsDefinition(DeviceUnderTest device, GraphCase c) throws Throwable {
    var run = DeviceRun.of(device.executor(), c);
    KnownDifferences.check(device, c, () -> OperationTest.compare(device, c, run));
  }
}

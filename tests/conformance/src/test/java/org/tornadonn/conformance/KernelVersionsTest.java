package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tornadonn.device.Device;
import org.tornadonn.device.Devices;
import org.tornadonn.exec.Placement.Version;
import org.tornadonn.op.convolution.Window;

/**
 * CPUs behind a driver run blocked kernels where a block is filled, unless they are told not to.
 */
class KernelVersionsTest {

  @ParameterizedTest
  @EnumSource(Version.class)
  void aCpuRunsBlockedKernelsUpToTheVersion(Version most) {
    var expected = most == Version.PORTABLE ? Version.PORTABLE : Version.TUNED;
    for (var device : cpus(most)) {
      var versions =
          versions(device, Conv2dCases.of(Window.square(3, 1, 1), 2, 16, 32, 32, 16, true));
      assertEquals(expected, versions.get("forward"));
      assertEquals(expected, versions.get("input gradient"));
      assertEquals(expected, versions.get("weight gradient parts"));
      assertEquals(Version.PORTABLE, versions.get("weight gradient"));
    }
  }

  static List<Device> cpus(Version most) {
    var tested = DevicesUnderTest.get().tornado().stream().map(DeviceUnderTest::name).toList();
    var cpus =
        Devices.find(most).devices().stream()
            .filter(device -> tested.contains(device.name()) && device.type().equals("CPU"))
            .toList();
    assumeFalse(cpus.isEmpty(), "there is no CPU behind a driver");
    return cpus;
  }

  private static Map<String, Version> versions(Device device, GraphCase c) {
    var plan = c.training().plan();
    try (var executor = device.open();
        var program = executor.load(List.of(plan), Map.of())) {
      return program.placements(plan).stream()
          .filter(placement -> placement.calls().getFirst().operation().equals("conv2d"))
          .collect(
              Collectors.toMap(
                  placement -> placement.calls().getFirst().step(),
                  placement -> placement.version()));
    }
  }
}

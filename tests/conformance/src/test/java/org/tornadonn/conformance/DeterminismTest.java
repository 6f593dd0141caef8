package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.exec.Executor;
import org.tornadonn.exec.Placement.Version;
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
    var once = DeviceRun.of(device.executor(), c);
    var thrice = DeviceRun.of(device.executor(), c, 3);
    assertEquals("", once.difference(thrice), "between the first and the third run");
  }

  static List<DeviceUnderTest> devices() {
    return DevicesUnderTest.get().present();
  }

  /** Two programs on one device, three steps of Adam each: parameters and moments, bit for bit. */
  @ParameterizedTest
  @MethodSource("devices")
  void twoTrainingsAreEqual(DeviceUnderTest device) {
    assertArrayEquals(train(device.executor()), train(device.executor()));
  }

  private static float[] train(Executor executor) {
    try (var training = new Training(executor, ModelCases.residualBlock())) {
      for (int step = 0; step < 3; step++) {
        training.gradients();
        training.update();
      }
      return training.state();
    }
  }

  /** Networks with sizes that no thread count divides. */
  @ParameterizedTest
  @EnumSource(Version.class)
  void threadsDoNotMatterInRandomNetworks(Version version) {
    try (var one = new JvmExecutor(1, version);
        var two = new JvmExecutor(2, version);
        var eight = new JvmExecutor(8, version)) {
      assertArrayEquals(train(one), train(two));
      assertArrayEquals(train(one), train(eight));
      for (long seed = 1; seed <= 25; seed++) {
        var c = RandomNetwork.of(seed).build();
        var right = DeviceRun.of(one, c);
        assertEquals("", right.difference(DeviceRun.of(two, c)), c + ", two threads");
        assertEquals("", right.difference(DeviceRun.of(eight, c)), c + ", eight threads");
      }
    }
  }

  /** Cold and warm: what the JVM compiles on the way must not change a bit either. */
  @ParameterizedTest
  @EnumSource(Version.class)
  void threadsAndWarmthDoNotMatter(Version version) {
    var c = OrientationModel.of(32, 3).c();
    try (var one = new JvmExecutor(1, version);
        var two = new JvmExecutor(2, version);
        var eight = new JvmExecutor(8, version)) {
      var cold = DeviceRun.of(one, c);
      for (int i = 0; i < RUNS; i++) {
        assertEquals("", cold.difference(DeviceRun.of(one, c)), "one thread");
        assertEquals("", cold.difference(DeviceRun.of(two, c)), "two threads");
        assertEquals("", cold.difference(DeviceRun.of(eight, c)), "eight threads");
      }
    }
  }
}

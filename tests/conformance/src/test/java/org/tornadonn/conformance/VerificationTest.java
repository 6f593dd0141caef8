package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.exec.Difference;
import org.tornadonn.exec.Executor;
import org.tornadonn.exec.Verification;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Role;
import org.tornadonn.plan.Shape;

/** Every device passes verification, and a wrong kernel is named: layer, element, both values. */
class VerificationTest {

  static final List<DeviceUnderTest> DEVICES = DevicesUnderTest.get().present();

  static final List<DeviceUnderTest> QUICK =
      DevicesUnderTest.LONG ? DEVICES : DevicesUnderTest.get().jvm();

  static final List<DeviceUnderTest> TORNADO = DevicesUnderTest.get().tornado();

  static Stream<Arguments> cases() {
    var model = OrientationModel.of(32, 3).c().onEveryDevice();
    var special =
        MaxPool2dCases.all().stream().filter(c -> c.everywhere() && c.name().contains("NaN"));
    return DevicesUnderTest.get()
        .with(
            Stream.concat(
                    Stream.concat(Stream.of(model), special),
                    Stream.of(
                        ModelCases.residualBlock(),
                        ModelCases.frozen(),
                        ModelCases.manyUses(),
                        ModelCases.worthTiling()))
                .toList());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  void devicePasses(DeviceUnderTest device, GraphCase c) {
    var verification = verify(device.executor(), c);
    assertEquals("", first(verification));
    var plan = c.training().plan();
    var compared =
        verification.rows().stream()
            .filter(row -> !row.step().startsWith("whole plan"))
            .map(Verification.Row::step)
            .collect(Collectors.toSet());
    var last = plan.calls().getLast();
    assertTrue(
        compared.stream().anyMatch(step -> step.endsWith(last.operation() + " " + last.step())),
        compared.toString());
    assertTrue(
        verification.rows().stream().anyMatch(row -> row.step().equals("whole plan gradients")));
  }

  private static Verification verify(Executor executor, GraphCase c) {
    try (var run = new CaseProgram(executor, c)) {
      run.program().run(run.plan());
      var verification = new Verification(executor);
      verification.calls(run.program(), run.plan());
      verification.whole(run.program(), run.plan());
      return verification;
    }
  }

  private static String first(Verification verification) {
    return verification.first().map(Difference::toString).orElse("");
  }

  @ParameterizedTest
  @FieldSource("DEVICES")
  void firstWrongCallIsNamed(DeviceUnderTest device) {
    var spoilt =
        new SpoilingExecutor(device.executor(), "block.2 conv2d forward", 7 + 5 * 3 + 4, 0.01f);
    assertTrue(
        first(verify(spoilt, ModelCases.residualBlock()))
            .startsWith("block.2 conv2d forward: block.2[0, 0, 3, 5] is "));
  }

  /**
   * What lies within tolerance in the sum is far beyond it in one gradient. How close the tolerance
   * is depends on the call alone: slow devices name a wrong one in {@link #firstWrongCallIsNamed}.
   */
  @ParameterizedTest(allowZeroInvocations = true)
  @FieldSource("QUICK")
  void smallErrorInAGradientIsNamed(DeviceUnderTest device) {
    var c = OrientationModel.of(32, 3).c();
    var spoilt = new SpoilingExecutor(device.executor(), "conv.3 conv2d weight gradient", 5, 3e-4f);
    var said = first(verify(spoilt, c));
    assertTrue(said.contains("conv.3 conv2d weight gradient: gradients"), said);
  }

  /**
   * Choices of another input, and of none at all; pool and convolution run as one where the device
   * can do so, and then the choice is judged by what it takes.
   */
  @ParameterizedTest
  @CsvSource({"1", "-1", "0.5", "100", "NaN"})
  void wrongChoiceIsNamed(float error) {
    var c = OrientationModel.of(32, 3).c();
    for (var device : QUICK) {
      var spoilt =
          new SpoilingExecutor(device.executor(), "conv.2 max_pool2d forward", 1, 16 + 5, error);
      var said = first(verify(spoilt, c));
      assertTrue(said.contains("conv.2 tap[0, 0, 1, 5] is "), said);
    }
  }

  /** Only TornadoVM compiles a loop of the kernel other than the one that the JVM runs. */
  @ParameterizedTest(allowZeroInvocations = true)
  @FieldSource("TORNADO")
  void wrongKernelIsNamed(DeviceUnderTest device) {
    var x = new Buffer("x", Shape.of(2, 3), Role.INPUT);
    var y = new Buffer("y", Shape.of(2, 3), Role.OUTPUT);
    var call =
        new KernelCall(
            "block.1",
            "double",
            "forward",
            List.of(x.whole()),
            List.of(y.whole()),
            List.of(),
            true,
            6,
            m -> new WrongOnDevice(m.of(x.whole()), m.of(y.whole()), 6));
    var plan = new Plan("planted", List.of(call));
    try (var program = device.executor().load(List.of(plan), Map.of())) {
      System.arraycopy(new float[] {1, 2, 3, 4, 5, 6}, 0, program.array(x), 0, 6);
      var verification = new Verification(device.executor());
      verification.calls(program, plan);
      var said = first(verification);
      assertTrue(
          said.startsWith("block.1 double forward: y[1, 0] is 16.0, the portable loop gives 8.0"),
          said);
    }
  }
}

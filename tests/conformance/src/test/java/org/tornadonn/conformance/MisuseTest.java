package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.tornadonn.exec.ExecutionException;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Copy;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Lowering;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Role;
import org.tornadonn.plan.Shape;

/** Mistakes of those who write operations are errors that name the layer and the mistake. */
class MisuseTest {

  static final List<DeviceUnderTest> DEVICES = DevicesUnderTest.get().present();

  static final List<DeviceUnderTest> TORNADO = DevicesUnderTest.get().tornado();

  private final Buffer x = new Buffer("x", Shape.of(3), Role.INPUT);
  private final Buffer y = new Buffer("y", Shape.of(3), Role.OUTPUT);

  @ParameterizedTest
  @FieldSource("DEVICES")
  void undeclaredSliceIsRefused(DeviceUnderTest device) {
    var call =
        new KernelCall(
            "block.1",
            "own",
            "forward",
            List.of(),
            List.of(y.whole()),
            List.of(),
            false,
            0,
            m -> new Copy(m.of(x.whole()), 0, m.of(y.whole()), 0, 0, 3));
    var plan = new Plan("misuse", List.of(call));
    var e =
        assertThrows(RuntimeException.class, () -> device.executor().load(List.of(plan), Map.of()));
    assertNames(e, "block.1 own forward", "x (3)");
  }

  @Test
  void lossMustBeOneNumber() {
    var g = new ValuedGraph();
    var v = g.input("x", Shape.of(3), 1, 2, 3);
    var e =
        assertThrows(IllegalArgumentException.class, () -> Lowering.gradients(g.graph(), v).plan());
    assertEquals(
        "A loss is one number, but x (3) has 3 elements: apply a loss operation first.",
        e.getMessage());
  }

  @Test
  void lossMustDependOnSomethingTrained() {
    var g = new ValuedGraph(_ -> false);
    var v = g.linear("fc", g.constant("x", Shape.of(2, 3), new float[6]), 1);
    var loss = g.weightedSum("loss", 1, v);
    var e = assertThrows(IllegalStateException.class, () -> Lowering.gradients(g.graph(), loss));
    assertNames(e, "unfreeze");
  }

  /** Without {@code tornado.recover.bailout=False} TornadoVM would run it on the JVM, silently. */
  @ParameterizedTest(allowZeroInvocations = true)
  @FieldSource("TORNADO")
  void kernelThatDoesNotCompileIsNamed(DeviceUnderTest device) {
    var call =
        new KernelCall(
            "block.2",
            "printing",
            "forward",
            List.of(x.whole()),
            List.of(y.whole()),
            List.of(),
            false,
            0,
            m -> new PrintingKernel(m.of(x.whole()), m.of(y.whole()), 3));
    var plan = new Plan("misuse", List.of(call));
    var e =
        assertThrows(
            ExecutionException.class,
            () -> {
              try (var program = device.executor().load(List.of(plan), Map.of())) {
                program.run(plan);
              }
            });
    assertNames(e, "block.2 printing forward", device.name());
  }

  private static void assertNames(RuntimeException e, String... parts) {
    var message = String.valueOf(e.getMessage());
    for (var part : parts) {
      assertTrue(message.contains(part), "names " + part + ": " + message);
    }
  }
}

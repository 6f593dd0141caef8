package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tornadonn.exec.Placement;
import org.tornadonn.exec.Placement.Version;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Role;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Slice;

/** What calls are compared with. */
class CeilingsTest {

  /** A copy of 1,000 bytes takes 100 ns, one of 4,000 takes 200 ns, one of 16,000 takes 1,600. */
  private static final Ceilings CEILINGS =
      new Ceilings(
          1e9,
          List.of(
              new Ceilings.CopySpeed(1000, 1e10),
              new Ceilings.CopySpeed(4000, 2e10),
              new Ceilings.CopySpeed(16_000, 1e10)));

  @Test
  void callsAreComparedWithCopiesOfAboutTheirSize() {
    assertEquals(100e-9, seconds(250, 0), 1e-12); // 1,000 bytes: the smallest copy
    assertEquals(100e-9, seconds(500, 0), 1e-12); // 2,000 bytes, at the better speed of the two
    assertEquals(200e-9, seconds(1000, 0), 1e-12);
    assertEquals(400e-9, seconds(2000, 0), 1e-12);
    assertEquals(1600e-9, seconds(4000, 0), 1e-12);
    assertEquals(16e-6, seconds(40_000, 0), 1e-12); // more than any
    assertEquals(1e10, CEILINGS.bandwidth());
  }

  @Test
  void theBestOfTwoHasTheFasterOfEach() {
    var other =
        new Ceilings(
            2e9,
            List.of(
                new Ceilings.CopySpeed(1000, 2e10),
                new Ceilings.CopySpeed(4000, 1e10),
                new Ceilings.CopySpeed(16_000, 1e10)));
    var best = CEILINGS.best(other);
    assertEquals(2e9, best.flops());
    assertEquals(
        List.of(2e10, 2e10, 1e10),
        best.copies().stream().map(Ceilings.CopySpeed::bandwidth).toList());
  }

  @Test
  void whatTakesLongerCounts() {
    assertEquals(1e-6, seconds(1000, 1000), 1e-12);
    assertTrue(CEILINGS.computes(placement(1000, 1000)));
    assertEquals(200e-9, seconds(1000, 100), 1e-12);
    assertFalse(CEILINGS.computes(placement(1000, 100)));
  }

  @Test
  void whatIsSmallerThanTheSmallestCopyIsNotCompared() {
    assertTrue(CEILINGS.measures(placement(250, 0)));
    assertFalse(CEILINGS.measures(placement(200, 0)));
    assertTrue(CEILINGS.measures(placement(200, 1000)));
  }

  @Test
  void bytesAreWhatGoesInAndOut() {
    var x = slice("x", 100);
    var y = slice("y", 50);
    var z = slice("z", 25);
    var first = call(List.of(x), List.of(y), List.of(), 10);
    var second = call(List.of(y), List.of(z), List.of(), 5);
    var adding = call(List.of(x), List.of(), List.of(y), 5);
    assertEquals(600, placement(first).bytes());
    assertEquals(500, placement(first, second).bytes());
    assertEquals(15, placement(first, second).flops());
    assertEquals(800, placement(adding).bytes());
  }

  private static double seconds(int floats, long flops) {
    return CEILINGS.leastSeconds(placement(floats, flops));
  }

  private static Placement placement(int floats, long flops) {
    return placement(call(List.of(slice("x", floats)), List.of(), List.of(), flops));
  }

  private static Placement placement(KernelCall... calls) {
    return new Placement(List.of(calls), Version.PORTABLE, "");
  }

  private static KernelCall call(
      List<Slice> reads, List<Slice> writes, List<Slice> adds, long flops) {
    return new KernelCall(
        "",
        "test",
        "call",
        reads,
        writes,
        adds,
        false,
        flops,
        _ -> {
          throw new AssertionError("nothing runs");
        });
  }

  private static Slice slice(String name, int size) {
    return new Buffer(name, Shape.of(size), Role.ACTIVATION).whole();
  }
}

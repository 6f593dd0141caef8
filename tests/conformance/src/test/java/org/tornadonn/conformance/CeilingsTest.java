package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.tornadonn.op.linear.FmaChains;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Copy;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Role;
import org.tornadonn.plan.Shape;

/**
 * What measures a device's ceilings does all of the work that it is said to do, and its clock runs.
 */
class CeilingsTest {

  static final List<DeviceUnderTest> DEVICES = DevicesUnderTest.get().present();

  /** More than a group of any version, and no multiple of one. */
  private static final int CHAINS = 31;

  /** More than two stretches of any version. */
  private static final int NUMBERS = 10_007;

  private static final int ROUNDS = 100;

  private final Buffer control = new Buffer("control", Shape.of(3), Role.CONTROL);
  private final Buffer sums = new Buffer("sums", Shape.of(CHAINS), Role.OUTPUT);
  private final Buffer from = new Buffer("from", Shape.of(NUMBERS), Role.INPUT);
  private final Buffer to = new Buffer("to", Shape.of(NUMBERS), Role.OUTPUT);

  private final Plan plan =
      new Plan(
          "ceilings",
          List.of(
              new KernelCall(
                  "",
                  "ceiling",
                  "multiply-adds",
                  List.of(control.whole()),
                  List.of(sums.whole()),
                  List.of(),
                  false,
                  FmaChains.flops(CHAINS, ROUNDS),
                  m -> new FmaChains(m.of(control.whole()), m.of(sums.whole()), CHAINS)),
              new KernelCall(
                  "",
                  "ceiling",
                  "copy",
                  List.of(from.whole()),
                  List.of(to.whole()),
                  List.of(),
                  false,
                  0,
                  m -> new Copy(m.of(from.whole()), 0, m.of(to.whole()), 0, 0, NUMBERS))));

  @ParameterizedTest
  @FieldSource("DEVICES")
  void everyRoundIsDoneAndEveryNumberCopied(DeviceUnderTest device) {
    var numbers = Numbers.of(401, NUMBERS);
    try (var program = device.executor().load(List.of(plan), Map.of())) {
      System.arraycopy(new float[] {0.75f, 0.5f, ROUNDS}, 0, program.array(control), 0, 3);
      System.arraycopy(numbers, 0, program.array(from), 0, NUMBERS);
      program.run(plan);
      Tolerances.EXACT.check("copy", doubles(numbers), program.array(to));
      // After so many rounds, only the last few are to be seen: so a second run has but one.
      check(ROUNDS, program.array(sums));
      program.array(control)[2] = 1;
      long start = System.nanoTime();
      long nanos = program.nanos(plan);
      long all = System.nanoTime() - start;
      check(1, program.array(sums));
      assertTrue(nanos > 0 && nanos <= all, nanos + " of " + all + " ns");
    }
  }

  private static void check(int rounds, float[] sums) {
    for (int i = 0; i < CHAINS; i++) {
      double sum = 0;
      for (int lane = 0; lane < FmaChains.LANES; lane++) {
        double s = 0.5 * (i * FmaChains.LANES + lane);
        for (int round = 0; round < rounds; round++) {
          s = s * 0.75 + 0.5;
        }
        sum += s;
      }
      assertEquals(sum, sums[i], 1e-5 * sum, rounds + " rounds of index " + i);
    }
  }

  private static double[] doubles(float[] numbers) {
    var doubles = new double[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      doubles[i] = numbers[i];
    }
    return doubles;
  }
}

package org.tornadonn.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.tornadonn.conformance.oracle.Sum;
import org.tornadonn.op.loss.BatchMean;
import org.tornadonn.op.update.Assign;
import org.tornadonn.op.update.MovingAverage;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Copy;
import org.tornadonn.plan.Fill;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Memory;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Role;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Slice;

/** Kernels that no case brings by itself: Fill, Copy, Assign, BatchMean, MovingAverage. */
class SmallKernelTest {

  static final List<DeviceUnderTest> DEVICES = DevicesUnderTest.get().present();

  private final Buffer x = new Buffer("x", Shape.of(7), Role.INPUT);
  private final Buffer zeros = new Buffer("zeros", Shape.of(10), Role.INPUT);
  private final Buffer fill = new Buffer("fill", Shape.of(1), Role.CONTROL);

  /** Arrays of ten whose first elements a kernel is not to touch. */
  private final Buffer filled = new Buffer("filled", Shape.of(10), Role.GRADIENT);

  private final Buffer copied = new Buffer("copied", Shape.of(10), Role.GRADIENT);
  private final Buffer added = new Buffer("added", Shape.of(10), Role.GRADIENT);
  private final Buffer assigned = new Buffer("assigned", Shape.of(7), Role.OUTPUT);
  private final Buffer share = new Buffer("share", Shape.of(1), Role.CONTROL);
  private final Buffer average = new Buffer("average", Shape.of(7), Role.PARAMETER);
  private final Buffer mean = new Buffer("mean", Shape.of(1), Role.OUTPUT);

  private Plan plan() {
    var to = Stream.of(filled, copied, added).map(b -> new Slice(b, 3, x.shape())).toList();
    var calls = new ArrayList<KernelCall>();
    for (var buffer : List.of(filled, copied, added)) {
      // TornadoVM copies an array to the device only if the first task that has it reads it.
      var all = buffer.whole();
      calls.add(
          call("read", List.of(zeros.whole()), all, true)
              .apply(m -> new Copy(m.of(zeros.whole()), 0, m.of(all), 0, 1, 10)));
    }
    calls.add(
        call("fill", List.of(), to.get(0), false)
            .apply(m -> new Fill(m.of(to.get(0)), 3, 0.5f, 7)));
    calls.add(
        call("copy", List.of(x.whole()), to.get(1), false)
            .apply(m -> new Copy(m.of(x.whole()), 0, m.of(to.get(1)), 3, 0, 7)));
    calls.add(
        call("add", List.of(x.whole()), to.get(2), true)
            .apply(m -> new Copy(m.of(x.whole()), 0, m.of(to.get(2)), 3, 1, 7)));
    calls.add(Assign.call("assigned", x.whole(), assigned.whole()));
    calls.add(
        call("average", List.of(x.whole(), share.whole()), average.whole(), true)
            .apply(
                m ->
                    new MovingAverage(
                        m.of(x.whole()), m.of(average.whole()), m.of(share.whole()), 1, 6)));
    calls.add(
        call("mean", List.of(x.whole(), fill.whole()), mean.whole(), false)
            .apply(
                m -> new BatchMean(m.of(x.whole()), m.of(fill.whole()), m.of(mean.whole()), 7, 3)));
    return new Plan("small", calls);
  }

  private interface Bound {
    KernelCall apply(Function<Memory, Kernel> binding);
  }

  private static Bound call(String step, List<Slice> reads, Slice to, boolean adds) {
    return binding ->
        new KernelCall(
            "small",
            "kernel",
            step,
            reads,
            adds ? List.of() : List.of(to),
            adds ? List.of(to) : List.of(),
            false,
            7,
            binding);
  }

  @ParameterizedTest
  @FieldSource("DEVICES")
  void fillCopyAndMean(DeviceUnderTest device) {
    var plan = plan();
    var before = Numbers.of(301, 10);
    var numbers = Numbers.of(302, 7);
    try (var program =
        device
            .executor()
            .load(
                List.of(plan),
                Map.of(
                    filled,
                    before.clone(),
                    copied,
                    before.clone(),
                    added,
                    before.clone(),
                    average,
                    Arrays.copyOf(before, 7)))) {
      System.arraycopy(numbers, 0, program.array(x), 0, 7);
      program.array(fill)[0] = 5;
      var averages = new ArrayList<float[]>();
      for (float next : new float[] {0.25f, 0.75f, 1}) {
        program.array(share)[0] = next;
        program.run(plan);
        program.fetch(average);
        averages.add(program.array(average).clone());
      }
      List.of(filled, copied, added).forEach(program::fetch);
      double sum = 0;
      for (int i = 0; i < 10; i++) {
        double old = before[i];
        double number = i < 3 ? 0 : numbers[i - 3];
        sum += i < 8 ? number : 0;
        exact("fill", i < 3 ? old : 0.5, program.array(filled)[i]);
        exact("copy", i < 3 ? old : number, program.array(copied)[i]);
        Tolerances.of(new Sum(4, 1))
            .check("add", new double[] {old + 3 * number}, new float[] {program.array(added)[i]});
      }
      for (int i = 0; i < 7; i++) {
        exact("assign", numbers[i], program.array(assigned)[i]);
        float to = i < 1 ? before[i] : numbers[i];
        double first = 0.75 * before[i] + 0.25 * to;
        double second = 0.25 * first + 0.75 * to;
        Tolerances.of(new Sum(3, 1))
            .check(
                "average",
                new double[] {first, second},
                new float[] {averages.get(0)[i], averages.get(1)[i]});
        exact("average of the newest alone", to, averages.get(2)[i]);
      }
      Tolerances.of(new Sum(5, 1))
          .check("mean of 5 rows", new double[] {sum / 15}, program.array(mean));
    }
  }

  private static void exact(String what, double expected, float actual) {
    Tolerances.EXACT.check(what, new double[] {expected}, new float[] {actual});
  }
}

package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Role;
import org.tornadonn.plan.Shape;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/** As many arguments as a kernel can have, so many times that one TaskGraph cannot hold them. */
class WidestKernelTest {

  static final List<DeviceUnderTest> DEVICES = DevicesUnderTest.get().present();

  private static final int SIZE = 5;
  private static final int INPUTS = 13;
  private static final int CALLS = 100;

  /** {@code y[i] = Σ(k < 13) (k + 1) · x[k][i]}: thirteen arrays, the result, its size. */
  private record Weighted(List<float[]> x, float[] y) implements Kernel {

    static void loop(
        float[] a,
        float[] b,
        float[] c,
        float[] d,
        float[] e,
        float[] f,
        float[] g,
        float[] h,
        float[] i,
        float[] j,
        float[] k,
        float[] l,
        float[] m,
        float[] y,
        int size) {
      for (@Parallel int n = 0; n < size; n++) {
        float low = a[n] + 2 * b[n] + 3 * c[n] + 4 * d[n] + 5 * e[n] + 6 * f[n] + 7 * g[n];
        float high = 8 * h[n] + 9 * i[n] + 10 * j[n] + 11 * k[n] + 12 * l[n] + 13 * m[n];
        y[n] = low + high;
      }
    }

    @Override
    public int size() {
      return SIZE;
    }

    @Override
    public void run(int from, int to) {
      for (int n = from; n < to; n++) {
        float sum = 0;
        for (int k = 0; k < INPUTS; k++) {
          sum += (k + 1) * x.get(k)[n];
        }
        y[n] = sum;
      }
    }

    @Override
    public void addTo(TaskGraph graph, String id) {
      graph.task(
          id,
          Weighted::loop,
          x.get(0),
          x.get(1),
          x.get(2),
          x.get(3),
          x.get(4),
          x.get(5),
          x.get(6),
          x.get(7),
          x.get(8),
          x.get(9),
          x.get(10),
          x.get(11),
          x.get(12),
          y,
          SIZE);
    }
  }

  @ParameterizedTest
  @FieldSource("DEVICES")
  void fifteenArguments(DeviceUnderTest device) {
    var inputs =
        IntStream.range(0, INPUTS)
            .mapToObj(k -> new Buffer("x" + k, Shape.of(SIZE), Role.INPUT))
            .toList();
    var calls = new ArrayList<KernelCall>();
    var y = new Buffer("y", Shape.of(SIZE), Role.OUTPUT);
    var reads = inputs.stream().map(Buffer::whole).toList();
    for (int c = 0; c < CALLS; c++) {
      calls.add(
          new KernelCall(
              "wide",
              "weighted",
              "sum " + c,
              reads,
              List.of(y.whole()),
              List.of(),
              false,
              26L * SIZE,
              m -> new Weighted(reads.stream().map(m::of).toList(), m.of(y.whole()))));
    }
    var plan = new Plan("wide", calls);
    try (var program = device.executor().load(List.of(plan), Map.of())) {
      for (int k = 0; k < INPUTS; k++) {
        for (int n = 0; n < SIZE; n++) {
          program.array(inputs.get(k))[n] = k * n + 1; // small integers: sums are exact
        }
      }
      program.run(plan);
      var expected = new float[SIZE];
      for (int n = 0; n < SIZE; n++) {
        for (int k = 0; k < INPUTS; k++) {
          expected[n] += (k + 1) * (k * n + 1);
        }
      }
      assertArrayEquals(expected, program.array(y));
    }
  }
}

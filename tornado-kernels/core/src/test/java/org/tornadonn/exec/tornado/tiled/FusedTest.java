package org.tornadonn.exec.tornado.tiled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadonn.exec.tornado.TornadoPlatform;
import org.tornadonn.exec.tornado.graph.Grouped;
import org.tornadonn.op.activation.ReLUForward;
import org.tornadonn.op.activation.ReLUInputGradient;
import org.tornadonn.op.convolution.Conv2dForward;
import org.tornadonn.op.convolution.ImageSizes;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.linear.LinearForward;
import org.tornadonn.op.pooling.MaxPool2dForward;
import org.tornadonn.op.pooling.MaxPool2dInputGradient;
import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;

/**
 * Kernels that do several in one, on every device that TornadoVM lists, GPU or not, against the
 * portable loops one after the other on the JVM. The numbers are small integers, whose sums are
 * exact in any order and are often the same: all results have to be equal to the bit.
 */
class FusedTest {

  private static final Window HALVING = Window.square(2, 2, 0);
  private static final Tiling SQUARE = new Tiling(4, 4, 2, 2);
  private static final Tiling WIDE = new Tiling(4, 8, 1, 4);
  private static final Tiling HIGH = new Tiling(8, 4, 4, 1);

  /** What the inputs are. */
  private enum Values {
    INTEGERS,
    EQUAL,
    /** NaN and infinities among them. */
    SPECIAL
  }

  /** A kernel, what it reads and writes, and what it is to write. */
  private record Work(
      String name,
      Kernel fused,
      List<float[]> reads,
      List<float[]> results,
      List<float[]> expected) {

    /** What the separate kernels write. */
    static Work of(
        String name,
        List<Kernel> separate,
        Kernel fused,
        List<float[]> reads,
        List<float[]> results) {
      separate.forEach(kernel -> kernel.run(0, kernel.size()));
      var expected = results.stream().map(float[]::clone).toList();
      return new Work(name, fused, reads, results, expected);
    }
  }

  private static List<TornadoDevice> devices = List.of();

  @BeforeAll
  static void devices() {
    devices = TornadoPlatform.get().handles();
    assumeFalse(devices.isEmpty(), "TornadoVM lists no device");
  }

  static Stream<Arguments> convolutions() {
    return Stream.of(
        Arguments.of(1, 3, 7, 9, 5, Window.square(3, 1, 1), SQUARE),
        Arguments.of(3, 5, 8, 6, 13, Window.square(5, 1, 2), WIDE),
        Arguments.of(3, 4, 5, 7, 9, Window.square(1, 1, 0), HIGH),
        Arguments.of(1, 2, 13, 17, 8, new Window(5, 2, 2, 3, 0, 1), SQUARE),
        Arguments.of(1, 1, 4, 4, 1, Window.square(3, 1, 0), WIDE),
        Arguments.of(3, 19, 6, 11, 34, Window.square(3, 2, 2), HIGH));
  }

  @ParameterizedTest
  @MethodSource("convolutions")
  void convolutionAndPool(int n, int ci, int hi, int wi, int co, Window window, Tiling tiling)
      throws TornadoExecutionPlanException {
    var s = new ImageSizes(n, ci, hi, wi, co, window.outputHeight(hi), window.outputWidth(wi));
    compare(
        List.of(
            pooled(s, window, tiling, 1, Values.SPECIAL, true, 1, true),
            pooled(s, window, tiling, 1, Values.INTEGERS, false, 0, true),
            pooled(s, window, tiling, 1, Values.EQUAL, false, 1, false)));
  }

  /** The largest of sums that several groups share. */
  @ParameterizedTest
  @MethodSource("fewConvolutions")
  void cutConvolutionAndPool(int n, int ci, int hi, int wi, int co, Window window, Tiling tiling)
      throws TornadoExecutionPlanException {
    var s = new ImageSizes(n, ci, hi, wi, co, window.outputHeight(hi), window.outputWidth(wi));
    compare(
        List.of(
            pooled(s, window, tiling, 3, Values.SPECIAL, true, 1, true),
            pooled(s, window, tiling, 2, Values.EQUAL, false, 0, false)));
  }

  private static Work pooled(
      ImageSizes s,
      Window window,
      Tiling tiling,
      int pieces,
      Values values,
      boolean bias,
      int keep,
      boolean r) {
    var k = convolution(s, window, values, bias);
    var p = new ImageSizes(s.n(), s.co(), s.ho(), s.wo(), s.co(), s.ho() / 2, s.wo() / 2);
    int size = p.n() * p.co() * p.ho() * p.wo();
    float[] largest = new float[size];
    float[] tap = keep > 0 ? new float[size] : k.y();
    var separate = new ArrayList<Kernel>();
    separate.add(k);
    separate.add(new MaxPool2dForward(k.y(), largest, tap, keep, p, HALVING));
    float[] y = r ? new float[size] : largest;
    if (r) {
      separate.add(new ReLUForward(largest, 0, y, size));
    }
    return Work.of(
        "pool of %s, %s, %s, bias %s, keep %d, ReLU %s, %d pieces"
            .formatted(s, window, values, bias, keep, r, pieces),
        separate,
        TiledProduct.of(ForwardChain.of(separate)).with(tiling, pieces),
        List.of(k.x(), k.w(), k.b()),
        keep > 0 ? List.of(y, tap) : List.of(y));
  }

  static Stream<Arguments> fewConvolutions() {
    return convolutions().limit(3);
  }

  @ParameterizedTest
  @MethodSource("fewConvolutions")
  void convolutionAndReLU(int n, int ci, int hi, int wi, int co, Window window, Tiling tiling)
      throws TornadoExecutionPlanException {
    var s = new ImageSizes(n, ci, hi, wi, co, window.outputHeight(hi), window.outputWidth(wi));
    compare(
        List.of(
            rectified(s, window, tiling, 1, Values.SPECIAL, true),
            rectified(s, window, tiling, 3, Values.SPECIAL, true),
            rectified(s, window, tiling, 3, Values.INTEGERS, false)));
  }

  private static Work rectified(
      ImageSizes s, Window window, Tiling tiling, int pieces, Values values, boolean bias) {
    var k = convolution(s, window, values, bias);
    float[] y = new float[k.size()];
    List<Kernel> separate = List.of(k, new ReLUForward(k.y(), 0, y, k.size()));
    return Work.of(
        "ReLU of %s, %s, %s, bias %s, %d pieces".formatted(s, window, values, bias, pieces),
        separate,
        TiledProduct.of(ForwardChain.of(separate)).with(tiling, pieces),
        List.of(k.x(), k.w(), k.b()),
        List.of(y));
  }

  @ParameterizedTest
  @CsvSource({"33, 20, 70, 1", "1, 200, 9, 5", "3, 70, 5, 4"})
  void linearAndReLU(int n, int ci, int co, int pieces) throws TornadoExecutionPlanException {
    var works = new ArrayList<Work>();
    for (var values : List.of(Values.INTEGERS, Values.SPECIAL)) {
      float[] x = numbers(n * ci, 1, values);
      float[] w = numbers(3 + co * ci, 2, Values.INTEGERS);
      float[] b = numbers(2 + co, 3, Values.INTEGERS);
      float[] sums = new float[n * co];
      float[] y = new float[n * co];
      List<Kernel> separate =
          List.of(
              new LinearForward(x, w, 3, b, 2, sums, n, ci, co),
              new ReLUForward(sums, 0, y, n * co));
      works.add(
          Work.of(
              "linear %d×%d×%d, %s, %d pieces".formatted(n, ci, co, values, pieces),
              separate,
              TiledProduct.of(ForwardChain.of(separate)).with(SQUARE, pieces),
              List.of(x, w, b),
              List.of(y)));
    }
    compare(works);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 2, 2", "3, 2, 7, 9", "2, 5, 8, 3", "1, 3, 5, 6"})
  void gradient(int n, int channels, int hi, int wi) throws TornadoExecutionPlanException {
    var s = new ImageSizes(n, channels, hi, wi, channels, hi / 2, wi / 2);
    int size = n * channels * (hi / 2) * (wi / 2);
    float[] y = numbers(size, 1, Values.SPECIAL);
    float[] dy = numbers(size, 2, Values.SPECIAL);
    float[] tap = numbers(size, 3, Values.INTEGERS);
    for (int i = 0; i < size; i++) {
      tap[i] = Math.abs(tap[i]) % 4;
    }
    float[] between = new float[size];
    float[] dx = new float[n * channels * hi * wi];
    var relu = new ReLUInputGradient(y, dy, between, 0, 0, size);
    var pool = new MaxPool2dInputGradient(between, tap, dx, 0, s, HALVING);
    compare(
        List.of(
            Work.of(
                "gradient of " + s,
                List.of(relu, pool),
                new ReLUPoolGradient(relu, pool),
                List.of(y, dy, tap),
                List.of(dx))));
  }

  /** Of the same sums, whatever they are rounded to. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void theLargestIsOneOfTheDevicesOwnSums(int pieces) throws TornadoExecutionPlanException {
    var s = new ImageSizes(2, 7, 9, 10, 6, 9, 10);
    var window = Window.square(3, 1, 1);
    var random = TiledProduct.of(convolution(s, window, Values.EQUAL, true)).onRandomNumbers();
    var k = (Conv2dForward) random.portable();
    var p = new ImageSizes(2, 6, 9, 10, 6, 4, 5);
    int size = 2 * 6 * 4 * 5;
    float[] tap = new float[size];
    float[] y = new float[size];
    var pool = new MaxPool2dForward(k.y(), new float[size], tap, 1, p, HALVING);
    var relu = new ReLUForward(pool.y(), 0, y, size);
    var fused = TiledProduct.of(ForwardChain.of(List.of(k, pool, relu))).with(HIGH, pieces);
    for (var device : devices) {
      var reads = List.of(k.x(), k.w(), k.b());
      run(
          List.of(new Work("", random.with(SQUARE, pieces), reads, List.of(k.y()), List.of())),
          device);
      var work = Work.of("", List.of(pool, relu), fused, reads, List.of(y, tap));
      work.results().forEach(result -> Arrays.fill(result, 77));
      run(List.of(work), device);
      check(work);
    }
  }

  private static Conv2dForward convolution(
      ImageSizes s, Window window, Values values, boolean bias) {
    int taps = s.ci() * window.kernelHeight() * window.kernelWidth();
    var factors = values == Values.EQUAL ? Values.EQUAL : Values.INTEGERS;
    float[] x = numbers(s.n() * s.ci() * s.hi() * s.wi(), 1, values);
    float[] w = numbers(3 + s.co() * taps, 2, factors);
    float[] b = bias ? numbers(5 + s.co(), 3, factors) : w;
    float[] y = new float[s.n() * s.co() * s.ho() * s.wo()];
    return new Conv2dForward(x, w, 3, b, bias ? 5 : Conv2dForward.NO_BIAS, y, s, window);
  }

  private static float[] numbers(int size, int seed, Values values) {
    var random = new Random(seed);
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = values == Values.EQUAL ? 1 : random.nextInt(7) - 3;
      if (values == Values.SPECIAL) {
        numbers[i] =
            switch (random.nextInt(40)) {
              case 0 -> Float.NaN;
              case 1 -> Float.POSITIVE_INFINITY;
              case 2 -> Float.NEGATIVE_INFINITY;
              case 3 -> -0f;
              default -> numbers[i];
            };
      }
    }
    return numbers;
  }

  private static void compare(List<Work> works) throws TornadoExecutionPlanException {
    for (var device : devices) {
      works.forEach(work -> work.results().forEach(result -> Arrays.fill(result, 77)));
      run(works, device);
      works.forEach(FusedTest::check);
    }
  }

  private static void check(Work work) {
    for (int i = 0; i < work.results().size(); i++) {
      float[] expected = work.expected().get(i);
      float[] actual = work.results().get(i);
      for (int j = 0; j < expected.length; j++) {
        assertEquals(
            expected[j], actual[j], "element %d of result %d of %s".formatted(j, i, work.name()));
      }
    }
  }

  private static void run(List<Work> works, TornadoDevice device)
      throws TornadoExecutionPlanException {
    var graph = new TaskGraph("works");
    var grids = new GridScheduler();
    for (int i = 0; i < works.size(); i++) {
      var work = works.get(i);
      graph.transferToDevice(DataTransferMode.FIRST_EXECUTION, work.reads().toArray());
      graph.transferToDevice(DataTransferMode.FIRST_EXECUTION, work.results().toArray());
      work.fused().addTo(graph, "w" + i);
      graph.transferToHost(DataTransferMode.EVERY_EXECUTION, work.results().toArray());
      if (work.fused() instanceof Grouped grouped) {
        grids.addWorkerGrid("works.w" + i, grouped.grid());
      }
    }
    try (var plan = new TornadoExecutionPlan(graph.snapshot())) {
      if (!grids.keySet().isEmpty()) {
        plan.withGridScheduler(grids);
      }
      plan.withDevice(device).execute();
    }
    device.getDeviceContext().setResetToFalse();
  }
}

package org.tornadonn.exec.tornado.tiled;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.exec.Rounding;
import org.tornadonn.exec.tornado.TornadoPlatform;
import org.tornadonn.exec.tornado.graph.Grouped;
import org.tornadonn.op.convolution.BiasGradient;
import org.tornadonn.op.convolution.Conv2dForward;
import org.tornadonn.op.convolution.Conv2dInputGradient;
import org.tornadonn.op.convolution.Conv2dWeightGradient;
import org.tornadonn.op.convolution.ImageSizes;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.linear.LinearForward;
import org.tornadonn.op.linear.LinearInputGradient;
import org.tornadonn.op.linear.LinearWeightGradient;
import org.tornadonn.op.normalization.BatchNormGradientParts;
import org.tornadonn.op.normalization.ChannelSquares;
import org.tornadonn.op.normalization.ChannelSums;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;

/**
 * Kernels of GPUs on every device that TornadoVM lists, GPU or not, against the portable loops on
 * the JVM: awkward shapes, whether a GPU would choose these kernels for them or not.
 */
class GroupedTest {

  /** A kernel and the numbers of which it is to make its results. */
  private record Work(Grouped kernel, int terms, List<float[]> reads, List<float[]> results) {

    static Work of(TiledProduct product) {
      var reads = List.of(product.a(), product.b(), product.bias());
      return new Work(product, product.terms(), reads, List.of(product.y()));
    }

    List<float[]> copies() {
      return results.stream().map(float[]::clone).toList();
    }

    @Override
    public String toString() {
      return kernel instanceof TiledProduct product
          ? product.description() + " in tiles of " + product.tiling()
          : kernel.getClass().getSimpleName();
    }
  }

  private static final Tiling SQUARE = new Tiling(4, 4, 2, 2);
  private static final Tiling WIDE = new Tiling(4, 8, 1, 4);
  private static final Tiling HIGH = new Tiling(8, 4, 4, 1);

  private static List<TornadoDevice> devices = List.of();

  @BeforeAll
  static void devices() {
    devices = TornadoPlatform.get().handles();
    assumeFalse(devices.isEmpty(), "TornadoVM lists no device");
  }

  static Stream<Arguments> convolutions() {
    return Stream.of(
        convolution(3, 5, 7, 6, 13, Window.square(3, 2, 1), SQUARE, 1),
        convolution(2, 19, 9, 5, 34, Window.square(3, 1, 2), HIGH, 3),
        convolution(2, 3, 13, 17, 8, new Window(5, 2, 2, 3, 0, 1), WIDE, 2));
  }

  private static Arguments convolution(
      int n, int ci, int hi, int wi, int co, Window window, Tiling tiling, int pieces) {
    var sizes = new ImageSizes(n, ci, hi, wi, co, window.outputHeight(hi), window.outputWidth(wi));
    return Arguments.of(sizes, window, tiling, pieces);
  }

  @ParameterizedTest
  @MethodSource("convolutions")
  void convolution(ImageSizes s, Window window, Tiling tiling, int pieces)
      throws TornadoExecutionPlanException {
    int taps = s.ci() * window.kernelHeight() * window.kernelWidth();
    int parts = Math.ceilDiv(s.n() * s.ho(), 3);
    float[] x = random(s.n() * s.ci() * s.hi() * s.wi(), 1);
    float[] w = random(3 + s.co() * taps, 2);
    float[] b = random(5 + s.co(), 3);
    float[] y = random(s.n() * s.co() * s.ho() * s.wo(), 4);
    compare(
        Stream.of(
                TiledProduct.of(new Conv2dForward(x, w, 3, b, 5, y.clone(), s, window)),
                TiledProduct.of(new Conv2dInputGradient(y, w, 3, x.clone(), 1, s, window)),
                TiledProduct.of(
                    new Conv2dWeightGradient(
                        x, y, random(parts * s.co() * taps, 5), parts, s, window)))
            .map(product -> Work.of(product.with(tiling, pieces)))
            .toList());
  }

  static Stream<Arguments> products() {
    return Stream.of(Arguments.of(33, 20, 70, WIDE, 1), Arguments.of(1, 200, 9, SQUARE, 5));
  }

  @ParameterizedTest
  @MethodSource("products")
  void product(int n, int ci, int co, Tiling tiling, int pieces)
      throws TornadoExecutionPlanException {
    int parts = Math.ceilDiv(n, 3);
    float[] x = random(n * ci, 1);
    float[] w = random(3 + co * ci, 2);
    float[] y = random(n * co, 4);
    int none = LinearForward.NO_BIAS;
    compare(
        Stream.of(
                TiledProduct.of(new LinearForward(x, w, 3, w, none, y.clone(), n, ci, co)),
                TiledProduct.of(new LinearInputGradient(y, w, 3, x.clone(), 0, n, ci, co)),
                TiledProduct.of(
                    new LinearWeightGradient(x, y, random(parts * co * ci, 5), parts, n, ci, co)))
            .map(product -> Work.of(product.with(tiling, pieces)))
            .toList());
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 64, 1, 1", "3, 5, 201, 2, 3", "7, 2, 65, 7, 4"})
  void channelSums(int n, int channels, int plane, int parts, int used)
      throws TornadoExecutionPlanException {
    int perPart = Math.ceilDiv(n, parts);
    int size = parts * channels;
    float[] x = random(n * channels * plane, 1);
    float[] dy = random(n * channels * plane, 2);
    float[] mean = random(2 + channels, 3);
    float[] scale = random(channels, 4);
    float[] fill = {used};
    var kernels =
        List.of(
            new BiasGradient(dy, random(size, 5), parts, n, channels, plane),
            new ChannelSums(x, fill, random(size, 6), perPart, n, channels, plane, size),
            new ChannelSquares(x, mean, fill, random(size, 7), perPart, n, channels, plane, size),
            new BatchNormGradientParts(
                x,
                dy,
                mean,
                2,
                scale,
                random(size, 8),
                random(size, 9),
                perPart,
                n,
                channels,
                plane,
                size));
    var works = new ArrayList<Work>();
    for (var kernel : kernels) {
      var sums = GroupedChannelSums.of(kernel).orElseThrow();
      var reads = List.of(sums.x(), sums.dy(), sums.mean(), sums.other());
      var results =
          kernel instanceof BatchNormGradientParts
              ? List.of(sums.sums(), sums.products())
              : List.of(sums.sums());
      works.add(new Work(sums, 4 * n * plane, reads, results)); // a square may be as large as 4
    }
    compare(works);
  }

  private static void compare(List<Work> works) throws TornadoExecutionPlanException {
    var before = works.stream().map(Work::copies).toList();
    works.forEach(work -> work.kernel().run(0, work.kernel().size()));
    var expected = works.stream().map(Work::copies).toList();
    for (var device : devices) {
      for (int i = 0; i < works.size(); i++) {
        var results = works.get(i).results();
        for (int j = 0; j < results.size(); j++) {
          System.arraycopy(before.get(i).get(j), 0, results.get(j), 0, results.get(j).length);
        }
      }
      run(works, device);
      for (int i = 0; i < works.size(); i++) {
        compare(works.get(i), expected.get(i));
      }
    }
  }

  private static void run(List<Work> works, TornadoDevice device)
      throws TornadoExecutionPlanException {
    var graph = new TaskGraph("works");
    var grids = new GridScheduler();
    for (int i = 0; i < works.size(); i++) {
      var work = works.get(i);
      work.reads().forEach(x -> graph.transferToDevice(DataTransferMode.FIRST_EXECUTION, x));
      var results = work.results().toArray();
      graph.transferToDevice(DataTransferMode.FIRST_EXECUTION, results);
      work.kernel().addTo(graph, "w" + i);
      graph.transferToHost(DataTransferMode.EVERY_EXECUTION, results);
      grids.addWorkerGrid("works.w" + i, work.kernel().grid());
    }
    try (var plan = new TornadoExecutionPlan(graph.snapshot())) {
      plan.withGridScheduler(grids).withDevice(device).execute();
    }
    device.getDeviceContext().setResetToFalse();
  }

  private static void compare(Work work, List<float[]> expected) {
    var rounding = Rounding.ofSum(work.terms(), 1);
    for (int i = 0; i < expected.size(); i++) {
      for (int j = 0; j < expected.get(i).length; j++) {
        float number = expected.get(i)[j];
        float actual = work.results().get(i)[j];
        assertTrue(
            rounding.share(number, actual) <= 1,
            "element %d of %s is %s, not %s".formatted(j, work, actual, number));
      }
    }
  }

  private static float[] random(int size, int seed) {
    var random = new Random(seed);
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = random.nextFloat() * 2 - 1;
    }
    return numbers;
  }
}

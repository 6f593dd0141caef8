package org.tornadonn.exec.jvm;

import static org.tornadonn.exec.jvm.Tile.ROWS;
import static org.tornadonn.exec.jvm.Tile.WIDTH;

import java.util.Arrays;
import org.tornadonn.exec.jvm.Band.Pair;
import org.tornadonn.op.Conv2dForward;
import org.tornadonn.op.Conv2dInputGradient;
import org.tornadonn.plan.Loop;

/**
 * Convolution as a matrix product of packed weights and a {@link Band} of the source, whose columns
 * are never copied out; one index is one band. The input gradient is the same with the window
 * turned round, the result's gradient as source, and stride and gap exchanged.
 *
 * @param bias the array that holds a bias per result channel at {@code biasAt}; none if that is
 *     negative
 * @param add whether to add to the result
 * @param relu whether to apply ReLU to the result
 */
record Correlation(
    float[] source,
    PackedWeights weights,
    Band band,
    int[] taps,
    float[] bias,
    int biasAt,
    float[] result,
    boolean add,
    boolean relu,
    int n,
    int channels,
    int height)
    implements Loop {

  /** As many floats of a band, and as many sums, stay in a core's second-level cache. */
  private static final int CACHED = 1 << 16;

  /** As many products in a row keep a panel of weights in the first-level cache; 3 divides it. */
  private static final int DEPTH = 384;

  static Correlation forward(Conv2dForward k, PackedWeights weights, boolean relu) {
    var s = k.sizes();
    var window = k.window();
    var band =
        band(
            new Source(s.n(), s.ci(), s.hi(), s.wi()),
            new Pair(window.kernelHeight(), window.kernelWidth()),
            new Pair(window.strideHeight(), window.strideWidth()),
            Pair.ONE,
            new Pair(window.paddingHeight(), window.paddingWidth()),
            s.co(),
            s.ho(),
            s.wo());
    return new Correlation(
        k.x(),
        weights,
        band,
        taps(band),
        k.b(),
        k.bAt(),
        k.y(),
        false,
        relu,
        s.n(),
        s.co(),
        s.ho());
  }

  static Correlation inputGradient(Conv2dInputGradient k, PackedWeights weights) {
    var s = k.sizes();
    var window = k.window();
    var kernel = new Pair(window.kernelHeight(), window.kernelWidth());
    var band =
        band(
            new Source(s.n(), s.co(), s.ho(), s.wo()),
            kernel,
            Pair.ONE,
            new Pair(window.strideHeight(), window.strideWidth()),
            new Pair(
                kernel.h() - 1 - window.paddingHeight(), kernel.w() - 1 - window.paddingWidth()),
            s.ci(),
            s.hi(),
            s.wi());
    return new Correlation(
        k.dy(),
        weights,
        band,
        taps(band),
        k.dx(),
        -1,
        k.dx(),
        k.add() > 0,
        false,
        s.n(),
        s.ci(),
        s.hi());
  }

  private record Source(int n, int channels, int height, int width) {}

  private static Band band(
      Source source,
      Pair kernel,
      Pair stride,
      Pair gap,
      Pair padding,
      int channels,
      int height,
      int width) {
    int cell = Band.cell(source.width, width, kernel, stride, gap, padding);
    int floats = Math.max(Tile.rows(channels), source.channels * stride.h() * stride.w()) * cell;
    int rows = Math.clamp(CACHED / floats, 1, height);
    rows = Math.ceilDiv(height, Math.ceilDiv(height, rows));
    int images = 1;
    if (rows == height) {
      int few = 8 * WIDTH / (height * cell);
      images = Math.clamp(few, 1, Math.max(1, source.n / 8));
      images = Math.clamp(CACHED / (floats * height), 1, images);
    }
    return new Band(
        source.channels,
        source.height,
        source.width,
        kernel,
        stride,
        gap,
        padding,
        rows,
        width,
        images,
        cell);
  }

  private static boolean triples(Band band) {
    return Tile.TRIPLES && band.kernel().w() == 3 && band.stride().w() == 1;
  }

  /** Where the taps of the window read, or, where they come in threes, the first of each three. */
  private static int[] taps(Band band) {
    int[] all = band.taps();
    if (!triples(band)) {
      return all;
    }
    int[] firsts = new int[all.length / 3];
    Arrays.setAll(firsts, i -> all[3 * i]);
    return firsts;
  }

  private int bands() {
    return Math.ceilDiv(height, band.rows());
  }

  /** The vector products of a band. */
  long work() {
    return (long) weights.depth() * channels * band.positions(band.rows()) / Tile.LANES;
  }

  @Override
  public int size() {
    return Math.ceilDiv(n, band.images()) * bands();
  }

  @Override
  public void run(int from, int to) {
    var scratch = Scratch.ofThread();
    float[] b = scratch.band(band.size());
    int row = Tile.width(band.positions(band.rows()));
    float[] sums = scratch.sums(Tile.rows(channels) * row + Tile.LANES);
    for (int i = from; i < to; i++) {
      int image = i / bands() * band.images();
      int first = i % bands() * band.rows();
      int rows = Math.min(band.rows(), height - first);
      band.fill(source, image, n, first, rows, b);
      multiply(b, band.positions(rows), sums, row);
      for (int m = 0; m < band.images() && image + m < n; m++) {
        store(sums, row, image + m, first, rows, m * band.cell());
      }
    }
  }

  private void multiply(float[] b, int positions, float[] sums, int row) {
    int depth = weights.depth();
    boolean triples = triples(band);
    Arrays.fill(sums, 0, Tile.rows(channels) * row, 0);
    for (int k = 0; k < depth; k += DEPTH) {
      int n = Math.min(DEPTH, depth - k);
      for (int o = 0; o < channels; o += ROWS) {
        int a = o * depth + k * ROWS;
        for (int p = 0; p < positions; p += WIDTH) {
          if (triples) {
            Tile.triples(n / 3, weights.packed(), a, taps, k / 3, b, p, sums, o * row + p, row);
          } else {
            Tile.taps(n, weights.packed(), a, taps, k, b, p, sums, o * row + p, row);
          }
        }
      }
    }
  }

  private void store(float[] sums, int row, int image, int first, int rows, int at) {
    int width = band.outputWidth();
    for (int o = 0; o < channels; o++) {
      float b = biasAt < 0 ? 0 : bias[biasAt + o];
      for (int r = 0; r < rows; r++) {
        int from = o * row + r * band.pitch() + at;
        int to = ((image * channels + o) * height + first + r) * width;
        if (add) {
          Rows.add(sums, from, result, to, width);
        } else {
          Rows.copy(sums, from, b, relu, result, to, width, (rows - r) * width);
        }
      }
    }
  }
}

package org.tornadonn.exec.jvm.convolution;

import static org.tornadonn.exec.jvm.tile.Tile.FOUR_ROWS;
import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import org.tornadonn.exec.jvm.pool.Pool;
import org.tornadonn.exec.jvm.pool.Target;
import org.tornadonn.exec.jvm.tile.Band;
import org.tornadonn.exec.jvm.tile.Band.Pair;
import org.tornadonn.exec.jvm.tile.Columns;
import org.tornadonn.exec.jvm.tile.Scratch;
import org.tornadonn.exec.jvm.tile.Shares;
import org.tornadonn.exec.jvm.tile.Tile;
import org.tornadonn.op.convolution.Conv2dForward;
import org.tornadonn.plan.Loop;

/**
 * A convolution with few channels, as that of a model's first layer, that is pooled: the four
 * results that a pool looks at stay in registers until one is left.
 *
 * @param band the source, seen as by the window of a pooled result, with stride 2
 * @param taps where the four results read, tap by tap of the window
 */
public record PooledWindow(
    float[] source,
    PackedWeights weights,
    Band band,
    int[] taps,
    int[][] pieces,
    Target target,
    Pool pool,
    Shares shares)
    implements Loop {

  /** With so many products in a sum, what the four results see stays in the first-level cache. */
  private static final int FEW = 96;

  public static boolean suits(Conv2dForward k) {
    var window = k.window();
    return window.strideHeight() == 1
        && window.strideWidth() == 1
        && k.sizes().ci() * window.kernelHeight() * window.kernelWidth() <= FEW;
  }

  public static PooledWindow of(Conv2dForward k, PackedWeights weights, Target target, Pool pool) {
    var s = k.sizes();
    var window = k.window();
    var kernel = new Pair(window.kernelHeight() + 1, window.kernelWidth() + 1);
    int rows = s.ho() / 2;
    int columns = s.wo() / 2;
    double halo = (kernel.h() - 2) / 2.0;
    var band =
        Band.of(
                new Band.Source(s.n(), s.ci(), s.hi(), s.wi()),
                kernel,
                new Pair(2, 2),
                Pair.ONE,
                new Pair(window.paddingHeight(), window.paddingWidth()),
                s.co(),
                rows,
                columns,
                false)
            .sharedOut(
                s.n(), rows, some -> Math.ceilDiv(some * columns, LANES) * (1 + halo / some));
    var shares = Shares.of(s.n(), band.images(), rows, band.rows(), s.co());
    return new PooledWindow(
        k.x(), weights, band, taps(band, kernel), band.vectors(), target, pool, shares);
  }

  private static int[] taps(Band band, Pair kernel) {
    int[] all = band.taps();
    int area = kernel.h() * kernel.w();
    int[] taps = new int[4 * all.length / area * (kernel.h() - 1) * (kernel.w() - 1)];
    int t = 0;
    for (int window = 0; window < all.length; window += area) {
      for (int u = 0; u < kernel.h() - 1; u++) {
        for (int v = 0; v < kernel.w() - 1; v++) {
          int at = window + u * kernel.w() + v;
          taps[t++] = all[at];
          taps[t++] = all[at + 1];
          taps[t++] = all[at + kernel.w()];
          taps[t++] = all[at + kernel.w() + 1];
        }
      }
    }
    return taps;
  }

  /** The vector products of an index. */
  public long work() {
    return 4L * weights.depth() * shares.size() * band.results(band.rows()) / LANES;
  }

  @Override
  public int size() {
    return shares.indices();
  }

  @Override
  public void run(int from, int to) {
    var scratch = Scratch.ofThread();
    float[] b = scratch.band(band.size());
    int plane = pieces.length * LANES;
    MemorySegment seen = scratch.columns((taps.length + 1) * LANES);
    float[] sums = scratch.sums(4 * LANES * shares.size());
    float[] maxima = scratch.maxima(shares.size() * plane);
    float[] winners = scratch.taps(shares.size() * plane);
    float[] bias = scratch.factors(shares.size());
    for (int i = from; i < to; i++) {
      var share = shares.at(i);
      band.fill(source, share.image(), target.n(), share.row(), share.rows(), b);
      int channels = share.behind() - share.channel();
      int first = share.channel() * weights.depth();
      for (int c = 0; c < channels; c++) {
        bias[c] = target.bias(share.channel() + c);
      }
      for (int p = 0; p * LANES < band.results(share.rows()); p++) {
        Columns.copy(b, taps, 0, taps.length, 0, pieces[p], LANES, seen, 0);
        multiply(weights.packed(), first, weights.depth(), seen, channels, sums);
        pool(sums, bias, target.floor(), channels, maxima, winners, p * LANES, plane);
      }
      target.pooled(
          pool,
          maxima,
          winners,
          plane,
          band.outputWidth(),
          band.images(),
          share,
          share.row(),
          share.row() + share.rows());
    }
  }

  /** The four results of all channels. */
  private static void multiply(
      float[] w, int from, int depth, MemorySegment seen, int channels, float[] sums) {
    for (int o = 0; o < channels; o += FOUR_ROWS) {
      Tile.multiplyFour(depth, channels - o, w, from + o * depth, depth, seen, sums, 4 * LANES * o);
    }
  }

  /** Leaves the largest of the four results of every channel. */
  static void pool(
      float[] sums,
      float[] bias,
      float floor,
      int channels,
      float[] maxima,
      float[] winners,
      int at,
      int plane) {
    for (int c = 0; c < channels; c++) {
      int from = 4 * LANES * c;
      int to = at + c * plane;
      Pool.put(
          FloatVector.fromArray(SPECIES, sums, from).add(bias[c]),
          FloatVector.fromArray(SPECIES, sums, from + LANES).add(bias[c]),
          FloatVector.fromArray(SPECIES, sums, from + 2 * LANES).add(bias[c]),
          FloatVector.fromArray(SPECIES, sums, from + 3 * LANES).add(bias[c]),
          floor,
          maxima,
          to,
          winners,
          to);
    }
  }
}

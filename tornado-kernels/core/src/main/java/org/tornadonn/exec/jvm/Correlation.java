package org.tornadonn.exec.jvm;

import static org.tornadonn.exec.jvm.Tile.DEPTH;
import static org.tornadonn.exec.jvm.Tile.LANES;
import static org.tornadonn.exec.jvm.Tile.ORDER;
import static org.tornadonn.exec.jvm.Tile.ROWS;
import static org.tornadonn.exec.jvm.Tile.SPECIES;
import static org.tornadonn.exec.jvm.Tile.VECTOR_BYTES;
import static org.tornadonn.exec.jvm.Tile.WIDTH;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import org.tornadonn.exec.jvm.Band.Pair;
import org.tornadonn.exec.jvm.Shares.Share;
import org.tornadonn.op.Conv2dForward;
import org.tornadonn.op.Conv2dInputGradient;
import org.tornadonn.plan.Loop;

/**
 * Convolution as a matrix product of packed weights and a {@link Band} of the source, from which
 * the columns of one tile at a time are copied; one index is one group of channels in one band. The
 * input gradient is the same with the window turned round, the result's gradient as source, and
 * stride and gap exchanged.
 */
record Correlation(
    float[] source,
    PackedWeights weights,
    Band band,
    int[] taps,
    int[][] tiles,
    Target target,
    Shares shares)
    implements Loop {

  private static Correlation of(float[] source, PackedWeights weights, Band band, Target target) {
    var shares =
        Shares.of(target.n(), band.images(), target.height(), band.rows(), target.channels());
    return new Correlation(source, weights, band, band.taps(), band.tiles(), target, shares);
  }

  static Correlation forward(Conv2dForward k, PackedWeights weights, Target target) {
    var s = k.sizes();
    var window = k.window();
    var band =
        Band.of(
            new Band.Source(s.n(), s.ci(), s.hi(), s.wi()),
            new Pair(window.kernelHeight(), window.kernelWidth()),
            new Pair(window.strideHeight(), window.strideWidth()),
            Pair.ONE,
            new Pair(window.paddingHeight(), window.paddingWidth()),
            s.co(),
            s.ho(),
            s.wo(),
            target.pool() != null);
    return of(k.x(), weights, band, target);
  }

  static Correlation inputGradient(Conv2dInputGradient k, PackedWeights weights) {
    var s = k.sizes();
    var window = k.window();
    var kernel = new Pair(window.kernelHeight(), window.kernelWidth());
    var band =
        Band.of(
            new Band.Source(s.n(), s.co(), s.ho(), s.wo()),
            kernel,
            Pair.ONE,
            new Pair(window.strideHeight(), window.strideWidth()),
            new Pair(
                kernel.h() - 1 - window.paddingHeight(), kernel.w() - 1 - window.paddingWidth()),
            s.ci(),
            s.hi(),
            s.wi(),
            false);
    var target = Target.inputGradient(k);
    return of(k.dy(), weights, band, target);
  }

  /** The vector products of an index. */
  long work() {
    return (long) weights.depth() * shares.size() * band.results(band.rows()) / LANES;
  }

  @Override
  public int size() {
    return shares.indices();
  }

  @Override
  public void run(int from, int to) {
    var scratch = Scratch.ofThread();
    float[] b = scratch.band(band.size());
    int row = tiles.length * WIDTH;
    MemorySegment columns = scratch.columns(DEPTH * WIDTH + LANES);
    float[] sums = scratch.sums(shares.size() * row + 2 * WIDTH);
    for (int i = from; i < to; i++) {
      var share = shares.at(i);
      band.fill(source, share.image(), target.n(), share.row(), share.rows(), b);
      for (int t = 0; t * WIDTH < band.results(share.rows()); t++) {
        multiply(b, t, share, columns, sums, row);
      }
      if (target.pool() == null) {
        store(share, sums, row);
      } else {
        pool(target.pool(), share, sums, row, scratch);
      }
    }
  }

  private void multiply(
      float[] b, int tile, Share share, MemorySegment columns, float[] sums, int row) {
    int depth = weights.depth();
    for (int k = 0; k < depth; k += DEPTH) {
      int n = Math.min(DEPTH, depth - k);
      copy(b, tiles[tile], k, n, columns);
      for (int o = share.channel(); o < share.behind(); o += ROWS) {
        int at = (o - share.channel()) * row + tile * WIDTH;
        Tile.multiply(n, weights.packed(), o * depth + k, depth, columns, 0, sums, at, row, k > 0);
      }
    }
  }

  /** Brings what some taps see at the results of a tile to where the tile reads it. */
  private void copy(float[] b, int[] pieces, int tap, int some, MemorySegment columns) {
    for (int k = 0; k < some; k++) {
      int from = taps[tap + k];
      long to = 2L * k * VECTOR_BYTES;
      for (int i = 0; i < pieces.length; i += 2) {
        FloatVector.fromArray(SPECIES, b, from + pieces[i])
            .intoMemorySegment(columns, to + (long) pieces[i + 1] * Float.BYTES, ORDER);
      }
    }
  }

  private void store(Share share, float[] sums, int row) {
    for (int m = 0; m < share.images(); m++) {
      for (int o = share.channel(); o < share.behind(); o++) {
        for (int r = 0; r < share.rows(); r++) {
          int from = (o - share.channel()) * row + (r * band.images() + m) * target.width();
          target.row(sums, from, share.image() + m, o, share.row() + r, share.rows() - 1 - r);
        }
      }
    }
  }

  private void pool(Pool pool, Share share, float[] sums, int row, Scratch scratch) {
    int columns = target.width() / 2;
    int line = band.images() * target.width();
    // Rows of even width lie side by side without a gap: they are pooled as one.
    boolean even = target.width() % 2 == 0;
    int run = even ? band.images() * columns : columns;
    int runs = even ? 1 : band.images();
    float[] maxima = scratch.maxima(band.images() * columns + LANES);
    float[] taps = scratch.taps(band.images() * columns + LANES);
    int last = (share.row() + share.rows()) / 2 - 1;
    for (int o = share.channel(); o < share.behind(); o++) {
      float bias = target.bias(o);
      for (int y = share.row() / 2; y <= last; y++) {
        int upper = (o - share.channel()) * row + (2 * y - share.row()) * line;
        for (int m = 0; m < runs; m++) {
          int from = upper + m * target.width();
          pool.rows(sums, from, from + line, bias, target.floor(), run, maxima, taps, m * columns);
        }
        for (int m = 0; m < share.images(); m++) {
          target.pooled(pool, maxima, taps, m * columns, share.image() + m, o, y, last - y);
        }
      }
    }
  }
}

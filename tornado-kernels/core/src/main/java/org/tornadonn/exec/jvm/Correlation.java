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
    ChannelGroups groups)
    implements Loop {

  private static Correlation of(float[] source, PackedWeights weights, Band band, Target target) {
    int bands =
        Math.ceilDiv(target.n(), band.images()) * Math.ceilDiv(target.height(), band.rows());
    var groups = ChannelGroups.of(target.channels(), bands);
    return new Correlation(source, weights, band, band.taps(), band.tiles(), target, groups);
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

  private int bands() {
    return Math.ceilDiv(target.height(), band.rows());
  }

  /** The vector products of an index. */
  long work() {
    return (long) weights.depth() * groups.size() * band.results(band.rows()) / LANES;
  }

  @Override
  public int size() {
    return groups.indices(Math.ceilDiv(target.n(), band.images()) * bands());
  }

  @Override
  public void run(int from, int to) {
    var scratch = Scratch.ofThread();
    float[] b = scratch.band(band.size());
    int row = tiles.length * WIDTH;
    MemorySegment columns = scratch.columns(DEPTH * WIDTH + LANES);
    float[] sums = scratch.sums(groups.size() * row + 2 * WIDTH);
    for (int i = from; i < to; i++) {
      int image = groups.band(i) / bands() * band.images();
      int first = groups.band(i) % bands() * band.rows();
      int channel = groups.first(i);
      int last = groups.last(i);
      int rows = Math.min(band.rows(), target.height() - first);
      band.fill(source, image, target.n(), first, rows, b);
      for (int t = 0; t * WIDTH < band.results(rows); t++) {
        multiply(b, t, channel, last, columns, sums, row);
      }
      if (target.pool() == null) {
        store(sums, row, channel, last, image, first, rows);
      } else {
        pool(target.pool(), scratch, sums, row, channel, last, image, first, rows);
      }
    }
  }

  private void multiply(
      float[] b, int tile, int channel, int last, MemorySegment columns, float[] sums, int row) {
    int depth = weights.depth();
    for (int k = 0; k < depth; k += DEPTH) {
      int n = Math.min(DEPTH, depth - k);
      copy(b, tiles[tile], k, n, columns);
      for (int o = channel; o < last; o += ROWS) {
        int at = (o - channel) * row + tile * WIDTH;
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

  private void store(float[] sums, int row, int channel, int last, int image, int first, int rows) {
    int images = Math.min(band.images(), target.n() - image);
    for (int m = 0; m < images; m++) {
      for (int o = channel; o < last; o++) {
        for (int r = 0; r < rows; r++) {
          int from = (o - channel) * row + (r * band.images() + m) * target.width();
          target.row(sums, from, image + m, o, first + r, rows - 1 - r);
        }
      }
    }
  }

  private void pool(
      Pool pool,
      Scratch scratch,
      float[] sums,
      int row,
      int channel,
      int last,
      int image,
      int first,
      int rows) {
    int images = Math.min(band.images(), target.n() - image);
    int columns = target.width() / 2;
    int line = band.images() * target.width();
    // Rows of even width lie side by side without a gap: they are pooled as one.
    boolean even = target.width() % 2 == 0;
    int run = even ? band.images() * columns : columns;
    int runs = even ? 1 : band.images();
    float[] maxima = scratch.maxima(band.images() * columns + LANES);
    float[] taps = scratch.taps(band.images() * columns + LANES);
    for (int o = channel; o < last; o++) {
      float bias = target.bias(o);
      for (int r = 0; r + 1 < rows; r += 2) {
        int upper = (o - channel) * row + r * line;
        for (int m = 0; m < runs; m++) {
          int from = upper + m * target.width();
          pool.rows(sums, from, from + line, bias, target.relu(), run, maxima, taps, m * columns);
        }
        for (int m = 0; m < images; m++) {
          int y = (first + r) / 2;
          int later = (first + rows) / 2 - 1 - y;
          int at = m * columns;
          target.pooled(pool, maxima, at, taps, at, image + m, o, y, later);
        }
      }
    }
  }
}

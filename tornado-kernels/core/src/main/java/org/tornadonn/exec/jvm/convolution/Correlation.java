package org.tornadonn.exec.jvm.convolution;

import static org.tornadonn.exec.jvm.tile.Tile.DEPTH;
import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.ROWS;
import static org.tornadonn.exec.jvm.tile.Tile.WIDTH;

import java.lang.foreign.MemorySegment;
import org.tornadonn.exec.jvm.pool.Target;
import org.tornadonn.exec.jvm.tile.Band;
import org.tornadonn.exec.jvm.tile.Band.Pair;
import org.tornadonn.exec.jvm.tile.Columns;
import org.tornadonn.exec.jvm.tile.Scratch;
import org.tornadonn.exec.jvm.tile.Shares;
import org.tornadonn.exec.jvm.tile.Shares.Share;
import org.tornadonn.exec.jvm.tile.Tile;
import org.tornadonn.op.convolution.Conv2dForward;
import org.tornadonn.op.convolution.Conv2dInputGradient;
import org.tornadonn.plan.Loop;

/**
 * Convolution as a matrix product of packed weights and a {@link Band} of the source, from which
 * the columns of one tile at a time are copied; one index is one group of channels in one band. The
 * input gradient is the same with the window turned round, the result's gradient as source, and
 * stride and gap exchanged.
 */
public record Correlation(
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

  public static Correlation forward(Conv2dForward k, PackedWeights weights, Target target) {
    var band = Band.of(k, false);
    return of(k.x(), weights, band, target);
  }

  public static Correlation inputGradient(Conv2dInputGradient k, PackedWeights weights) {
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
  public long work() {
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
    float[] sums = scratch.sums(shares.size() * row + WIDTH);
    for (int i = from; i < to; i++) {
      var share = shares.at(i);
      band.fill(source, share.image(), target.n(), share.row(), share.rows(), b);
      for (int t = 0; t * WIDTH < band.results(share.rows()); t++) {
        multiply(b, t, share, columns, sums, row);
      }
      store(share, sums, row);
    }
  }

  private void multiply(
      float[] b, int tile, Share share, MemorySegment columns, float[] sums, int row) {
    int depth = weights.depth();
    for (int k = 0; k < depth; k += DEPTH) {
      int n = Math.min(DEPTH, depth - k);
      Columns.copy(b, taps, k, n, 0, tiles[tile], WIDTH, columns, 0);
      for (int o = share.channel(); o < share.behind(); o += ROWS) {
        int at = (o - share.channel()) * row + tile * WIDTH;
        Tile.multiply(
            n,
            share.behind() - o,
            weights.packed(),
            o * depth + k,
            depth,
            columns,
            0,
            sums,
            at,
            row,
            k > 0);
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
}

package org.tornadonn.exec.jvm.convolution;

import static org.tornadonn.exec.jvm.tile.Tile.DEPTH;
import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.ROWS;
import static org.tornadonn.exec.jvm.tile.Tile.WIDTH;

import java.lang.foreign.MemorySegment;
import org.tornadonn.exec.jvm.pool.Pool;
import org.tornadonn.exec.jvm.pool.Target;
import org.tornadonn.exec.jvm.tile.Band;
import org.tornadonn.exec.jvm.tile.Columns;
import org.tornadonn.exec.jvm.tile.Scratch;
import org.tornadonn.exec.jvm.tile.Shares;
import org.tornadonn.exec.jvm.tile.Shares.Share;
import org.tornadonn.exec.jvm.tile.Tile;
import org.tornadonn.op.convolution.Conv2dForward;
import org.tornadonn.plan.Loop;

/**
 * A {@link Correlation} that is pooled: the same columns of two rows that lie on top of each other
 * are multiplied, and pooled while their sums are in the first-level cache.
 *
 * @param tiles of the upper row of every pair, without a last column that no pool sees
 */
public record PooledCorrelation(
    float[] source,
    PackedWeights weights,
    Band band,
    int[] taps,
    int[][] tiles,
    Target target,
    Pool pool,
    Shares shares)
    implements Loop {

  /** From the taps of the upper row to those of the lower. */
  private static final int LOWER = DEPTH * WIDTH;

  public static PooledCorrelation of(
      Conv2dForward k, PackedWeights weights, Target target, Pool pool) {
    var band = Band.of(k, true);
    var shares =
        Shares.of(target.n(), band.images(), target.height(), band.rows(), target.channels());
    return new PooledCorrelation(
        k.x(), weights, band, band.taps(), band.upperTiles(), target, pool, shares);
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
    int row = tiles.length * LANES;
    MemorySegment columns = scratch.columns(2 * LOWER + LANES);
    float[] sums = scratch.sums(2 * shares.size() * WIDTH);
    float[] maxima = scratch.maxima(shares.size() * row + LANES);
    float[] winners = scratch.taps(shares.size() * row + LANES);
    for (int i = from; i < to; i++) {
      var share = shares.at(i);
      band.fill(source, share.image(), target.n(), share.row(), share.rows(), b);
      int pairs = share.rows() / 2 * band.images() * (target.width() / 2);
      for (int t = 0; t * LANES < pairs; t++) {
        multiply(b, tiles[t], share, columns, sums);
        for (int o = share.channel(); o < share.behind(); o++) {
          int at = 2 * (o - share.channel()) * WIDTH;
          int place = (o - share.channel()) * row + t * LANES;
          Pool.rows(sums, at, at + WIDTH, target.bias(o), target.floor(), maxima, winners, place);
        }
      }
      int last = (share.row() + share.rows()) / 2;
      target.pooled(
          pool,
          maxima,
          winners,
          row,
          target.width() / 2,
          band.images(),
          share,
          share.row() / 2,
          last);
    }
  }

  private void multiply(float[] b, int[] tile, Share share, MemorySegment columns, float[] sums) {
    int depth = weights.depth();
    for (int k = 0; k < depth; k += DEPTH) {
      int n = Math.min(DEPTH, depth - k);
      Columns.copy(b, taps, k, n, 0, tile, WIDTH, columns, 0);
      Columns.copy(b, taps, k, n, band.pitch(), tile, WIDTH, columns, LOWER);
      for (int o = share.channel(); o < share.behind(); o += ROWS) {
        int rows = share.behind() - o;
        int w = o * depth + k;
        int at = 2 * (o - share.channel()) * WIDTH;
        int pair = 2 * WIDTH;
        Tile.multiply(n, rows, weights.packed(), w, depth, columns, 0, sums, at, pair, k > 0);
        Tile.multiply(
            n, rows, weights.packed(), w, depth, columns, LOWER, sums, at + WIDTH, pair, k > 0);
      }
    }
  }
}

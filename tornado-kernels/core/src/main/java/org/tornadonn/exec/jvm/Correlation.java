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
 * the columns of one tile at a time are copied; one index is one band. The input gradient is the
 * same with the window turned round, the result's gradient as source, and stride and gap exchanged.
 */
record Correlation(
    float[] source, PackedWeights weights, Band band, int[] taps, int[][] tiles, Target target)
    implements Loop {

  static Correlation forward(Conv2dForward k, PackedWeights weights, boolean relu) {
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
            s.wo());
    var target = new Target(k.y(), false, k.b(), k.bAt(), relu, s.n(), s.co(), s.ho(), s.wo());
    return new Correlation(k.x(), weights, band, band.taps(), band.tiles(), target);
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
            s.wi());
    var target = new Target(k.dx(), k.add() > 0, k.dx(), -1, false, s.n(), s.ci(), s.hi(), s.wi());
    return new Correlation(k.dy(), weights, band, band.taps(), band.tiles(), target);
  }

  private int bands() {
    return Math.ceilDiv(target.height(), band.rows());
  }

  /** The vector products of a band. */
  long work() {
    return (long) weights.depth() * target.channels() * band.results(band.rows()) / LANES;
  }

  @Override
  public int size() {
    return Math.ceilDiv(target.n(), band.images()) * bands();
  }

  @Override
  public void run(int from, int to) {
    var scratch = Scratch.ofThread();
    float[] b = scratch.band(band.size());
    int row = tiles.length * WIDTH;
    MemorySegment columns = scratch.columns(DEPTH * WIDTH + LANES);
    float[] sums = scratch.sums(Tile.rows(target.channels()) * row + LANES);
    for (int i = from; i < to; i++) {
      int image = i / bands() * band.images();
      int first = i % bands() * band.rows();
      int rows = Math.min(band.rows(), target.height() - first);
      band.fill(source, image, target.n(), first, rows, b);
      for (int t = 0; t * WIDTH < band.results(rows); t++) {
        multiply(b, t, columns, sums, row);
      }
      store(sums, row, image, first, rows);
    }
  }

  private void multiply(float[] b, int tile, MemorySegment columns, float[] sums, int row) {
    int depth = weights.depth();
    for (int k = 0; k < depth; k += DEPTH) {
      int n = Math.min(DEPTH, depth - k);
      copy(b, tiles[tile], k, n, columns);
      for (int o = 0; o < target.channels(); o += ROWS) {
        int at = o * row + tile * WIDTH;
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

  private void store(float[] sums, int row, int image, int first, int rows) {
    int images = Math.min(band.images(), target.n() - image);
    for (int m = 0; m < images; m++) {
      for (int o = 0; o < target.channels(); o++) {
        for (int r = 0; r < rows; r++) {
          int from = o * row + (r * band.images() + m) * target.width();
          target.row(sums, from, image + m, o, first + r, rows - 1 - r);
        }
      }
    }
  }
}

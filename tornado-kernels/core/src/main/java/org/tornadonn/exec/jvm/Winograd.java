package org.tornadonn.exec.jvm;

import static org.tornadonn.exec.jvm.Tile.LANES;
import static org.tornadonn.exec.jvm.Tile.ORDER;
import static org.tornadonn.exec.jvm.Tile.ROWS;
import static org.tornadonn.exec.jvm.Tile.SPECIES;
import static org.tornadonn.exec.jvm.Tile.VECTOR_BYTES;
import static org.tornadonn.exec.jvm.Tile.WIDTH;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import org.tornadonn.exec.jvm.Band.Pair;
import org.tornadonn.exec.jvm.Shares.Share;
import org.tornadonn.op.Conv2dForward;
import org.tornadonn.op.Conv2dInputGradient;
import org.tornadonn.op.ImageSizes;
import org.tornadonn.op.Window;
import org.tornadonn.plan.Loop;

/**
 * A convolution of 3×3 with stride 1 by Winograd's minimal filtering F(2×2, 3×3): every 2×2 of the
 * result takes 16 products per channel instead of 36. With d the 4×4 of the source that it sees and
 * U the transformed weights, {@code Y = Aᵀ(U ⊙ BᵀdB)A}, summed over channels before the last step:
 * 16 matrix products over all such blocks. One index is one group of channels in one {@link Band}
 * of blocks.
 *
 * <p>An infinity or a NaN in such a 4×4 makes the whole 2×2 NaN, also where a window of 3×3 does
 * not see it.
 *
 * <p>The source of the formulas: Lavin and Gray, <a href="https://arxiv.org/abs/1509.09308">Fast
 * Algorithms for Convolutional Neural Networks</a>, section 4.1.
 *
 * @param band the source, seen as by a window of 4×4 with stride 2: a position is a block
 * @param taps where the 16 places of a block read in the first channel
 */
record Winograd(
    float[] source,
    WinogradWeights weights,
    Band band,
    int[] taps,
    int[][] tiles,
    Target target,
    Shares shares)
    implements Loop {

  /** The products of a block and a channel. */
  static final int POINTS = 16;

  /** With fewer channels, transforms cost what the products save. */
  private static final int FEW = 32;

  /** In narrower images, {@link Correlation} was seen to be as fast. */
  private static final int NARROW = 12;

  /** As many channels keep transformed blocks in a core's second-level cache. */
  private static final int MANY = 512;

  private static final VectorShuffle<Float> LOW = VectorShuffle.makeZip(SPECIES, 0);
  private static final VectorShuffle<Float> HIGH = VectorShuffle.makeZip(SPECIES, 1);

  /** Whether this is faster than {@link Correlation}. */
  static boolean suits(ImageSizes s, Window window) {
    int fewer = Math.min(s.ci(), s.co());
    return window.kernelHeight() == 3
        && window.kernelWidth() == 3
        && window.strideHeight() == 1
        && window.strideWidth() == 1
        && fewer >= FEW
        && s.wo() >= NARROW
        && Math.max(s.ci(), s.co()) <= MANY;
  }

  static Winograd forward(Conv2dForward k, WinogradWeights weights, Target target) {
    var s = k.sizes();
    var padding = new Pair(k.window().paddingHeight(), k.window().paddingWidth());
    return of(k.x(), s.ci(), s.hi(), s.wi(), padding, weights, target);
  }

  static Winograd inputGradient(Conv2dInputGradient k, WinogradWeights weights) {
    var s = k.sizes();
    var padding = new Pair(2 - k.window().paddingHeight(), 2 - k.window().paddingWidth());
    return of(k.dy(), s.co(), s.ho(), s.wo(), padding, weights, Target.inputGradient(k));
  }

  private static Winograd of(
      float[] source,
      int channels,
      int height,
      int width,
      Pair padding,
      WinogradWeights weights,
      Target target) {
    var band =
        Band.of(
            new Band.Source(target.n(), channels, height, width),
            new Pair(4, 4),
            new Pair(2, 2),
            Pair.ONE,
            padding,
            4 * target.channels(),
            Math.ceilDiv(target.height(), 2),
            Math.ceilDiv(target.width(), 2),
            false);
    var shares =
        Shares.of(
            target.n(),
            band.images(),
            Math.ceilDiv(target.height(), 2),
            band.rows(),
            target.channels());
    return new Winograd(source, weights, band, band.taps(), band.tiles(), target, shares);
  }

  /**
   * The floats from one matrix of transformed blocks to the next: its last vector writes too far.
   */
  private int matrix() {
    return weights.depth() * WIDTH + LANES;
  }

  /** The vector products of an index. */
  long work() {
    return (long) POINTS * weights.depth() * shares.size() * band.results(band.rows()) / LANES;
  }

  @Override
  public int size() {
    return shares.indices();
  }

  @Override
  public void run(int from, int to) {
    var scratch = Scratch.ofThread();
    float[] b = scratch.band(band.size());
    MemorySegment blocks = scratch.columns(POINTS * matrix());
    float[] products = scratch.factors(POINTS * ROWS * WIDTH);
    for (int i = from; i < to; i++) {
      var share = shares.at(i);
      band.fill(source, share.image(), target.n(), share.row(), share.rows(), b);
      if (target.pool() == null) {
        plain(share, scratch, b, blocks, products);
      } else {
        pooled(target.pool(), share, scratch, b, blocks, products);
      }
    }
  }

  private void plain(
      Share share, Scratch scratch, float[] b, MemorySegment blocks, float[] products) {
    int row = 2 * tiles.length * WIDTH;
    float[] sums = scratch.sums(2 * shares.size() * row + LANES);
    for (int t = 0; t * WIDTH < band.results(share.rows()); t++) {
      transform(b, tiles[t], blocks);
      for (int o = share.channel(); o < share.behind(); o += ROWS) {
        multiply(o, blocks, products);
        for (int r = 0; r < ROWS; r++) {
          int at = 2 * (o - share.channel() + r) * row + 2 * t * WIDTH;
          restore(products, r * WIDTH, sums, at, row);
          restore(products, r * WIDTH + LANES, sums, at + WIDTH, row);
        }
      }
    }
    store(share, sums, row);
  }

  private void pooled(
      Pool pool, Share share, Scratch scratch, float[] b, MemorySegment blocks, float[] products) {
    int row = tiles.length * WIDTH;
    float[] maxima = scratch.maxima(shares.size() * row + LANES);
    float[] taps = scratch.taps(shares.size() * row + LANES);
    boolean relu = target.relu();
    boolean keep = pool.keep();
    for (int t = 0; t * WIDTH < band.results(share.rows()); t++) {
      transform(b, tiles[t], blocks);
      for (int o = share.channel(); o < share.behind(); o += ROWS) {
        multiply(o, blocks, products);
        for (int r = 0; r < ROWS; r++) {
          float bias = target.bias(o + r);
          int at = (o - share.channel() + r) * row + t * WIDTH;
          int second = r * WIDTH + LANES;
          pool(products, r * WIDTH, bias, relu, maxima, taps, keep, at);
          pool(products, second, bias, relu, maxima, taps, keep, at + LANES);
        }
      }
    }
    store(pool, share, maxima, taps, row);
  }

  /** {@code BᵀdB} for the blocks of a tile, in all channels. */
  private void transform(float[] b, int[] pieces, MemorySegment blocks) {
    for (int c = 0; c < weights.depth(); c++) {
      int from = c * band.channelSize();
      long to = c * 2L * VECTOR_BYTES;
      for (int i = 0; i < pieces.length; i += 2) {
        transform(b, from + pieces[i], blocks, to + (long) pieces[i + 1] * Float.BYTES);
      }
    }
  }

  private void transform(float[] b, int from, MemorySegment blocks, long to) {
    var d0 = load(b, from, 0);
    var d1 = load(b, from, 1);
    var d2 = load(b, from, 2);
    var d3 = load(b, from, 3);
    var a0 = d0.sub(d2);
    var a1 = d1.add(d2);
    var a2 = d2.sub(d1);
    var a3 = d1.sub(d3);
    d0 = load(b, from, 4);
    d1 = load(b, from, 5);
    d2 = load(b, from, 6);
    d3 = load(b, from, 7);
    var b0 = d0.sub(d2);
    var b1 = d1.add(d2);
    var b2 = d2.sub(d1);
    var b3 = d1.sub(d3);
    d0 = load(b, from, 8);
    d1 = load(b, from, 9);
    d2 = load(b, from, 10);
    d3 = load(b, from, 11);
    var c0 = d0.sub(d2);
    var c1 = d1.add(d2);
    var c2 = d2.sub(d1);
    var c3 = d1.sub(d3);
    d0 = load(b, from, 12);
    d1 = load(b, from, 13);
    d2 = load(b, from, 14);
    d3 = load(b, from, 15);
    put(a0, b0, c0, d0.sub(d2), blocks, to, 0);
    put(a1, b1, c1, d1.add(d2), blocks, to, 1);
    put(a2, b2, c2, d2.sub(d1), blocks, to, 2);
    put(a3, b3, c3, d1.sub(d3), blocks, to, 3);
  }

  private FloatVector load(float[] b, int from, int place) {
    return FloatVector.fromArray(SPECIES, b, from + taps[place]);
  }

  private void put(
      FloatVector a,
      FloatVector b,
      FloatVector c,
      FloatVector d,
      MemorySegment blocks,
      long to,
      int point) {
    long matrix = (long) matrix() * Float.BYTES;
    long at = to + point * matrix;
    a.sub(c).intoMemorySegment(blocks, at, ORDER);
    b.add(c).intoMemorySegment(blocks, at + 4 * matrix, ORDER);
    c.sub(b).intoMemorySegment(blocks, at + 8 * matrix, ORDER);
    b.sub(d).intoMemorySegment(blocks, at + 12 * matrix, ORDER);
  }

  private void multiply(int row, MemorySegment blocks, float[] products) {
    int depth = weights.depth();
    for (int e = 0; e < POINTS; e++) {
      Tile.multiply(
          depth,
          weights.packed(),
          weights.at(row, e),
          depth,
          blocks,
          e * matrix(),
          products,
          e * ROWS * WIDTH,
          WIDTH,
          false);
    }
  }

  /** {@code AᵀmA}: the 2×2 of every block, its two rows one {@code row} apart. */
  private static void restore(float[] products, int from, float[] sums, int to, int row) {
    var m = product(products, from, 4);
    var n = product(products, from, 8);
    var a0 = product(products, from, 0).add(m).add(n);
    var b0 = m.sub(n).sub(product(products, from, 12));
    m = product(products, from, 5);
    n = product(products, from, 9);
    var a1 = product(products, from, 1).add(m).add(n);
    var b1 = m.sub(n).sub(product(products, from, 13));
    m = product(products, from, 6);
    n = product(products, from, 10);
    var a2 = product(products, from, 2).add(m).add(n);
    var b2 = m.sub(n).sub(product(products, from, 14));
    m = product(products, from, 7);
    n = product(products, from, 11);
    var a3 = product(products, from, 3).add(m).add(n);
    var b3 = m.sub(n).sub(product(products, from, 15));
    pairs(a0.add(a1).add(a2), a1.sub(a2).sub(a3), sums, to);
    pairs(b0.add(b1).add(b2), b1.sub(b2).sub(b3), sums, to + row);
  }

  /** {@code AᵀmA} as {@link #restore} has it, and of every 2×2 the largest. */
  private static void pool(
      float[] products,
      int from,
      float bias,
      boolean relu,
      float[] maxima,
      float[] taps,
      boolean keep,
      int to) {
    var m = product(products, from, 4);
    var n = product(products, from, 8);
    var a0 = product(products, from, 0).add(m).add(n);
    var b0 = m.sub(n).sub(product(products, from, 12));
    m = product(products, from, 5);
    n = product(products, from, 9);
    var a1 = product(products, from, 1).add(m).add(n);
    var b1 = m.sub(n).sub(product(products, from, 13));
    m = product(products, from, 6);
    n = product(products, from, 10);
    var a2 = product(products, from, 2).add(m).add(n);
    var b2 = m.sub(n).sub(product(products, from, 14));
    m = product(products, from, 7);
    n = product(products, from, 11);
    var a3 = product(products, from, 3).add(m).add(n);
    var b3 = m.sub(n).sub(product(products, from, 15));
    Pool.put(
        a0.add(a1).add(a2).add(bias),
        a1.sub(a2).sub(a3).add(bias),
        b0.add(b1).add(b2).add(bias),
        b1.sub(b2).sub(b3).add(bias),
        relu,
        maxima,
        taps,
        keep,
        to);
  }

  private static FloatVector product(float[] products, int from, int point) {
    return FloatVector.fromArray(SPECIES, products, from + point * ROWS * WIDTH);
  }

  private static void pairs(FloatVector left, FloatVector right, float[] sums, int to) {
    left.rearrange(LOW, right).intoArray(sums, to);
    left.rearrange(HIGH, right).intoArray(sums, to + LANES);
  }

  private void store(Share share, float[] sums, int row) {
    int last = Math.min(2 * (share.row() + share.rows()), target.height());
    for (int m = 0; m < share.images(); m++) {
      for (int o = share.channel(); o < share.behind(); o++) {
        for (int y = 2 * share.row(); y < last; y++) {
          int block = ((y / 2 - share.row()) * band.images() + m) * band.outputWidth();
          int from = (2 * (o - share.channel()) + y % 2) * row + 2 * block;
          target.row(sums, from, share.image() + m, o, y, last - 1 - y);
        }
      }
    }
  }

  private void store(Pool pool, Share share, float[] maxima, float[] taps, int row) {
    int last = Math.min(share.row() + share.rows(), target.height() / 2);
    for (int m = 0; m < share.images(); m++) {
      for (int o = share.channel(); o < share.behind(); o++) {
        for (int y = share.row(); y < last; y++) {
          int block = ((y - share.row()) * band.images() + m) * band.outputWidth();
          int at = (o - share.channel()) * row + block;
          target.pooled(pool, maxima, taps, at, share.image() + m, o, y, last - 1 - y);
        }
      }
    }
  }
}

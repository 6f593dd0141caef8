package org.tornadonn.exec.jvm;

import static org.tornadonn.exec.jvm.Tile.LANES;
import static org.tornadonn.exec.jvm.Tile.ORDER;
import static org.tornadonn.exec.jvm.Tile.ROWS;
import static org.tornadonn.exec.jvm.Tile.SPECIES;
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

  /** The products of a point in a tile. */
  private static final int POINT = ROWS * WIDTH;

  /** So many channels are transformed before they are brought to where products read them. */
  private static final int SOME = 4;

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
    float[] products = scratch.factors(POINTS * POINT);
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
      transform(b, tiles[t], scratch, blocks);
      for (int o = share.channel(); o < share.behind(); o += ROWS) {
        multiply(o, blocks, products);
        restore(products);
        int at = 2 * (o - share.channel()) * row + 2 * t * WIDTH;
        for (int r = 0; r < 2 * ROWS; r++) {
          int from = r % 2 * 2 * POINT + r / 2 * WIDTH;
          pairs(products, from, sums, at + r * row);
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
    for (int t = 0; t * WIDTH < band.results(share.rows()); t++) {
      transform(b, tiles[t], scratch, blocks);
      for (int o = share.channel(); o < share.behind(); o += ROWS) {
        multiply(o, blocks, products);
        restore(products);
        for (int r = 0; r < ROWS; r++) {
          int at = (o - share.channel() + r) * row + t * WIDTH;
          pool(products, r * WIDTH, target.bias(o + r), target.floor(), maxima, taps, at);
        }
      }
    }
    int last = Math.min(share.row() + share.rows(), target.height() / 2);
    target.pooled(
        pool, maxima, taps, row, band.outputWidth(), band.images(), share, share.row(), last);
  }

  /** {@code BᵀdB} for the blocks of a tile, in all channels. */
  private void transform(float[] b, int[] pieces, Scratch scratch, MemorySegment blocks) {
    int depth = weights.depth();
    float[] some = scratch.blocks(pieces.length / 2 * SOME * POINTS * LANES);
    for (int c = 0; c < depth; c += SOME) {
      int n = Math.min(SOME, depth - c);
      for (int i = 0; i < pieces.length; i += 2) {
        int to = i / 2 * SOME * POINTS * LANES;
        transform(b, pieces[i] + c * band.channelSize(), n, some, to);
      }
      for (int e = 0; e < POINTS; e++) {
        bring(some, e, pieces, n, blocks, e * matrix() + c * WIDTH);
      }
    }
  }

  /**
   * {@code BᵀdB} for a vector of blocks in some channels, point by point. In one method, C2 stops
   * to inline before its end and makes objects of vectors; each half of the columns is compiled by
   * itself.
   */
  private void transform(float[] b, int piece, int n, float[] some, int place) {
    int even = piece + taps[0];
    int odd = piece + taps[1];
    int next = taps[4] - taps[0];
    int below = taps[8] - taps[0];
    left(b, even, odd, next, below, band.channelSize(), n, some, place);
    right(b, even, odd, next, below, band.channelSize(), n, some, place);
  }

  /** The first two columns of {@code BᵀdB}. */
  private static void left(
      float[] b, int even, int odd, int next, int below, int size, int n, float[] some, int place) {
    for (int c = 0; c < n; c++) {
      int from = even + c * size;
      int beside = odd + c * size;
      int to = place + c * POINTS * LANES;
      var d = load(b, from + 1);
      var p0 = load(b, from).sub(d);
      var q0 = load(b, beside).add(d);
      d = load(b, from + below + 1);
      var p2 = load(b, from + below).sub(d);
      var q2 = load(b, beside + below).add(d);
      p0.sub(p2).intoArray(some, to);
      q0.sub(q2).intoArray(some, to + LANES);
      d = load(b, from + next + 1);
      var p1 = load(b, from + next).sub(d);
      var q1 = load(b, beside + next).add(d);
      p1.add(p2).intoArray(some, to + 4 * LANES);
      q1.add(q2).intoArray(some, to + 5 * LANES);
      p2.sub(p1).intoArray(some, to + 8 * LANES);
      q2.sub(q1).intoArray(some, to + 9 * LANES);
      d = load(b, from + next + below + 1);
      p1.sub(load(b, from + next + below).sub(d)).intoArray(some, to + 12 * LANES);
      q1.sub(load(b, beside + next + below).add(d)).intoArray(some, to + 13 * LANES);
    }
  }

  /** The last two columns of {@code BᵀdB}. */
  private static void right(
      float[] b, int even, int odd, int next, int below, int size, int n, float[] some, int place) {
    for (int c = 0; c < n; c++) {
      int from = even + c * size + 1;
      int beside = odd + c * size;
      int to = place + c * POINTS * LANES + 2 * LANES;
      var d = load(b, beside);
      var p0 = load(b, from).sub(d);
      var q0 = d.sub(load(b, beside + 1));
      d = load(b, beside + below);
      var p2 = load(b, from + below).sub(d);
      var q2 = d.sub(load(b, beside + below + 1));
      p0.sub(p2).intoArray(some, to);
      q0.sub(q2).intoArray(some, to + LANES);
      d = load(b, beside + next);
      var p1 = load(b, from + next).sub(d);
      var q1 = d.sub(load(b, beside + next + 1));
      p1.add(p2).intoArray(some, to + 4 * LANES);
      q1.add(q2).intoArray(some, to + 5 * LANES);
      p2.sub(p1).intoArray(some, to + 8 * LANES);
      q2.sub(q1).intoArray(some, to + 9 * LANES);
      d = load(b, beside + next + below);
      p1.sub(load(b, from + next + below).sub(d)).intoArray(some, to + 12 * LANES);
      q1.sub(d.sub(load(b, beside + next + below + 1))).intoArray(some, to + 13 * LANES);
    }
  }

  private static FloatVector load(float[] b, int at) {
    return FloatVector.fromArray(SPECIES, b, at);
  }

  /**
   * Brings a point of transformed channels to where products read them. That is no array, and
   * vectors that are alive while something else than an array is written become objects.
   */
  private static void bring(
      float[] some, int point, int[] pieces, int n, MemorySegment blocks, int to) {
    for (int c = 0; c < n; c++) {
      for (int i = 0; i < pieces.length; i += 2) {
        int from = ((i / 2 * SOME + c) * POINTS + point) * LANES;
        long at = (long) (to + c * WIDTH + pieces[i + 1]) * Float.BYTES;
        load(some, from).intoMemorySegment(blocks, at, ORDER);
      }
    }
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
          e * POINT,
          WIDTH,
          false);
    }
  }

  /**
   * {@code AᵀmA}: the first four products of every block become its 2×2, row by row. Long enough
   * for C2 to compile it by itself: as a part of its caller, vectors become objects there.
   */
  private static void restore(float[] products) {
    for (int i = 0; i < POINT; i += LANES) {
      var m = load(products, i + 4 * POINT);
      var n = load(products, i + 8 * POINT);
      var a0 = load(products, i).add(m).add(n);
      var b0 = m.sub(n).sub(load(products, i + 12 * POINT));
      m = load(products, i + 5 * POINT);
      n = load(products, i + 9 * POINT);
      var a1 = load(products, i + POINT).add(m).add(n);
      var b1 = m.sub(n).sub(load(products, i + 13 * POINT));
      m = load(products, i + 6 * POINT);
      n = load(products, i + 10 * POINT);
      var a2 = load(products, i + 2 * POINT).add(m).add(n);
      var b2 = m.sub(n).sub(load(products, i + 14 * POINT));
      m = load(products, i + 7 * POINT);
      n = load(products, i + 11 * POINT);
      var a3 = load(products, i + 3 * POINT).add(m).add(n);
      var b3 = m.sub(n).sub(load(products, i + 15 * POINT));
      a0.add(a1).add(a2).intoArray(products, i);
      a1.sub(a2).sub(a3).intoArray(products, i + POINT);
      b0.add(b1).add(b2).intoArray(products, i + 2 * POINT);
      b1.sub(b2).sub(b3).intoArray(products, i + 3 * POINT);
    }
  }

  private static void pairs(float[] products, int from, float[] sums, int to) {
    for (int i = 0; i < WIDTH; i += LANES) {
      var left = load(products, from + i);
      var right = load(products, from + POINT + i);
      left.rearrange(LOW, right).intoArray(sums, to + 2 * i);
      left.rearrange(HIGH, right).intoArray(sums, to + 2 * i + LANES);
    }
  }

  /** The largest of the 2×2 of every block in a tile's row. */
  private static void pool(
      float[] products, int row, float bias, float floor, float[] maxima, float[] taps, int to) {
    for (int i = row; i < row + WIDTH; i += LANES) {
      Pool.put(
          load(products, i).add(bias),
          load(products, i + POINT).add(bias),
          load(products, i + 2 * POINT).add(bias),
          load(products, i + 3 * POINT).add(bias),
          floor,
          maxima,
          taps,
          to + i - row);
    }
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
}

package org.tornadonn.exec.jvm.winograd;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.tornadonn.exec.jvm.tile.Tile.BROAD;
import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.ROWS;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;
import static org.tornadonn.exec.jvm.tile.Tile.WIDTH;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import org.tornadonn.exec.jvm.pool.Pool;
import org.tornadonn.exec.jvm.pool.Target;
import org.tornadonn.exec.jvm.tile.Band;
import org.tornadonn.exec.jvm.tile.Band.Pair;
import org.tornadonn.exec.jvm.tile.Scratch;
import org.tornadonn.exec.jvm.tile.Shares;
import org.tornadonn.exec.jvm.tile.Shares.Share;
import org.tornadonn.exec.jvm.tile.Tile;
import org.tornadonn.op.convolution.Conv2dForward;
import org.tornadonn.op.convolution.Conv2dInputGradient;
import org.tornadonn.op.convolution.ImageSizes;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.plan.Loop;

/**
 * A convolution of 3×3 with stride 1 by Winograd's minimal filtering F(4×4, 3×3): every 4×4 of the
 * result takes 36 products per channel instead of 144. With d the 6×6 of the source that it sees
 * and U the transformed weights, {@code Y = Aᵀ(U ⊙ BᵀdB)A}, summed over channels before the last
 * step: 36 matrix products over all such blocks. One index is one group of channels in one {@link
 * Band} of blocks.
 *
 * <p>The polynomials behind it are evaluated at 0, ±√½, ±√2 and ∞. With ±1 and ±2 for the roots,
 * which is what most texts show, errors are four to five times as large; with these they are those
 * of a plain float32 sum of all products (within a factor of two).
 *
 * <p>An infinity or a NaN in such a 6×6 makes the whole 4×4 NaN, also where a window of 3×3 does
 * not see it.
 *
 * <p>The source of the formulas: Lavin and Gray, <a href="https://arxiv.org/abs/1509.09308">Fast
 * Algorithms for Convolutional Neural Networks</a>, section 4; the choice of points: Barabasz,
 * Anderson, Soodhalter and Gregg, <a href="https://arxiv.org/abs/1803.10986">Error Analysis and
 * Improving the Accuracy of Winograd Convolution for Deep Neural Networks</a>.
 *
 * @param band the source, seen as by a window of 6×6 with stride 4: a position is a block
 * @param taps where the 36 places of a block read in the first channel
 * @param width the blocks of a tile
 */
public record Winograd(
    float[] source,
    WinogradWeights weights,
    Band band,
    int[] taps,
    int[][] tiles,
    int width,
    Target target,
    Shares shares)
    implements Loop {

  /** Rows and columns of a block of the source. */
  static final int SIX = 6;

  /** Rows and columns of a block of the result. */
  static final int FOUR = 4;

  /** The products of a block and a channel. */
  static final int POINTS = SIX * SIX;

  /** What a tile of {@link Tile#WIDTH} costs, in broad ones. */
  private static final double NARROW = 0.75;

  /** What a tile of one vector costs, in broad ones. */
  private static final double SINGLE = 0.45;

  /** The share of a row of blocks that a band reads beyond its own. */
  private static final double HALO = 0.5;

  /**
   * In narrower images, {@link org.tornadonn.exec.jvm.convolution.Correlation} was seen to be as
   * fast.
   */
  private static final int NARROW_IMAGE = 12;

  /** As many channels keep transformed blocks in a core's second-level cache. */
  private static final int MANY = 512;

  /** So many channels are transformed before they are brought to where products read them. */
  private static final int SOME = 4;

  private static final VectorShuffle<Float> LOW = VectorShuffle.makeZip(SPECIES, 0);
  private static final VectorShuffle<Float> HIGH = VectorShuffle.makeZip(SPECIES, 1);

  /** Whether this is faster than {@link org.tornadonn.exec.jvm.convolution.Correlation}. */
  public static boolean suits(ImageSizes s, Window window) {
    return window.minimalFiltering(s.ci(), s.co())
        && s.wo() >= NARROW_IMAGE
        && Math.max(s.ci(), s.co()) <= MANY;
  }

  /** Whether such results are nearly whole blocks, and enough of them. */
  public static boolean fills(int n, int height, int width) {
    int blocks = Math.ceilDiv(height, FOUR) * Math.ceilDiv(width, FOUR);
    return n * blocks >= LANES && 10 * height * width >= 9 * blocks * FOUR * FOUR;
  }

  /** What some blocks cost in tiles of a width, in broad ones. */
  private static double cost(int blocks, int width) {
    double tile = width == BROAD ? 1 : width == WIDTH ? NARROW : SINGLE;
    return Math.ceilDiv(blocks, width) * tile;
  }

  /** The width of the tiles in which some blocks cost least. */
  private static int width(int blocks) {
    int width = cost(blocks, BROAD) <= cost(blocks, WIDTH) ? BROAD : WIDTH;
    return cost(blocks, width) <= cost(blocks, LANES) ? width : LANES;
  }

  private static double cost(int blocks) {
    return cost(blocks, width(blocks));
  }

  public static Winograd forward(Conv2dForward k, WinogradWeights weights, Target target) {
    var s = k.sizes();
    var padding = new Pair(k.window().paddingHeight(), k.window().paddingWidth());
    return of(k.x(), s.ci(), s.hi(), s.wi(), padding, weights, target);
  }

  public static Winograd inputGradient(Conv2dInputGradient k, WinogradWeights weights) {
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
    int rows = Math.ceilDiv(target.height(), FOUR);
    int columns = Math.ceilDiv(target.width(), FOUR);
    var band =
        Band.of(
                new Band.Source(target.n(), channels, height, width),
                new Pair(SIX, SIX),
                new Pair(FOUR, FOUR),
                Pair.ONE,
                padding,
                (target.pool() == null ? FOUR * FOUR : FOUR) * target.channels(),
                rows,
                columns,
                false)
            .sharedOut(target.n(), rows, some -> cost(some * columns) * (1 + HALO / some));
    var shares = Shares.of(target.n(), band.images(), rows, band.rows(), target.channels());
    int tile = width(band.results(band.rows()));
    return new Winograd(source, weights, band, band.taps(), band.tiles(tile), tile, target, shares);
  }

  /**
   * The floats from one matrix of transformed blocks to the next: a vector more than it takes, lest
   * all of them begin in the same set of a cache.
   */
  private int matrix() {
    return weights.depth() * width + LANES;
  }

  /** The products of a point in a tile. */
  private int point() {
    return ROWS * width;
  }

  /** The blocks of a point in a tile, behind which a last vector writes too far. */
  private int line() {
    return width + LANES;
  }

  /** The vector products of an index. */
  public long work() {
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
    float[] products = scratch.factors(POINTS * point());
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
    int row = FOUR * tiles.length * width;
    float[] sums = scratch.sums(FOUR * shares.size() * row + LANES);
    float[] twos = scratch.maxima(4 * width);
    int results = band.results(share.rows());
    for (int t = 0; t * width < results; t++) {
      transform(b, tiles[t], scratch, blocks);
      for (int o = share.channel(); o < share.behind(); o += ROWS) {
        multiply(o, blocks, products);
        WinogradTransform.restoreRows(products, point());
        int at = FOUR * ((o - share.channel()) * row + t * width);
        for (int r = 0; r < FOUR * ROWS; r++) {
          int from = r % FOUR * SIX * point() + r / FOUR * width;
          fours(products, from, twos, sums, at + r * row);
        }
      }
    }
    store(share, sums, row);
  }

  private void pooled(
      Pool pool, Share share, Scratch scratch, float[] b, MemorySegment blocks, float[] products) {
    int row = 2 * tiles.length * width;
    float[] maxima = scratch.maxima(2 * shares.size() * row + LANES);
    float[] taps = scratch.taps(2 * shares.size() * row + LANES);
    int results = band.results(share.rows());
    for (int t = 0; t * width < results; t++) {
      transform(b, tiles[t], scratch, blocks);
      for (int o = share.channel(); o < share.behind(); o += ROWS) {
        multiply(o, blocks, products);
        WinogradTransform.restoreRows(products, point());
        for (int r = 0; r < ROWS; r++) {
          pool(products, r * width, target.bias(o + r), target.floor());
        }
        int at = 2 * ((o - share.channel()) * row + t * width);
        for (int r = 0; r < 2 * ROWS; r++) {
          int from = r % 2 * 2 * SIX * point() + r / 2 * width;
          zip(products, from, from + 2 * point(), width, maxima, at + r * row);
          zip(products, from + point(), from + 3 * point(), width, taps, at + r * row);
        }
      }
    }
    store(pool, share, maxima, taps, row);
  }

  /**
   * {@code BᵀdB} for the blocks of a tile, in all channels. One direction goes through some
   * channels before the other: where pieces of a tile are short, their vectors overlap, and a CPU
   * waits for those that it has only just written.
   */
  private void transform(float[] b, int[] pieces, Scratch scratch, MemorySegment blocks) {
    int depth = weights.depth();
    int done = SOME * POINTS * line();
    float[] some = scratch.blocks(done + SOME * POINTS * width);
    for (int c = 0; c < depth; c += SOME) {
      int n = Math.min(SOME, depth - c);
      for (int i = 0; i < n; i++) {
        int from = (c + i) * band.channelSize();
        WinogradTransform.down(b, from, taps, pieces, some, i * POINTS * line(), line());
      }
      for (int i = 0; i < SIX * n; i++) {
        int to = done + i % SIX * SIX * SOME * width + i / SIX * width;
        int from = i * SIX * line();
        WinogradTransform.source(some, from, line(), FOUR * line(), some, to, SOME * width, width);
      }
      for (int e = 0; e < POINTS; e++) {
        long to = (long) (e * matrix() + c * width) * Float.BYTES;
        MemorySegment.copy(some, done + e * SOME * width, blocks, JAVA_FLOAT, to, n * width);
      }
    }
  }

  private static FloatVector load(float[] b, int at) {
    return FloatVector.fromArray(SPECIES, b, at);
  }

  /**
   * The products of {@link Tile#ROWS} rows: those of a column of points, and {@code Aᵀ} times them
   * while they are in the first-level cache, before the next column's.
   */
  private void multiply(int row, MemorySegment blocks, float[] products) {
    int depth = weights.depth();
    int at = weights.at(row);
    for (int column = 0; column < SIX; column++) {
      for (int e = column; e < POINTS; e += SIX) {
        Tile.multiplyPacked(
            depth, width, weights.packed(), at, blocks, e * matrix(), products, e * point());
        at += ROWS * depth;
      }
      WinogradTransform.restoreColumn(products, column * point(), point());
    }
  }

  /** Brings the four columns of a row of blocks side by side. */
  private void fours(float[] products, int from, float[] twos, float[] sums, int to) {
    int point = point();
    zip(products, from, from + 2 * point, width, twos, 0);
    zip(products, from + point, from + 3 * point, width, twos, 2 * width);
    zip(twos, 0, 2 * width, 2 * width, sums, to);
  }

  /** {@code y = left[0], right[0], left[1], right[1], …}. */
  private static void zip(float[] x, int left, int right, int n, float[] y, int to) {
    for (int i = 0; i < n; i += LANES) {
      var a = load(x, left + i);
      var b = load(x, right + i);
      a.rearrange(LOW, b).intoArray(y, to + 2 * i);
      a.rearrange(HIGH, b).intoArray(y, to + 2 * i + LANES);
    }
  }

  /** Every 2×2 of the blocks in a tile's row becomes its maximum and, beside it, its tap. */
  private void pool(float[] products, int row, float bias, float floor) {
    int point = point();
    for (int quarter = 0; quarter < 4; quarter++) {
      int first = quarter / 2 * 2 * SIX * point + quarter % 2 * 2 * point + row;
      for (int i = first; i < first + width; i += LANES) {
        Pool.put(
            load(products, i).add(bias),
            load(products, i + point).add(bias),
            load(products, i + SIX * point).add(bias),
            load(products, i + (SIX + 1) * point).add(bias),
            floor,
            products,
            i,
            products,
            i + point);
      }
    }
  }

  private void store(Share share, float[] sums, int row) {
    int last = Math.min(FOUR * (share.row() + share.rows()), target.height());
    for (int m = 0; m < share.images(); m++) {
      for (int o = share.channel(); o < share.behind(); o++) {
        for (int y = FOUR * share.row(); y < last; y++) {
          int block = ((y / FOUR - share.row()) * band.images() + m) * band.outputWidth();
          int from = (FOUR * (o - share.channel()) + y % FOUR) * row + FOUR * block;
          target.row(sums, from, share.image() + m, o, y, last - 1 - y);
        }
      }
    }
  }

  private void store(Pool pool, Share share, float[] maxima, float[] taps, int row) {
    int last = Math.min(2 * (share.row() + share.rows()), target.height() / 2);
    for (int m = 0; m < share.images(); m++) {
      for (int o = share.channel(); o < share.behind(); o++) {
        for (int y = 2 * share.row(); y < last; y++) {
          int block = ((y / 2 - share.row()) * band.images() + m) * band.outputWidth();
          int from = (2 * (o - share.channel()) + y % 2) * row + 2 * block;
          target.pooled(pool, maxima, taps, from, share.image() + m, o, y, last - y);
        }
      }
    }
  }
}

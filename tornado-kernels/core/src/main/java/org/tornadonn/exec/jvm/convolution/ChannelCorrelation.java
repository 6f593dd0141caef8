package org.tornadonn.exec.jvm.convolution;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.ROWS;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import org.tornadonn.exec.jvm.linear.ChannelWeights;
import org.tornadonn.exec.jvm.pool.Pool;
import org.tornadonn.exec.jvm.pool.Target;
import org.tornadonn.exec.jvm.tile.Band.Pair;
import org.tornadonn.exec.jvm.tile.Scratch;
import org.tornadonn.exec.jvm.tile.Shares;
import org.tornadonn.exec.jvm.tile.Shares.Share;
import org.tornadonn.exec.jvm.tile.Tile;
import org.tornadonn.exec.jvm.winograd.Winograd;
import org.tornadonn.op.convolution.Conv2dForward;
import org.tornadonn.op.convolution.Conv2dInputGradient;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.plan.Loop;

/**
 * Convolution of small images, whose rows would leave vectors half empty: a vector holds channels
 * of one result instead of neighbouring results of one channel. One index is one group of channels
 * of some images.
 *
 * @param places what the windows of an image's results see first; with a pool, the four that it
 *     looks at follow each other
 */
public record ChannelCorrelation(
    float[] source,
    ChannelImage image,
    Pair kernel,
    ChannelWeights weights,
    Target target,
    int[] places,
    Shares shares)
    implements Loop {

  /** Images with so many results fill vectors otherwise, too. */
  private static final int SMALL = 256;

  /** As many results of an image are worth reading all weights for. */
  private static final int ENOUGH = 8 * ROWS;

  /** Fewer products in a row of the window are not worth a tile. */
  private static final int FEW = 24;

  public static boolean suits(Conv2dForward k) {
    var s = k.sizes();
    return suits(s.ho() * s.wo(), s.ci(), s.co(), k.window())
        && !(Winograd.suits(s, k.window()) && Winograd.fills(s.n(), s.ho(), s.wo()));
  }

  public static boolean suits(Conv2dInputGradient k) {
    var s = k.sizes();
    var window = k.window();
    return window.strideHeight() == 1
        && window.strideWidth() == 1
        && suits(s.hi() * s.wi(), s.co(), s.ci(), window)
        && !(Winograd.suits(s, window) && Winograd.fills(s.n(), s.hi(), s.wi()));
  }

  private static boolean suits(int results, int sources, int channels, Window window) {
    return results <= SMALL
        && sources * window.kernelWidth() >= FEW
        && 4 * channels >= 3 * Tile.width(channels);
  }

  public static ChannelCorrelation forward(Conv2dForward k, ChannelWeights weights, Target target) {
    var s = k.sizes();
    var window = k.window();
    var stride = new Pair(window.strideHeight(), window.strideWidth());
    var padding = new Pair(window.paddingHeight(), window.paddingWidth());
    return of(k.x(), s.ci(), s.hi(), s.wi(), window, stride, padding, weights, target);
  }

  public static ChannelCorrelation inputGradient(Conv2dInputGradient k, ChannelWeights weights) {
    var s = k.sizes();
    var window = k.window();
    var padding =
        new Pair(
            window.kernelHeight() - 1 - window.paddingHeight(),
            window.kernelWidth() - 1 - window.paddingWidth());
    var target = Target.inputGradient(k);
    return of(k.dy(), s.co(), s.ho(), s.wo(), window, Pair.ONE, padding, weights, target);
  }

  private static ChannelCorrelation of(
      float[] source,
      int channels,
      int height,
      int width,
      Window window,
      Pair stride,
      Pair padding,
      ChannelWeights weights,
      Target target) {
    var kernel = new Pair(window.kernelHeight(), window.kernelWidth());
    int rows = (target.height() - 1) * stride.h() + kernel.h();
    int columns = (target.width() - 1) * stride.w() + kernel.w();
    var image = new ChannelImage(channels, height, width, rows, columns, stride, padding);
    int[] all = places(image, target);
    int images =
        Math.clamp(Math.ceilDiv(ENOUGH, all.length), 1, Math.ceilDiv(target.n(), Shares.ENOUGH));
    int[] places = new int[images * all.length];
    for (int p = 0; p < places.length; p++) {
      places[p] = p / all.length * image.size() + all[p % all.length];
    }
    var shares =
        Shares.of(
            target.n(),
            images,
            target.height(),
            target.height(),
            target.channels(),
            weights.width());
    return new ChannelCorrelation(source, image, kernel, weights, target, places, shares);
  }

  private static int[] places(ChannelImage image, Target target) {
    int side = side(target);
    int columns = target.width() / side;
    int[] places = new int[results(target)];
    for (int p = 0; p < places.length; p++) {
      int window = p / (side * side);
      int i = p % (side * side);
      places[p] =
          image.place(window / columns * side + i / side, window % columns * side + i % side);
    }
    return places;
  }

  /** The results of an image that are made. */
  private static int results(Target target) {
    int side = side(target);
    return target.height() / side * (target.width() / side) * side * side;
  }

  private int results() {
    return results(target);
  }

  /** Rows and columns of the results that become one. */
  private static int side(Target target) {
    return target.pool() == null ? 1 : 2;
  }

  /** The vector products of an index. */
  public long work() {
    return (long) kernel.h()
        * kernel.w()
        * image.channels()
        * places.length
        * shares.size()
        / LANES;
  }

  @Override
  public int size() {
    return shares.indices();
  }

  @Override
  public void run(int from, int to) {
    var scratch = Scratch.ofThread();
    MemorySegment b = scratch.columns(shares.images() * image.size());
    float[] sums = scratch.sums(places.length * weights.width());
    for (int i = from; i < to; i++) {
      var share = shares.at(i);
      for (int m = 0; m < share.images(); m++) {
        image.fill(source, share.image() + m, b, m * image.size());
      }
      for (int o = share.channel(); o < share.behind(); o += weights.width()) {
        multiply(b, share.images() * results(), o, sums);
        if (target.pool() == null) {
          store(share, o, sums, scratch);
        } else {
          store(target.pool(), share, o, sums, scratch);
        }
      }
    }
  }

  private void multiply(MemorySegment b, int results, int channel, float[] sums) {
    int width = weights.width();
    int depth = kernel.w() * image.channels();
    int step = ChannelWeights.step(depth);
    for (int row = 0; row < kernel.h(); row++) {
      int w = weights.at(channel, row * kernel.w());
      for (int k = 0; k < depth; k += step) {
        int n = Math.min(step, depth - k);
        int at = row * image.pitch() + k;
        boolean add = row + k > 0;
        for (int p = 0; p < results; p += Tile.placeRows(width)) {
          Tile.multiplyPlaces(
              n,
              results - p,
              width,
              b,
              at,
              places,
              p,
              weights.packed(),
              w + k * width,
              sums,
              p * width,
              add);
        }
      }
    }
  }

  private void store(Share share, int channel, float[] sums, Scratch scratch) {
    int width = weights.width();
    float[] planes = scratch.maxima(results() + LANES);
    for (int m = 0; m < share.images(); m++) {
      for (int o = channel; o < Math.min(channel + width, share.behind()); o++) {
        transpose(sums, m * results() * width + o - channel, results(), planes);
        target.plane(planes, share.image() + m, o, share.behind() - o);
      }
    }
  }

  private void store(Pool pool, Share share, int channel, float[] sums, Scratch scratch) {
    int width = weights.width();
    int windows = results() / 4;
    float[] bias = scratch.factors(width);
    for (int o = 0; o < width; o++) {
      bias[o] = target.bias(channel + o);
    }
    float[] taps = scratch.taps(share.images() * windows * width);
    pool(sums, share.images() * windows, bias, target.floor(), taps);
    float[] planes = scratch.maxima(windows + LANES);
    for (int m = 0; m < share.images(); m++) {
      int at = m * windows * width;
      for (int o = channel; o < Math.min(channel + width, share.behind()); o++) {
        int planesLeft = share.behind() - o;
        transpose(sums, at + o - channel, windows, planes);
        target.pooledPlane(planes, target.result(), share.image() + m, o, planesLeft);
        if (pool.keep()) {
          transpose(taps, at + o - channel, windows, planes);
          target.pooledPlane(planes, pool.tap(), share.image() + m, o, planesLeft);
        }
      }
    }
  }

  /** Puts the largest of every four sums in front, and which it was into another array. */
  private void pool(float[] sums, int windows, float[] bias, float floor, float[] taps) {
    int width = weights.width();
    for (int first = 0; first < width; first += LANES) {
      var b = FloatVector.fromArray(SPECIES, bias, first);
      for (int i = 0; i < windows; i++) {
        int from = 4 * i * width + first;
        Pool.put(
            FloatVector.fromArray(SPECIES, sums, from).add(b),
            FloatVector.fromArray(SPECIES, sums, from + width).add(b),
            FloatVector.fromArray(SPECIES, sums, from + 2 * width).add(b),
            FloatVector.fromArray(SPECIES, sums, from + 3 * width).add(b),
            floor,
            sums,
            i * width + first,
            taps,
            i * width + first);
      }
    }
  }

  private void transpose(float[] sums, int at, int n, float[] plane) {
    for (int i = 0; i < n; i++) {
      plane[i] = sums[at + i * weights.width()];
    }
  }
}

package org.tornadonn.exec.jvm.linear;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.tornadonn.exec.jvm.tile.Tile.QUAD;
import static org.tornadonn.exec.jvm.tile.Tile.WIDTH;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.tornadonn.exec.jvm.tile.Scratch;
import org.tornadonn.exec.jvm.tile.Tile;
import org.tornadonn.op.convolution.Conv2dForward;
import org.tornadonn.op.convolution.Conv2dInputGradient;
import org.tornadonn.op.linear.LinearForward;
import org.tornadonn.plan.Loop;

/**
 * The weights {@code w[o, c, t]} of a convolution, t a tap of its window, or of a linear layer,
 * which has one tap: a number of result channels side by side, for every tap and every channel of
 * the source. One index is one channel of the source, for that many result channels.
 *
 * <p>Forward, results are o and the source is c. For the input gradient it is the other way round,
 * and the last tap comes first.
 *
 * @param results channels of the result
 * @param sources channels of the source
 * @param flipped whether this is for the input gradient
 * @param width how many result channels are side by side
 */
public record ChannelWeights(
    float[] w,
    int wAt,
    int results,
    int sources,
    int taps,
    boolean flipped,
    int width,
    MemorySegment packed)
    implements Loop {

  private static final int CACHE_LINE = 64;

  /** So many weights of {@link Tile#WIDTH} results stay in the first-level cache. */
  private static final int DEPTH = 6144 / WIDTH;

  public static ChannelWeights forward(Conv2dForward k) {
    int taps = k.window().kernelHeight() * k.window().kernelWidth();
    return of(k.w(), k.wAt(), k.sizes().co(), k.sizes().ci(), taps, false, width(k.sizes().co()));
  }

  public static ChannelWeights flipped(Conv2dInputGradient k) {
    int taps = k.window().kernelHeight() * k.window().kernelWidth();
    return of(k.w(), k.wAt(), k.sizes().ci(), k.sizes().co(), taps, true, width(k.sizes().ci()));
  }

  public static ChannelWeights forward(LinearForward k) {
    return of(k.w(), k.wAt(), k.co(), k.ci(), 1, false, WIDTH);
  }

  /** As many as do not leave more places empty than {@link Tile#WIDTH} would. */
  private static int width(int results) {
    return Math.ceilDiv(results, QUAD) * QUAD <= Tile.width(results) ? QUAD : WIDTH;
  }

  private static ChannelWeights of(
      float[] w, int wAt, int results, int sources, int taps, boolean flipped, int width) {
    long size = (long) Math.ceilDiv(results, width) * width * sources * taps * Float.BYTES;
    var packed = Arena.ofAuto().allocate(size, CACHE_LINE);
    return new ChannelWeights(w, wAt, results, sources, taps, flipped, width, packed);
  }

  /** Where the weights of a tap start, for the {@link #width} results from the given one on. */
  public int at(int result, int tap) {
    return (result / width * taps + tap) * sources * width;
  }

  /** So many channels of the source are packed together. */
  private static final int SOME = 16;

  /** Cuts so many products of a sum into equal pieces whose weights stay in the cache. */
  public static int step(int products) {
    return Math.ceilDiv(products, Math.ceilDiv(products, DEPTH));
  }

  /** The floats that an index writes. */
  public long work() {
    return (long) taps * width;
  }

  @Override
  public int size() {
    return Tile.width(results) / width * sources;
  }

  @Override
  public void run(int from, int to) {
    float[] block = Scratch.ofThread().blocks(SOME * width);
    int next;
    for (int i = from; i < to; i = next) {
      int panel = i / sources;
      next = Math.min(Math.min(i + SOME, to), (panel + 1) * sources);
      for (int t = 0; t < taps; t++) {
        pack(panel * width, i % sources, next - i, t, block);
      }
    }
  }

  /** Brings a tap of some channels of the source to its place. */
  private void pack(int first, int channel, int channels, int tap, float[] block) {
    int result = (flipped ? 1 : sources) * taps;
    int source = (flipped ? results : 1) * taps;
    int lanes = Math.min(width, results - first);
    int from = wAt + first * result + channel * source + (flipped ? taps - 1 - tap : tap);
    for (int lane = 0; lane < lanes; lane++) {
      for (int c = 0; c < channels; c++) {
        block[c * width + lane] = w[from + lane * result + c * source];
      }
    }
    long to = (at(first, tap) + channel * width) * (long) Float.BYTES;
    MemorySegment.copy(block, 0, packed, JAVA_FLOAT, to, channels * width);
  }
}

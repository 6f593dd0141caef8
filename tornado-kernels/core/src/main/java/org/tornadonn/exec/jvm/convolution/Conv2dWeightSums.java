package org.tornadonn.exec.jvm.convolution;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.ROWS;
import static org.tornadonn.exec.jvm.tile.Tile.TAPS;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.tornadonn.exec.jvm.tile.Band;
import org.tornadonn.exec.jvm.tile.OutputGroups;
import org.tornadonn.exec.jvm.tile.Scratch;
import org.tornadonn.exec.jvm.tile.Tile;
import org.tornadonn.op.convolution.Conv2dWeightGradient;
import org.tornadonn.plan.Loop;

/**
 * The parts of a convolution's weight gradient, as a matrix product over the positions of a {@link
 * Band}: the gradients of {@link Tile#ROWS} output channels times what {@link Tile#TAPS} taps see,
 * each in {@link Tile#LANES} input channels. One index is one group of output channels in one part.
 *
 * @param taps where the taps of the window read in all channels, vector by vector, and some more to
 *     fill a tile
 * @param places where the sums of an output channel's weights are, counted from that of its first
 */
public record Conv2dWeightSums(
    Conv2dWeightGradient kernel, Band band, int[] taps, int[] places, OutputGroups groups)
    implements Loop {

  /** As many positions keep a part of a band in the first-level cache. */
  private static final int POSITIONS = 768;

  /** The sums of a tile. */
  private static final int TILE = ROWS * TAPS * LANES;

  /** Whether input channels fill vectors well enough. */
  public static boolean suits(Conv2dWeightGradient k) {
    int ci = k.sizes().ci();
    return 3 * ci > 2 * Math.ceilDiv(ci, LANES) * LANES;
  }

  public static Conv2dWeightSums of(Conv2dWeightGradient k) {
    var band = Band.ofPart(k, POSITIONS);
    int window = k.window().kernelHeight() * k.window().kernelWidth();
    int[] first = band.taps();
    int vectors = Math.ceilDiv(k.sizes().ci(), LANES);
    int[] taps = new int[Math.ceilDiv(vectors * window, TAPS) * TAPS];
    for (int t = 0; t < vectors * window; t++) {
      taps[t] = t / window * band.channelSize() + first[t % window];
    }
    int[] places = new int[k.sizes().ci() * window];
    for (int i = 0; i < places.length; i++) {
      int c = i / window;
      int t = c / LANES * window + i % window;
      places[i] = t / TAPS * TILE + t % TAPS * LANES + c % LANES;
    }
    return new Conv2dWeightSums(k, band, taps, places, OutputGroups.of(k, ROWS));
  }

  /** The sums of {@link Tile#ROWS} output channels. */
  private int rows() {
    return taps.length * ROWS * LANES;
  }

  /** The vector products of a group in a part. */
  public long work() {
    return (long) taps.length * groups.size() * kernel.rowsPerPart() * kernel.sizes().wo();
  }

  @Override
  public int size() {
    return groups.indices();
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      part(groups.part(i), groups.channel(i), groups.channels(i));
    }
  }

  private void part(int part, int channel, int channels) {
    var scratch = Scratch.ofThread();
    MemorySegment b = scratch.columns(band.sizeSideBySide());
    float[] gradients = scratch.factors(groups.size() * band.positions(band.rows()));
    float[] sums = scratch.sums(groups.size() / ROWS * rows());
    Arrays.fill(sums, 0, groups.size() / ROWS * rows(), 0);
    var packed = new PackedGradients(kernel, band);
    for (var piece : band.pieces(kernel, part)) {
      int positions = band.positions(piece.rows());
      band.fillSideBySide(kernel.x(), piece.image(), piece.last(), piece.row(), piece.rows(), b);
      packed.packSideBySide(piece, channel, channels, positions, gradients);
      multiply(b, positions, gradients, sums);
    }
    store(sums, part, channel, channels);
  }

  private void multiply(MemorySegment b, int positions, float[] gradients, float[] sums) {
    int step = Math.ceilDiv(positions, Math.ceilDiv(positions, POSITIONS));
    for (int p = 0; p < positions; p += step) {
      int some = Math.min(step, positions - p);
      for (int t = 0; t < taps.length; t += TAPS) {
        for (int o = 0; o < groups.size(); o += ROWS) {
          int sum = o / ROWS * rows() + t / TAPS * TILE;
          Tile.addTaps(some, gradients, o * positions + p * ROWS, b, p, taps, t, sums, sum);
        }
      }
    }
  }

  private void store(float[] sums, int part, int channel, int channels) {
    float[] partial = kernel.partial();
    for (int o = 0; o < channels; o++) {
      int to = (part * kernel.sizes().co() + channel + o) * places.length;
      int row = o / ROWS * rows() + o % ROWS * TAPS * LANES;
      for (int i = 0; i < places.length; i++) {
        partial[to + i] = sums[row + places[i]];
      }
    }
  }
}

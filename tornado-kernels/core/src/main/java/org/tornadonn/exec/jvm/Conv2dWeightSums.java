package org.tornadonn.exec.jvm;

import static org.tornadonn.exec.jvm.Tile.DEPTH;
import static org.tornadonn.exec.jvm.Tile.LANES;
import static org.tornadonn.exec.jvm.Tile.ROWS;
import static org.tornadonn.exec.jvm.Tile.WIDTH;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.tornadonn.op.Conv2dWeightGradient;
import org.tornadonn.plan.Loop;

/**
 * The parts of a convolution's weight gradient, as a matrix product over the positions of a {@link
 * Band}: the gradients of {@link Tile#ROWS} output channels times what a tap sees in {@link
 * Tile#WIDTH} input channels. One index is one group of output channels in one part.
 *
 * @param taps where the taps of the window read
 */
record Conv2dWeightSums(Conv2dWeightGradient kernel, Band band, int[] taps, OutputGroups groups)
    implements Loop {

  /** As many chunks of {@link Tile#DEPTH} positions keep little of a band in the next one. */
  private static final int CHUNKS = 1;

  /** Whether input channels fill the tiles well enough. */
  static boolean suits(Conv2dWeightGradient k) {
    return 3 * k.sizes().ci() > 2 * Tile.width(k.sizes().ci());
  }

  static Conv2dWeightSums of(Conv2dWeightGradient k) {
    var band = Band.ofPart(k, CHUNKS * DEPTH);
    int window = k.window().kernelHeight() * k.window().kernelWidth();
    int[] taps = Arrays.copyOf(band.taps(), window);
    return new Conv2dWeightSums(k, band, taps, OutputGroups.of(k, ROWS));
  }

  /** From the sums of one output channel to the next. */
  private int row() {
    return Tile.width(kernel.sizes().ci()) * taps.length;
  }

  /** The vector products of a group in a part. */
  long work() {
    return (long) row() * groups.size() * kernel.rowsPerPart() * kernel.sizes().wo() / LANES;
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
    float[] sums = scratch.sums(groups.size() * row());
    Arrays.fill(sums, 0, groups.size() * row(), 0);
    var packed = new PackedGradients(kernel, band);
    for (var piece : band.pieces(kernel, part)) {
      int positions = band.positions(piece.rows());
      band.fillSideBySide(kernel.x(), piece.image(), piece.last(), piece.row(), piece.rows(), b);
      packed.pack(piece, channel, channels, positions, gradients);
      multiply(b, positions, gradients, sums);
    }
    store(sums, part, channel, channels);
  }

  private void multiply(MemorySegment b, int positions, float[] gradients, float[] sums) {
    int[] starts = Tile.starts(positions);
    for (int p = 0; p < positions; p += DEPTH) {
      int some = Math.min(DEPTH, positions - p);
      for (int c = 0; c < kernel.sizes().ci(); c += WIDTH) {
        for (int t = 0; t < taps.length; t++) {
          int at = c * band.channelSize() + (taps[t] + p) * WIDTH;
          int sum = c * taps.length + t * WIDTH;
          for (int o = 0; o < groups.size(); o += ROWS) {
            int row = o * positions + p;
            Tile.multiply(
                some, gradients, row, starts, 0, b, at, sums, o * row() + sum, row(), true);
          }
        }
      }
    }
  }

  private void store(float[] sums, int part, int channel, int channels) {
    float[] partial = kernel.partial();
    int ci = kernel.sizes().ci();
    int window = taps.length;
    for (int o = 0; o < channels; o++) {
      int to = (part * kernel.sizes().co() + channel + o) * ci * window;
      for (int i = 0; i < row(); i += WIDTH) {
        int c = i / (WIDTH * window) * WIDTH;
        int t = i / WIDTH % window;
        for (int j = 0; j < Math.min(WIDTH, ci - c); j++) {
          partial[to + (c + j) * window + t] = sums[o * row() + i + j];
        }
      }
    }
  }
}

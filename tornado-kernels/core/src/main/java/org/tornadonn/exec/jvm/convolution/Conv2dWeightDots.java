package org.tornadonn.exec.jvm.convolution;

import static org.tornadonn.exec.jvm.tile.Tile.DOT_ROWS;
import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;
import static org.tornadonn.exec.jvm.tile.Tile.TAPS;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.tornadonn.exec.jvm.tile.Band;
import org.tornadonn.exec.jvm.tile.LaneSum;
import org.tornadonn.exec.jvm.tile.OutputGroups;
import org.tornadonn.exec.jvm.tile.Scratch;
import org.tornadonn.exec.jvm.tile.Tile;
import org.tornadonn.op.convolution.Conv2dWeightGradient;
import org.tornadonn.plan.Loop;

/**
 * The parts of a convolution's weight gradient where input channels are too few for {@link
 * Conv2dWeightSums}, as in a first layer: dot products over the positions of a {@link Band}. One
 * index is one group of output channels in one part.
 *
 * @param taps where the taps of the window read in every channel, and some more to fill a tile
 * @param depth the number of taps
 */
public record Conv2dWeightDots(
    Conv2dWeightGradient kernel, Band band, int[] taps, int depth, OutputGroups groups)
    implements Loop {

  /** As many positions keep a tile's rows in the first-level cache. */
  private static final int POSITIONS = 512;

  /** The sums of a tile. */
  private static final int TILE = DOT_ROWS * TAPS * LANES;

  public static Conv2dWeightDots of(Conv2dWeightGradient k) {
    var band = Band.ofPart(k, POSITIONS);
    int[] taps = band.taps();
    int tiles = Math.ceilDiv(taps.length, TAPS);
    return new Conv2dWeightDots(
        k, band, Arrays.copyOf(taps, tiles * TAPS), taps.length, OutputGroups.of(k, DOT_ROWS));
  }

  /** The vector products of a group in a part. */
  public long work() {
    return (long) taps.length * groups.size() * kernel.rowsPerPart() * kernel.sizes().wo() / LANES;
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
    int most = Math.ceilDiv(band.positions(band.rows()), LANES) * LANES;
    float[] b = scratch.band(band.size());
    float[] gradients = scratch.factors(groups.size() * most);
    float[] sums = scratch.sums(groups.size() * taps.length * LANES);
    Arrays.fill(sums, 0, groups.size() * taps.length * LANES, 0);
    var packed = new PackedGradients(kernel, band);
    for (var piece : band.pieces(kernel, part)) {
      int positions = Math.ceilDiv(band.positions(piece.rows()), LANES) * LANES;
      Arrays.fill(b, 0, band.size(), 0);
      band.fill(kernel.x(), piece.image(), piece.last(), piece.row(), piece.rows(), b);
      packed.pack(piece, channel, channels, positions, gradients);
      multiply(b, positions, gradients, sums);
    }
    store(sums, part, channel, channels);
  }

  private void multiply(float[] b, int positions, float[] gradients, float[] sums) {
    int at = 0;
    for (int o = 0; o < groups.size(); o += DOT_ROWS) {
      for (int t = 0; t < taps.length; t += TAPS) {
        Tile.dots(positions, gradients, o * positions, positions, b, 0, taps, t, sums, at);
        at += TILE;
      }
    }
  }

  private void store(float[] sums, int part, int channel, int channels) {
    for (int o = 0; o < channels; o++) {
      int to = (part * kernel.sizes().co() + channel + o) * depth;
      int row = o / DOT_ROWS * taps.length * DOT_ROWS + o % DOT_ROWS * TAPS;
      for (int t = 0; t < depth; t++) {
        int from = row + t / TAPS * DOT_ROWS * TAPS + t % TAPS;
        kernel.partial()[to + t] = LaneSum.of(FloatVector.fromArray(SPECIES, sums, from * LANES));
      }
    }
  }
}

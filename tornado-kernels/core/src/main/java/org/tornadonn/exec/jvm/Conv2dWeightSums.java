package org.tornadonn.exec.jvm;

import static org.tornadonn.exec.jvm.Tile.LANES;
import static org.tornadonn.exec.jvm.Tile.OUTER_ROWS;
import static org.tornadonn.exec.jvm.Tile.WIDTH;

import java.util.Arrays;
import org.tornadonn.exec.jvm.Band.Pair;
import org.tornadonn.op.Conv2dWeightGradient;
import org.tornadonn.plan.Loop;

/**
 * The parts of a convolution's weight gradient, as sums of outer products: position by position of
 * a {@link Band}, what each tap sees times the gradients of all output channels there. One index is
 * one group of output channels in one part.
 */
record Conv2dWeightSums(
    Conv2dWeightGradient kernel, Band band, int[] taps, int groupSize, int depth) implements Loop {

  /** As many positions of a band keep their gradients in the first-level cache. */
  private static final int POSITIONS = 288;

  /** As many indices keep the threads evenly busy. */
  private static final int ENOUGH = 16;

  static Conv2dWeightSums of(Conv2dWeightGradient k) {
    var s = k.sizes();
    var window = k.window();
    var size = new Pair(window.kernelHeight(), window.kernelWidth());
    var stride = new Pair(window.strideHeight(), window.strideWidth());
    var padding = new Pair(window.paddingHeight(), window.paddingWidth());
    int cell = Band.cell(s.wi(), s.wo(), size, stride, Pair.ONE, padding);
    int rows = Math.min(s.ho(), k.rowsPerPart());
    rows = Math.ceilDiv(rows, Math.ceilDiv(rows, Math.max(1, POSITIONS / cell)));
    int images = 1;
    if (rows == s.ho() && k.rowsPerPart() % rows == 0) {
      images = Math.clamp(POSITIONS / (rows * cell), 1, k.rowsPerPart() / rows);
    }
    var band =
        new Band(
            s.ci(), s.hi(), s.wi(), size, stride, Pair.ONE, padding, rows, s.wo(), images, cell);
    int[] taps = band.taps();
    int groups = Math.clamp(Math.ceilDiv(ENOUGH, k.parts()), 1, Math.ceilDiv(s.co(), WIDTH));
    return new Conv2dWeightSums(
        k,
        band,
        Arrays.copyOf(taps, Tile.outerRows(taps.length)),
        Tile.width(Math.ceilDiv(s.co(), groups)),
        taps.length);
  }

  private int groups() {
    return Math.ceilDiv(kernel.sizes().co(), groupSize);
  }

  /** The vector products of a group in a part. */
  long work() {
    return (long) depth * groupSize * kernel.rowsPerPart() * kernel.sizes().wo() / LANES;
  }

  @Override
  public int size() {
    return kernel.parts() * groups();
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      int first = i % groups() * groupSize;
      part(i / groups(), first, Math.min(groupSize, kernel.sizes().co() - first));
    }
  }

  private void part(int part, int channel, int channels) {
    var scratch = Scratch.ofThread();
    float[] b = scratch.band(band.size());
    float[] columns = scratch.columns(groupSize * band.positions(band.rows()));
    float[] sums = scratch.sums(groupSize * taps.length);
    Arrays.fill(sums, 0, groupSize * taps.length, 0);
    int ho = kernel.sizes().ho();
    int last = Math.min((part + 1) * kernel.rowsPerPart(), kernel.sizes().n() * ho);
    int step;
    for (int row = part * kernel.rowsPerPart(); row < last; row += step) {
      int image = row / ho;
      int rows = Math.min(Math.min(band.rows(), last - row), ho - row % ho);
      int behind = band.images() == 1 ? image + 1 : Math.min(image + band.images(), last / ho);
      step = band.images() == 1 ? rows : (behind - image) * ho;
      band.fill(kernel.x(), image, behind, row % ho, rows, b);
      transpose(image, behind, row % ho, rows, channel, channels, columns);
      multiply(b, band.positions(rows), columns, sums);
    }
    store(sums, part, channel, channels);
  }

  /** Brings gradients to where {@link Tile#outer} reads them: the channels of one position. */
  private void transpose(
      int image, int behind, int row, int rows, int channel, int channels, float[] columns) {
    var s = kernel.sizes();
    int positions = band.positions(rows);
    for (int c = 0; c < channels; c++) {
      int to = c / WIDTH * WIDTH * positions + c % WIDTH;
      for (int r = 0; r < rows; r++) {
        for (int m = 0; m < band.images(); m++) {
          int at = r * band.pitch() + m * band.cell();
          int end = Math.min(at + band.cell(), positions);
          int from = (((image + m) * s.co() + channel + c) * s.ho() + row + r) * s.wo();
          int there = image + m < behind ? s.wo() : 0;
          spread(kernel.dy(), from, columns, to + at * WIDTH, there, end - at);
        }
      }
    }
  }

  /** Copies some floats to every {@link Tile#WIDTH}th place, and zeros after them. */
  private static void spread(float[] x, int from, float[] y, int to, int some, int all) {
    for (int j = 0; j < some; j++) {
      y[to + j * WIDTH] = x[from + j];
    }
    for (int j = some; j < all; j++) {
      y[to + j * WIDTH] = 0;
    }
  }

  private void multiply(float[] b, int positions, float[] columns, float[] sums) {
    for (int o = 0; o < groupSize; o += WIDTH) {
      for (int k = 0; k < taps.length; k += OUTER_ROWS) {
        int at = k * groupSize + o;
        Tile.outer(positions, b, 0, taps, k, columns, o * positions, WIDTH, sums, at, groupSize);
      }
    }
  }

  /** Turns the sums round: what the tiles keep channel by channel is wanted tap by tap. */
  private void store(float[] sums, int part, int channel, int channels) {
    float[] partial = kernel.partial();
    int to = (part * kernel.sizes().co() + channel) * depth;
    for (int k = 0; k < depth; k += LANES) {
      int end = Math.min(k + LANES, depth);
      for (int c = 0; c < channels; c++) {
        int row = to + c * depth;
        for (int i = k; i < end; i++) {
          partial[row + i] = sums[i * groupSize + c];
        }
      }
    }
  }
}

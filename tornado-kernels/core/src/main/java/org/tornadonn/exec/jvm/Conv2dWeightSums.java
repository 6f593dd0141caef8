package org.tornadonn.exec.jvm;

import static org.tornadonn.exec.jvm.Tile.ROWS;
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
record Conv2dWeightSums(Conv2dWeightGradient kernel, Band band, int[] taps, int groups)
    implements Loop {

  /** As many positions of a band keep their gradients in the first-level cache. */
  private static final int POSITIONS = 256;

  /** As many indices keep the threads evenly busy. */
  private static final int ENOUGH = 16;

  static Conv2dWeightSums of(Conv2dWeightGradient k) {
    var s = k.sizes();
    var window = k.window();
    var size = new Pair(window.kernelHeight(), window.kernelWidth());
    var stride = new Pair(window.strideHeight(), window.strideWidth());
    var padding = new Pair(window.paddingHeight(), window.paddingWidth());
    int cell = Band.cell(s.wi(), s.wo(), size, stride, Pair.ONE, padding);
    int rows = Math.clamp(POSITIONS / cell, 1, Math.min(s.ho(), k.rowsPerPart()));
    var band =
        new Band(s.ci(), s.hi(), s.wi(), size, stride, Pair.ONE, padding, rows, s.wo(), 1, cell);
    int[] taps = band.taps();
    int groups = Math.clamp(Math.ceilDiv(ENOUGH, k.parts()), 1, Math.ceilDiv(s.co(), WIDTH));
    return new Conv2dWeightSums(k, band, Arrays.copyOf(taps, Tile.rows(taps.length)), groups);
  }

  private int groupSize() {
    return Tile.width(Math.ceilDiv(kernel.sizes().co(), groups));
  }

  private int depth() {
    return kernel.sizes().ci() * band.kernel().h() * band.kernel().w();
  }

  @Override
  public int size() {
    return kernel.parts() * groups;
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      int first = i % groups * groupSize();
      int channels = Math.min(groupSize(), kernel.sizes().co() - first);
      if (channels > 0) {
        part(i / groups, first, channels);
      }
    }
  }

  private void part(int part, int channel, int channels) {
    var scratch = Scratch.ofThread();
    float[] b = scratch.band(band.size());
    int positions = band.positions(band.rows());
    float[] columns = scratch.columns(groupSize() * positions);
    float[] sums = scratch.sums(groupSize() * taps.length);
    Arrays.fill(sums, 0, groupSize() * taps.length, 0);
    int ho = kernel.sizes().ho();
    int last = Math.min((part + 1) * kernel.rowsPerPart(), kernel.sizes().n() * ho);
    int rows;
    for (int row = part * kernel.rowsPerPart(); row < last; row += rows) {
      int image = row / ho;
      rows = Math.min(Math.min(band.rows(), last - row), ho - row % ho);
      band.fill(kernel.x(), image, image + 1, row % ho, rows, b);
      transpose(image, row % ho, rows, channel, channels, columns);
      multiply(b, band.positions(rows), columns, sums);
    }
    store(sums, part, channel, channels);
  }

  /** Brings gradients to where {@link Tile#outer} reads them: the channels of one position. */
  private void transpose(int image, int row, int rows, int channel, int channels, float[] columns) {
    var s = kernel.sizes();
    int positions = band.positions(rows);
    for (int o = 0; o < groupSize(); o += WIDTH) {
      for (int c = o; c < Math.min(o + WIDTH, channels); c++) {
        int to = o * positions + c - o;
        for (int r = 0; r < rows; r++) {
          int from = ((image * s.co() + channel + c) * s.ho() + row + r) * s.wo();
          int at = to + r * band.pitch() * WIDTH;
          for (int j = 0; j < s.wo(); j++) {
            columns[at + j * WIDTH] = kernel.dy()[from + j];
          }
          if (r < rows - 1) {
            for (int j = s.wo(); j < band.pitch(); j++) {
              columns[at + j * WIDTH] = 0;
            }
          }
        }
      }
    }
  }

  private void multiply(float[] b, int positions, float[] columns, float[] sums) {
    for (int o = 0; o < groupSize(); o += WIDTH) {
      for (int k = 0; k < taps.length; k += ROWS) {
        Tile.outer(
            positions,
            b,
            0,
            taps,
            k,
            columns,
            o * positions,
            WIDTH,
            sums,
            k * groupSize() + o,
            groupSize());
      }
    }
  }

  private void store(float[] sums, int part, int channel, int channels) {
    for (int c = 0; c < channels; c++) {
      int to = (part * kernel.sizes().co() + channel + c) * depth();
      for (int k = 0; k < depth(); k++) {
        kernel.partial()[to + k] = sums[k * groupSize() + c];
      }
    }
  }
}

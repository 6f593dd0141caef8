package org.tornadonn.exec.jvm.tile;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Fills a {@link Band} whose source has no gaps, in whole vectors.
 *
 * @param plane from one phase of a channel to the next
 * @param pitch from one row of a phase to the next
 * @param edges for every phase of a row, its first place that is not padding, and that behind the
 *     last
 */
record BandCopy(Band band, int plane, int pitch, int[] edges) {

  static BandCopy of(Band band) {
    int stride = band.stride().w();
    int padding = band.padding().w();
    int[] edges = new int[2 * stride];
    for (int p = 0; p < stride; p++) {
      int begin = Math.clamp(Math.ceilDiv(padding - p, stride), 0, band.cell());
      int end = Math.ceilDiv(band.width() + padding - p, stride);
      edges[2 * p] = begin;
      edges[2 * p + 1] = Math.clamp(end, begin, band.cell());
    }
    return new BandCopy(band, band.plane(), band.pitch(), edges);
  }

  /**
   * Copies every so many rows of a channel, from the first to the last: what a row writes too far
   * lies ahead, and is written again.
   *
   * @param image the first image
   * @param images how many there are; the band's others are zeros
   * @param first the first row in the source
   * @param rows how many
   * @param to where they go
   */
  void rows(
      float[] source,
      int image,
      int images,
      int channel,
      int first,
      int rows,
      float[] target,
      int to) {
    int step = band.stride().h();
    int size = band.channels() * band.height() * band.width();
    int from = image * size + (channel * band.height() + first) * band.width() - band.padding().w();
    for (int i = 0; i < rows; i++) {
      int y = first + i * step;
      int at = to + i * pitch;
      if (y < 0 || y >= band.height()) {
        erase(target, at, pitch);
        continue;
      }
      for (int m = 0; m < images; m++) {
        row(source, from + i * step * band.width() + m * size, target, at + m * band.cell());
      }
      if (images < band.images()) {
        erase(target, at + images * band.cell(), pitch - images * band.cell());
      }
    }
    padding(target, to, to + rows * pitch);
    // Whoever reads on finds zeros there, and not what the last row has written too far.
    erase(target, to + rows * pitch, band.beyond());
  }

  /** Copies a row; what comes into its padding is arbitrary. */
  private void row(float[] source, int from, float[] target, int to) {
    int stride = band.stride().w();
    int cell = band.cell();
    if (from >= 0 && from + stride * Math.ceilDiv(cell, LANES) * LANES <= source.length) {
      Phases.split(source, from, stride, cell, target, to, plane);
      return;
    }
    for (int p = 0; p < stride; p++) {
      for (int j = edges[2 * p]; j < edges[2 * p + 1]; j++) {
        target[to + p * plane + j] = source[from + j * stride + p];
      }
    }
  }

  /** Writes whole vectors of zeros into all phases. */
  private void erase(float[] target, int from, int n) {
    for (int p = 0; p < band.stride().w(); p++) {
      for (int j = 0; j < n; j += LANES) {
        FloatVector.zero(SPECIES).intoArray(target, from + p * plane + j);
      }
    }
  }

  /** Writes zeros before and behind every row. */
  private void padding(float[] target, int from, int to) {
    for (int p = 0; p < band.stride().w(); p++) {
      for (int j = 0; j < edges[2 * p]; j++) {
        column(target, p * plane + from + j, p * plane + to);
      }
      for (int j = edges[2 * p + 1]; j < band.cell(); j++) {
        column(target, p * plane + from + j, p * plane + to);
      }
    }
  }

  private void column(float[] target, int from, int to) {
    int cell = band.cell();
    for (int i = from; i < to; i += cell) {
      target[i] = 0;
    }
  }
}

package org.tornadonn.exec.jvm.tile;

import java.util.function.IntToDoubleFunction;

/**
 * How a convolution is shared out: one index is one group of output channels in one band, where
 * bands alone would leave threads idle.
 *
 * @param n all images
 * @param images those of a band
 * @param height all rows
 * @param rows those of a band
 * @param channels all output channels
 * @param size those of a group
 */
public record Shares(int n, int images, int height, int rows, int channels, int size) {

  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  /** As many indices keep the threads evenly busy. */
  public static final int ENOUGH = 2 * THREADS;

  /**
   * What one index is about.
   *
   * @param image the first image
   * @param images how many
   * @param row the first row
   * @param rows how many
   * @param channel the first output channel
   * @param behind the channel behind the last
   */
  public record Share(int image, int images, int row, int rows, int channel, int behind) {}

  /** Groups of a multiple of {@link Tile#ROWS} channels. */
  public static Shares of(int n, int images, int height, int rows, int channels) {
    return of(n, images, height, rows, channels, Tile.ROWS);
  }

  /**
   * As few groups as share the work out evenly: each brings the band to its place again.
   *
   * @param step a group has a multiple of so many channels
   */
  public static Shares of(int n, int images, int height, int rows, int channels, int step) {
    int bands = Math.ceilDiv(n, images) * Math.ceilDiv(height, rows);
    int groups = 1;
    while (bands * groups < ENOUGH && bands * groups % THREADS > 0) {
      groups++;
    }
    int size = Math.ceilDiv(Math.ceilDiv(channels, groups), step) * step;
    return new Shares(n, images, height, rows, channels, size);
  }

  /**
   * The rows of a band, up to a given number, that leave the busiest thread the least to do.
   *
   * @param cost of a band of so many rows
   */
  static int rows(int n, int height, int most, IntToDoubleFunction cost) {
    int best = most;
    double least = Double.POSITIVE_INFINITY;
    for (int rows = most; rows > 0; rows--) {
      double work =
          Math.ceilDiv(n * Math.ceilDiv(height, rows), THREADS) * cost.applyAsDouble(rows);
      if (work < least) {
        least = work;
        best = rows;
      }
    }
    return best;
  }

  private int bandsOfImage() {
    return Math.ceilDiv(height, rows);
  }

  private int groups() {
    return Math.ceilDiv(channels, size);
  }

  public int indices() {
    return Math.ceilDiv(n, images) * bandsOfImage() * groups();
  }

  public Share at(int index) {
    int band = index / groups();
    int image = band / bandsOfImage() * images;
    int row = band % bandsOfImage() * rows;
    int channel = index % groups() * size;
    return new Share(
        image,
        Math.min(images, n - image),
        row,
        Math.min(rows, height - row),
        channel,
        Math.min(channel + size, channels));
  }
}

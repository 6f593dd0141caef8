package org.tornadonn.exec.jvm;

/**
 * How the output channels of a convolution are shared out, where its bands alone would leave
 * threads idle: one index is one group of channels in one band.
 *
 * @param channels all of them
 * @param size the channels of a group, a multiple of {@link Tile#ROWS}
 */
record ChannelGroups(int channels, int size) {

  /** As many indices keep the threads evenly busy. */
  private static final int ENOUGH = 2 * Runtime.getRuntime().availableProcessors();

  /** As few groups as keep the threads busy with so many bands. */
  static ChannelGroups of(int channels, int bands) {
    int groups = Math.ceilDiv(ENOUGH, bands);
    return new ChannelGroups(channels, Tile.rows(Math.ceilDiv(channels, groups)));
  }

  private int count() {
    return Math.ceilDiv(channels, size);
  }

  int indices(int bands) {
    return bands * count();
  }

  int band(int index) {
    return index / count();
  }

  /** The first channel. */
  int first(int index) {
    return index % count() * size;
  }

  /** Behind the last channel. */
  int last(int index) {
    return Math.min(first(index) + size, channels);
  }
}

package org.tornadonn.exec.jvm.winograd;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.winograd.Winograd.FOUR;

import java.util.Arrays;

/**
 * Some rows of an image in the order in which {@link WinogradTransform} takes blocks of four
 * columns: of each row first what stands in the blocks' first columns, then in their second, third
 * and fourth; some channels side by side at every place.
 *
 * @param side channels that lie side by side
 * @param line from one column of the blocks to the next
 * @param places where the columns of a row are
 */
record BlockLines(int side, int line, int[] places) {

  static BlockLines of(int side, int blocks) {
    int line = Math.max(blocks * side, LANES);
    int[] places = new int[blocks * FOUR];
    for (int column = 0; column < places.length; column++) {
      places[column] = column % FOUR * line + column / FOUR * side;
    }
    return new BlockLines(side, line, places);
  }

  /** From one row to the next. */
  int row() {
    return FOUR * line;
  }

  /**
   * Where rows are in images.
   *
   * @param plane the index of the first channel's first element
   * @param channels that there are, at most {@code side}; zeros stand for the others
   * @param height the rows of a channel
   * @param width the columns of a channel
   * @param first the first row; what is beyond the edges is zero
   * @param behind the row behind the last that counts; zeros stand for the others
   * @param padding how far the first block begins before the first column
   */
  record Place(
      int plane, int channels, int height, int width, int first, int behind, int padding) {}

  /** Copies rows. */
  void fill(float[] source, Place place, int rows, float[] to) {
    Arrays.fill(to, 0, rows * row(), 0);
    int behind = Math.min(rows, Math.min(place.behind, place.height) - place.first);
    int size = place.height * place.width;
    int last = Math.min(places.length, place.width + place.padding);
    for (int y = Math.max(0, -place.first); y < behind; y++) {
      int at = place.plane + (place.first + y) * place.width - place.padding;
      int c = 0;
      for (; c <= place.channels - 4; c += 4) {
        four(source, at + c * size, size, to, y * row() + c, place.padding, last);
      }
      for (; c < place.channels; c++) {
        for (int x = place.padding; x < last; x++) {
          to[y * row() + c + places[x]] = source[at + c * size + x];
        }
      }
    }
  }

  /** Copies a row of four channels, whose loop is worth more than one channel's. */
  private void four(float[] source, int at, int plane, float[] to, int toAt, int first, int last) {
    int[] places = this.places;
    for (int x = first; x < last; x++) {
      int i = at + x;
      int k = toAt + places[x];
      to[k] = source[i];
      to[k + 1] = source[i + plane];
      to[k + 2] = source[i + 2 * plane];
      to[k + 3] = source[i + 3 * plane];
    }
  }
}

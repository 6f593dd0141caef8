package org.tornadonn.exec.tornado.blocked;

/**
 * The inner part of every blocked kernel: rows of one matrix times a panel of another, as many
 * columns wide as sums fit into registers. All of them are matrix products once they have copied
 * what they read into panels.
 *
 * <p>A panel is a private array {@code [DEPTH][LANES]}, the sums are one {@code [ROWS][LANES]}. The
 * loops over a block have constant bounds, so that TornadoVM unrolls them, and the arrays are
 * declared in the kernel, so that the driver's compiler sees that neighbours are neighbours and
 * makes vectors of them. A sum is added up in the order of its terms, whatever the blocks are.
 */
final class Panel {

  /** Columns of a panel: one vector of 512 bits, two of 256. */
  static final int LANES = 16;

  /** Terms that a panel holds at a time. */
  static final int DEPTH = 64;

  /** The most rows of sums that one work-item has. */
  static final int ROWS = 64;

  /** Rows that are summed up at a time. */
  private static final int BLOCK = 8;

  private Panel() {}

  /**
   * In how many groups rows are best cut: the fewest that keep a device busy, since each group
   * copies the panel anew.
   *
   * @param panels how many panels go with each group
   * @param busy how many work-items are enough
   */
  static int groups(int rows, int panels, int busy) {
    int each = ROWS;
    while (each > BLOCK && panels * Math.ceilDiv(rows, each) < busy) {
      each /= 2;
    }
    return Math.ceilDiv(rows, each);
  }

  /** The rows of one group, a multiple of a block; the last groups may have fewer, or none. */
  static int rows(int rows, int groups) {
    return (rows + BLOCK * groups - 1) / (BLOCK * groups) * BLOCK;
  }

  /**
   * Adds {@code a · panel} to the sums.
   *
   * @param at the index of the first row's first term in a
   * @param rows how many rows there are
   * @param row how far they are apart
   * @param depth how many terms there are
   * @param term how far those are apart
   */
  static void multiply(
      float[] a, int at, int rows, int row, int depth, int term, float[] panel, float[] sums) {
    for (int r = 0; r < rows; r += BLOCK) {
      float[] block = new float[BLOCK * LANES];
      for (int j = 0; j < BLOCK * LANES; j++) {
        block[j] = sums[r * LANES + j];
      }
      for (int k = 0; k < depth; k++) {
        for (int l = 0; l < BLOCK; l++) {
          float factor = a[at + Math.min(r + l, rows - 1) * row + k * term];
          for (int j = 0; j < LANES; j++) {
            block[l * LANES + j] += factor * panel[k * LANES + j];
          }
        }
      }
      for (int j = 0; j < BLOCK * LANES; j++) {
        sums[r * LANES + j] = block[j];
      }
    }
  }
}

package org.tornadonn.exec.tornado.tiled;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * How a matrix product is cut for a device with local memory. A work-group computes one tile of the
 * result, each of its work-items a block of that in registers; what the group reads goes through
 * local memory, {@link #DEPTH} terms at a time.
 *
 * @param itemRows rows of a work-item's block: 4, 8 or 16
 * @param itemColumns columns of a work-item's block: 4, 8 or 16
 * @param rows work-items of a group from top to bottom, a power of two up to 128
 * @param columns work-items of a group from left to right, a power of two up to 128
 */
record Tiling(int itemRows, int itemColumns, int rows, int columns) {

  /** Terms that lie in local memory at a time; while they are used, as many are fetched. */
  static final int DEPTH = 8;

  /** Numbers that a work-item reads from local memory at once. */
  static final int VECTOR = 4;

  /** What each row in local memory is longer, so that neighbours lie in different banks. */
  private static final int PAD = 4;

  private static final int MOST = 128;

  /** One work-item with the smallest block. */
  static final Tiling SMALLEST = new Tiling(VECTOR, VECTOR, 1, 1);

  private static final Pattern FORMAT =
      Pattern.compile("(\\d{1,3})×(\\d{1,3}) in (\\d{1,3})×(\\d{1,3})");

  Tiling {
    check(itemRows, VECTOR, 4 * VECTOR);
    check(itemColumns, VECTOR, 4 * VECTOR);
    check(rows, 1, MOST);
    check(columns, 1, MOST);
  }

  private static void check(int value, int least, int most) {
    if (value < least || value > most || Integer.bitCount(value) > 1) {
      throw new IllegalArgumentException(
          "%d is no power of two from %d to %d".formatted(value, least, most));
    }
  }

  /** How many bits {@link #packed()} takes. */
  static final int BITS = 10;

  /** In one number, as kernels take it: TornadoVM compiles it, and all that follows from it, in. */
  int packed() {
    return (log(columns) << 7)
        | (log(rows) << 4)
        | (log(itemColumns / VECTOR) << 2)
        | log(itemRows / VECTOR);
  }

  /** What {@link #toString()} gave, if it is that. */
  static Optional<Tiling> parse(String text) {
    var numbers = FORMAT.matcher(text);
    if (!numbers.matches()) {
      return Optional.empty();
    }
    int[] n = IntStream.rangeClosed(1, 4).map(i -> Integer.parseInt(numbers.group(i))).toArray();
    try {
      return Optional.of(new Tiling(n[0], n[1], n[2], n[3]));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** {@code 8×8 in 16×16}: a block, and the work-items that have one each. */
  @Override
  public String toString() {
    return "%s×%s in %s×%s".formatted(itemRows, itemColumns, rows, columns);
  }

  private static int log(int power) {
    return Integer.numberOfTrailingZeros(power);
  }

  static int itemRows(int packed) {
    return VECTOR << (packed & 3);
  }

  static int itemColumns(int packed) {
    return VECTOR << (packed >> 2 & 3);
  }

  static int rows(int packed) {
    return 1 << (packed >> 4 & 7);
  }

  static int columns(int packed) {
    return 1 << (packed >> 7 & 7);
  }

  /** Rows of the result in one tile. */
  static int tileRows(int packed) {
    return itemRows(packed) * rows(packed);
  }

  /** Columns of the result in one tile. */
  static int tileColumns(int packed) {
    return itemColumns(packed) * columns(packed);
  }

  /** A work-item's place from the top; neighbours are below each other if inRows is 1. */
  static int itemRow(int item, int packed, int inRows) {
    return inRows == 1 ? item % rows(packed) : item / columns(packed);
  }

  /** A work-item's place from the left; neighbours are beside each other if inRows is 0. */
  static int itemColumn(int item, int packed, int inRows) {
    return inRows == 1 ? item / rows(packed) : item % columns(packed);
  }

  /**
   * How far row or column i of a block is from its first: a vector of each item follows a vector of
   * the item before, so that together they read every bank.
   */
  static int offset(int i, int items) {
    return i / VECTOR * VECTOR * items + i % VECTOR;
  }

  /** From one term to the next in local memory. */
  static int stride(int tile) {
    return tile + PAD;
  }

  /** How many numbers of a tile each work-item fetches for {@link #DEPTH} terms. */
  static int fetches(int tile, int packed) {
    int items = rows(packed) * columns(packed);
    return (DEPTH * tile + items - 1) / items;
  }

  /**
   * Which number of a tile a work-item fetches, in the order in which they lie in memory; where
   * there are more items than numbers, the others fetch the last one too.
   */
  static int fetched(int fetch, int item, int tile, int packed) {
    return Math.min(fetch * rows(packed) * columns(packed) + item, DEPTH * tile - 1);
  }

  /** The term of a fetched number; neighbours are terms if inTerms is 1. */
  static int term(int fetched, int tile, int inTerms) {
    return inTerms == 1 ? fetched % DEPTH : fetched / tile;
  }

  /** The row or column of a fetched number in its tile. */
  static int place(int fetched, int tile, int inTerms) {
    return inTerms == 1 ? fetched / DEPTH : fetched % tile;
  }

  /** The work-items of a group. */
  int items() {
    return rows * columns;
  }

  /** The local memory of a group: a half in use, and a half that is being filled. */
  int localBytes() {
    int numbers = stride(tileRows(packed())) + stride(tileColumns(packed()));
    return 2 * DEPTH * numbers * Float.BYTES;
  }

  /** How many tiles cover a matrix. */
  int tiles(int matrixRows, int matrixColumns) {
    return Math.ceilDiv(matrixRows, tileRows(packed()))
        * Math.ceilDiv(matrixColumns, tileColumns(packed()));
  }
}

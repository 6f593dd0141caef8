package org.tornadonn.exec.jvm.tile;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.tornadonn.exec.jvm.tile.Tile.BROAD;
import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.WIDTH;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.tornadonn.op.convolution.Conv2dForward;
import org.tornadonn.op.convolution.Conv2dWeightGradient;

/**
 * Some rows of some images, copied with their zero padding to where a window over them is easy to
 * read: the results of output row i, image m and column j stand at position {@code i · pitch + m ·
 * cell + j}, and what tap t of the window sees at position p is at {@code p + taps[t]}, so that
 * neighbouring positions read neighbouring floats. Positions between the images are waste.
 *
 * <p>With a stride, every row is split into its phases: the columns (and rows) that the first tap
 * sees, the second, up to the stride. The padding behind a row is that before the next.
 *
 * @param channels channels of the source
 * @param height rows of a source image
 * @param width columns of a source image
 * @param kernel rows and columns of the window
 * @param stride steps from one window to the next
 * @param gap steps between the source's elements, filled with zeros: 1 if they touch
 * @param padding zeros before the first row and column; negative if those are cut off
 * @param rows output rows in the band
 * @param outputWidth output columns
 * @param images images side by side in the band
 * @param cell from one image to the next
 */
public record Band(
    int channels,
    int height,
    int width,
    Pair kernel,
    Pair stride,
    Pair gap,
    Pair padding,
    int rows,
    int outputWidth,
    int images,
    int cell) {

  /** A number for rows and a number for columns. */
  public record Pair(int h, int w) {

    public static final Pair ONE = new Pair(1, 1);
  }

  /** As many floats of a band, and as many sums, stay in a core's second-level cache. */
  private static final int CACHED = 1 << 17;

  /** What a band is copied from: {@code [n, channels, height, width]}. */
  public record Source(int n, int channels, int height, int width) {}

  /**
   * A band for the results of a convolution.
   *
   * @param channels sums kept at every position
   * @param height output rows
   * @param width output columns
   * @param pairs whether two rows that are pooled stay together
   */
  public static Band of(
      Source source,
      Pair kernel,
      Pair stride,
      Pair gap,
      Pair padding,
      int channels,
      int height,
      int width,
      boolean pairs) {
    int cell = cell(source.width, width, kernel, stride, gap, padding);
    int floats = Math.max(channels, source.channels * stride.h * stride.w) * cell;
    int rows = Math.clamp(CACHED / floats, 1, height);
    rows = Math.ceilDiv(height, Math.ceilDiv(height, rows));
    if (pairs && rows < height) {
      rows += rows % 2;
    }
    int images = 1;
    if (rows == height) {
      int results = pairs ? height / 2 * width : height * width;
      int some = Math.max(source.n / 8, Math.ceilDiv(WIDTH, results));
      int few = Math.clamp(8 * WIDTH / results, 1, some);
      images = Math.clamp(CACHED / (floats * height), 1, Math.min(few, source.n));
    }
    return new Band(
        source.channels,
        source.height,
        source.width,
        kernel,
        stride,
        gap,
        padding,
        rows,
        width,
        images,
        cell);
  }

  /**
   * This band, or one of fewer rows of the image, so that no thread has more to do than it must.
   *
   * @param n all images
   * @param all their output rows
   * @param cost of a band of so many rows
   */
  public Band sharedOut(int n, int all, IntToDoubleFunction cost) {
    int fewer = images > 1 ? rows : Shares.rows(n, all, rows, cost);
    return new Band(
        channels, height, width, kernel, stride, gap, padding, fewer, outputWidth, images, cell);
  }

  /** A band for a convolution; {@code pairs} as above. */
  public static Band of(Conv2dForward k, boolean pairs) {
    var s = k.sizes();
    var window = k.window();
    return of(
        new Source(s.n(), s.ci(), s.hi(), s.wi()),
        new Pair(window.kernelHeight(), window.kernelWidth()),
        new Pair(window.strideHeight(), window.strideWidth()),
        Pair.ONE,
        new Pair(window.paddingHeight(), window.paddingWidth()),
        s.co(),
        s.ho(),
        s.wo(),
        pairs);
  }

  /** A band of about so many positions, or one row, over parts of a weight gradient. */
  public static Band ofPart(Conv2dWeightGradient k, int positions) {
    var s = k.sizes();
    var window = k.window();
    var kernel = new Pair(window.kernelHeight(), window.kernelWidth());
    var stride = new Pair(window.strideHeight(), window.strideWidth());
    var padding = new Pair(window.paddingHeight(), window.paddingWidth());
    int cell = cell(s.wi(), s.wo(), kernel, stride, Pair.ONE, padding);
    int rows = Math.min(s.ho(), k.rowsPerPart());
    rows = Math.ceilDiv(rows, Math.ceilDiv(rows, Math.max(1, positions / cell)));
    int images = 1;
    if (rows == s.ho() && k.rowsPerPart() % rows == 0) {
      int all = k.rowsPerPart() / rows;
      images = Math.ceilDiv(all, Math.max(1, Math.round((float) all * rows * cell / positions)));
    }
    return new Band(
        s.ci(), s.hi(), s.wi(), kernel, stride, Pair.ONE, padding, rows, s.wo(), images, cell);
  }

  /** The number of floats between two images, so that the windows of one do not see the other. */
  static int cell(int width, int outputWidth, Pair kernel, Pair stride, Pair gap, Pair padding) {
    int needed = outputWidth + (kernel.w - 1) / stride.w;
    if (stride.w > 1) {
      return needed;
    }
    int behind = needed - padding.w - ((width - 1) * gap.w + 1);
    return needed - Math.clamp(Math.min(padding.w, behind), 0, kernel.w - 1);
  }

  public int pitch() {
    return images * cell;
  }

  private int planeRows() {
    return rows + (kernel.h - 1) / stride.h;
  }

  int plane() {
    return planeRows() * pitch() + (stride.w > 1 ? beyond() : 0);
  }

  /** As many floats are written too far behind a phase. */
  int beyond() {
    return Math.ceilDiv(kernel.w, LANES) * LANES;
  }

  /** From one channel to the next. */
  public int channelSize() {
    return stride.h * stride.w * plane();
  }

  /** The floats that a band takes, with what the last tile reads beyond. */
  public int size() {
    return channels * channelSize() + beyond() + pitch() + 2 * BROAD;
  }

  /** The positions from the first result to the last. */
  public int positions(int someRows) {
    return (someRows - 1) * pitch() + (images - 1) * cell + outputWidth;
  }

  /** The number of results in some rows. */
  public int results(int someRows) {
    return someRows * images * outputWidth;
  }

  /**
   * Cuts the results, row by row and image by image, without the waste between them, into tiles of
   * {@link Tile#WIDTH}, and each tile into pieces that lie side by side in the band: for every
   * piece its first position, and its place in the tile. Whoever copies the pieces of a tile in
   * this order, whole vectors each, has the tile.
   */
  public int[][] tiles() {
    return tiles(WIDTH);
  }

  /** The same with tiles of another width. */
  public int[][] tiles(int width) {
    return tiles(rows, 1, outputWidth, width);
  }

  /** The same with tiles of one vector. */
  public int[][] vectors() {
    return tiles(LANES);
  }

  /**
   * The same for the upper row of every two, without a last column that stands alone; the lower row
   * lies one {@link #pitch} further on.
   */
  public int[][] upperTiles() {
    return tiles(rows / 2, 2, outputWidth / 2 * 2, WIDTH);
  }

  private int[][] tiles(int someRows, int step, int columns, int width) {
    int results = someRows * images * columns;
    int[][] tiles = new int[Math.ceilDiv(results, width)][];
    for (int t = 0; t < tiles.length; t++) {
      int end = Math.min((t + 1) * width, results);
      var pieces = IntStream.builder();
      for (int r = t * width; r < end; ) {
        int row = r / columns;
        int column = r % columns;
        pieces.add(row / images * step * pitch() + row % images * cell + column).add(r % width);
        r += Math.min(Math.min(columns - column, end - r), LANES);
      }
      tiles[t] = pieces.build().toArray();
    }
    return tiles;
  }

  /** Where the taps read, for every channel and every row and column of the window. */
  public int[] taps() {
    int[] taps = new int[channels * kernel.h * kernel.w];
    int t = 0;
    for (int c = 0; c < channels; c++) {
      for (int u = 0; u < kernel.h; u++) {
        for (int v = 0; v < kernel.w; v++) {
          int phase = u % stride.h * stride.w + v % stride.w;
          taps[t++] = c * channelSize() + phase * plane() + u / stride.h * pitch() + v / stride.w;
        }
      }
    }
    return taps;
  }

  /**
   * Fills the band.
   *
   * @param source images, channel by channel
   * @param image the first image; images behind {@code last} are left out
   * @param row the first output row
   */
  public void fill(float[] source, int image, int last, int row, int someRows, float[] band) {
    int used = someRows + (kernel.h - 1) / stride.h;
    if (Phases.suit(stride.w) && gap.equals(Pair.ONE)) {
      var copy = BandCopy.of(this);
      int there = Math.min(images, last - image);
      for (int c = 0; c < channels; c++) {
        for (int phase = 0; phase < stride.h; phase++) {
          int first = row * stride.h + phase - padding.h;
          int to = c * channelSize() + phase * stride.w * plane();
          copy.rows(source, image, there, c, first, used, band, to);
        }
      }
    } else {
      for (int m = 0; m < images && image + m < last; m++) {
        spread(source, image + m, row, used, band, m * cell);
      }
    }
  }

  private void spread(float[] source, int image, int row, int used, float[] band, int at) {
    int columns = outputWidth + (kernel.w - 1) / stride.w;
    for (int c = 0; c < channels; c++) {
      for (int phase = 0; phase < stride.h * stride.w; phase++) {
        int to = c * channelSize() + phase * plane() + at;
        for (int i = 0; i < used; i++) {
          int y = (row + i) * stride.h + phase / stride.w - padding.h;
          boolean there = y >= 0 && y % gap.h == 0 && y / gap.h < height;
          int from = ((image * channels + c) * height + y / gap.h) * width;
          for (int j = 0; j < columns; j++) {
            int x = j * stride.w + phase % stride.w - padding.w;
            boolean inside = there && x >= 0 && x % gap.w == 0 && x / gap.w < width;
            band[to + i * pitch() + j] = inside ? source[from + x / gap.w] : 0;
          }
        }
      }
    }
  }

  /** The floats that a band takes whose channels are side by side. */
  public int sizeSideBySide() {
    int vectors = Math.ceilDiv(channels, LANES) * channelSize() + kernel.w + pitch();
    return vectors * LANES;
  }

  /**
   * Fills the band as {@link #fill} does, but with {@link Tile#LANES} channels side by side at
   * every position, and with zeros wherever there is no source. There must be no gap.
   */
  public void fillSideBySide(
      float[] source, int image, int last, int row, int someRows, MemorySegment band) {
    band.asSlice(0, (long) sizeSideBySide() * Float.BYTES).fill((byte) 0);
    int used = someRows + (kernel.h - 1) / stride.h;
    for (int c = 0; c < channels; c += LANES) {
      for (int phase = 0; phase < stride.h * stride.w; phase++) {
        int plane = c / LANES * channelSize() + phase * plane();
        for (int i = 0; i < used; i++) {
          int y = (row + i) * stride.h + phase / stride.w - padding.h;
          if (y >= 0 && y < height) {
            int to = plane + i * pitch();
            for (int m = 0; m < Math.min(images, last - image); m++) {
              int from = (((image + m) * channels + c) * height + y) * width;
              sideBySide(source, from, c, phase % stride.w, band, (to + m * cell) * LANES);
            }
          }
        }
      }
    }
  }

  private void sideBySide(
      float[] source, int from, int channel, int phase, MemorySegment band, int to) {
    int first = Math.max(0, Math.ceilDiv(padding.w - phase, stride.w));
    int x = from + first * stride.w + phase - padding.w;
    int there = Math.ceilDiv(from + width - x, stride.w);
    int columns = Math.min(there, outputWidth + (kernel.w - 1) / stride.w - first);
    int some = Math.min(LANES, channels - channel);
    for (int c = 0; c < some; c++) {
      int at = x + c * height * width;
      int place = to + first * LANES + c;
      for (int j = 0; j < columns; j++) {
        band.setAtIndex(JAVA_FLOAT, place + j * LANES, source[at + j * stride.w]);
      }
    }
  }

  /**
   * Some rows of some images.
   *
   * @param image the first image
   * @param last behind the last image
   * @param row the first output row
   * @param rows output rows
   */
  public record Piece(int image, int last, int row, int rows) {}

  /** Cuts a part into pieces that fit into a band. */
  public List<Piece> pieces(Conv2dWeightGradient k, int part) {
    var pieces = new ArrayList<Piece>();
    int ho = k.sizes().ho();
    int last = Math.min((part + 1) * k.rowsPerPart(), k.sizes().n() * ho);
    int step;
    for (int r = part * k.rowsPerPart(); r < last; r += step) {
      int image = r / ho;
      int some = Math.min(Math.min(rows, last - r), ho - r % ho);
      int behind = images == 1 ? image + 1 : Math.min(image + images, last / ho);
      step = images == 1 ? some : (behind - image) * ho;
      pieces.add(new Piece(image, behind, r % ho, some));
    }
    return pieces;
  }
}

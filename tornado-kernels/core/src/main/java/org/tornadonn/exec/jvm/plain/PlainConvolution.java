package org.tornadonn.exec.jvm.plain;

import java.util.Arrays;
import org.tornadonn.exec.jvm.convolution.PackedWeights;
import org.tornadonn.exec.jvm.tile.Band.Pair;
import org.tornadonn.exec.jvm.tile.Scratch;
import org.tornadonn.exec.jvm.tile.Shares;
import org.tornadonn.op.convolution.Conv2dForward;
import org.tornadonn.op.convolution.Conv2dInputGradient;
import org.tornadonn.plan.Loop;

/**
 * Convolution without the Vector API, as a {@link Product} of weights and {@link PlainColumns}; one
 * index is some rows of some images. The input gradient is the same with the window turned round,
 * the result's gradient as source, and stride and gap exchanged.
 *
 * @param w a row for each channel of the result
 * @param images those of an index
 * @param rows those of an index
 */
public record PlainConvolution(
    PlainColumns columns,
    float[] w,
    int wAt,
    float[] result,
    boolean add,
    float[] bias,
    int biasAt,
    int n,
    int channels,
    int height,
    int images,
    int rows)
    implements Loop {

  /** As many results side by side keep vectors busy, and their sums in the cache. */
  private static final int SIDE_BY_SIDE = 512;

  /** So many taps are taken at a time: what they see stays in a core's second-level cache. */
  private static final int TAPS = 64;

  public static PlainConvolution forward(Conv2dForward k) {
    var s = k.sizes();
    var window = k.window();
    var columns =
        new PlainColumns(
            k.x(),
            s.ci(),
            s.hi(),
            s.wi(),
            new Pair(window.kernelHeight(), window.kernelWidth()),
            new Pair(window.strideHeight(), window.strideWidth()),
            Pair.ONE,
            new Pair(window.paddingHeight(), window.paddingWidth()),
            s.wo());
    return of(columns, k.w(), k.wAt(), k.y(), false, k.b(), k.bAt(), s.n(), s.co(), s.ho());
  }

  /**
   * The input gradient.
   *
   * @param weights flipped
   */
  public static PlainConvolution inputGradient(Conv2dInputGradient k, PackedWeights weights) {
    var s = k.sizes();
    var window = k.window();
    var columns =
        new PlainColumns(
            k.dy(),
            s.co(),
            s.ho(),
            s.wo(),
            new Pair(window.kernelHeight(), window.kernelWidth()),
            Pair.ONE,
            new Pair(window.strideHeight(), window.strideWidth()),
            new Pair(
                window.kernelHeight() - 1 - window.paddingHeight(),
                window.kernelWidth() - 1 - window.paddingWidth()),
            s.wi());
    return of(columns, weights.packed(), 0, k.dx(), k.add() > 0, k.dx(), -1, s.n(), s.ci(), s.hi());
  }

  private static PlainConvolution of(
      PlainColumns columns,
      float[] w,
      int wAt,
      float[] result,
      boolean add,
      float[] bias,
      int biasAt,
      int n,
      int channels,
      int height) {
    int width = columns.outputWidth();
    int rows = Math.clamp(SIDE_BY_SIDE / width, 1, height);
    rows = Math.ceilDiv(height, Math.ceilDiv(height, rows));
    int most = Math.ceilDiv(n, Shares.ENOUGH);
    int images = rows < height ? 1 : Math.clamp(SIDE_BY_SIDE / (height * width), 1, most);
    return new PlainConvolution(
        columns, w, wAt, result, add, bias, biasAt, n, channels, height, images, rows);
  }

  /** The products of an index. */
  public long work() {
    return (long) images * rows * columns.outputWidth() * columns.depth() * channels;
  }

  private int bands() {
    return Math.ceilDiv(height, rows);
  }

  @Override
  public int size() {
    return Math.ceilDiv(n, images) * bands();
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      int image = i / bands() * images;
      int row = i % bands() * rows;
      band(image, Math.min(images, n - image), row, Math.min(rows, height - row));
    }
  }

  private void band(int image, int someImages, int row, int someRows) {
    var scratch = Scratch.ofThread();
    int plane = someRows * columns.outputWidth();
    int results = someImages * plane;
    float[][] seen = scratch.factorRows(TAPS, results);
    float[][] sums = scratch.sumRows(Product.side(channels), results);
    for (int o = 0; o < channels; o++) {
      Arrays.fill(sums[o], 0, results, 0);
    }
    int depth = columns.depth();
    for (int tap = 0; tap < depth; tap += TAPS) {
      int some = Math.min(TAPS, depth - tap);
      for (int k = 0; k < some; k++) {
        for (int m = 0; m < someImages; m++) {
          columns.fill(image + m, tap + k, row, someRows, seen[k], m * plane);
        }
      }
      Product.add(w, wAt + tap, depth, channels, some, seen, 0, sums, results);
    }
    for (int o = 0; o < channels; o++) {
      for (int m = 0; m < someImages; m++) {
        int at = (((image + m) * channels + o) * height + row) * columns.outputWidth();
        store(sums[o], m * plane, biasAt < 0 ? 0 : bias[biasAt + o], at, plane);
      }
    }
  }

  private void store(float[] sums, int from, float b, int at, int size) {
    for (int j = 0; j < size; j++) {
      float sum = sums[from + j];
      result[at + j] = add ? result[at + j] + sum : sum + b;
    }
  }
}

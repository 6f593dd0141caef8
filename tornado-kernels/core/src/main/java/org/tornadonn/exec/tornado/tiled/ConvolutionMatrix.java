package org.tornadonn.exec.tornado.tiled;

/**
 * A convolution and its gradients as products of two matrices, neither of which is ever stored: the
 * element in some row and column is where it always was in the images and weights. A linear layer
 * is a 1×1 convolution of images of one pixel.
 *
 * <table>
 * <caption>The products</caption>
 * <tr><th>kind</th><th>rows</th><th>terms</th><th>columns</th></tr>
 * <tr><td>{@link #FORWARD}</td><td>output channels</td><td>channels and positions in the
 * window</td><td>positions in all outputs</td></tr>
 * <tr><td>{@link #FORWARD_POOLED}</td><td>output channels</td><td>channels and positions in the
 * window</td><td>positions in all outputs, four of a pool's window at a time</td></tr>
 * <tr><td>{@link #INPUT_GRADIENT}</td><td>input channels</td><td>output channels and positions in
 * the window</td><td>positions in all inputs</td></tr>
 * <tr><td>{@link #WEIGHT_GRADIENT}</td><td>output channels</td><td>positions in all
 * outputs</td><td>channels and positions in the window</td></tr>
 * </table>
 *
 * <p>A pool takes the largest of 2×2 outputs: its windows are {@link Tiling#VECTOR} columns each,
 * so that a work-item has all of one. An odd last row or column of an output, which no window sees,
 * is not among the columns.
 *
 * <p>Sizes of images, kernels, strides and paddings are two in one number, {@code height << 16 |
 * width}. Beyond the last term there are zeros; beyond the last row and column there is anything.
 */
final class ConvolutionMatrix {

  static final int FORWARD = 0;
  static final int INPUT_GRADIENT = 1;
  static final int WEIGHT_GRADIENT = 2;
  static final int FORWARD_POOLED = 3;

  /** Strides and paddings are below this, so that all four of them are one number. */
  static final int SLIDE = 1 << 8;

  private ConvolutionMatrix() {}

  /** Strides and paddings in one number. */
  static int slide(int s, int p) {
    return s << 8 | p;
  }

  /** The strides, {@code height << 16 | width}. */
  static int stride(int slide) {
    return slide >> 8 & 0xff00ff;
  }

  /** The paddings, {@code height << 16 | width}. */
  static int padding(int slide) {
    return slide & 0xff00ff;
  }

  static int outputHeight(int image, int k, int s, int p) {
    return ((image >> 16) + 2 * (p >> 16) - (k >> 16)) / (s >> 16) + 1;
  }

  static int outputWidth(int image, int k, int s, int p) {
    return ((image & 0xffff) + 2 * (p & 0xffff) - (k & 0xffff)) / (s & 0xffff) + 1;
  }

  private static int plane(int image, int k, int s, int p) {
    return outputHeight(image, k, s, p) * outputWidth(image, k, s, p);
  }

  /** How many windows a pool has in one output. */
  private static int windows(int image, int k, int s, int p) {
    return outputHeight(image, k, s, p) / 2 * (outputWidth(image, k, s, p) / 2);
  }

  private static int taps(int k) {
    return (k >> 16) * (k & 0xffff);
  }

  static int rows(int kind, int ci, int co) {
    return kind == INPUT_GRADIENT ? ci : co;
  }

  /** Positions of an output; those that a pool sees, if there is one. */
  private static int positions(int kind, int image, int k, int s, int p) {
    return kind == FORWARD_POOLED ? Tiling.VECTOR * windows(image, k, s, p) : plane(image, k, s, p);
  }

  static int columns(int kind, int n, int ci, int image, int k, int s, int p) {
    int inputs = n * (image >> 16) * (image & 0xffff);
    int outputs = n * positions(kind, image, k, s, p);
    return kind == WEIGHT_GRADIENT ? ci * taps(k) : kind == INPUT_GRADIENT ? inputs : outputs;
  }

  static int terms(int kind, int n, int ci, int image, int co, int k, int s, int p) {
    int outputs = n * plane(image, k, s, p);
    return kind == WEIGHT_GRADIENT ? outputs : (kind == INPUT_GRADIENT ? co : ci) * taps(k);
  }

  /** 1 if images are single pixels, so that channels are neighbours in memory, not positions. */
  static int pixels(int image, int k, int s, int p) {
    return (image | k) == (1 << 16 | 1) && plane(image, k, s, p) == 1 ? 1 : 0;
  }

  /** 1 if neighbours in memory of the left matrix are terms, 0 if they are rows. */
  static int leftInTerms(int kind, int image, int k, int s, int p) {
    return pixels(image, k, s, p) == 0 || kind == FORWARD || kind == FORWARD_POOLED ? 1 : 0;
  }

  /** 1 if neighbours in memory of the right matrix are terms, 0 if they are columns. */
  static int rightInTerms(int kind, int image, int k, int s, int p) {
    return kind == WEIGHT_GRADIENT ? 1 - pixels(image, k, s, p) : pixels(image, k, s, p);
  }

  /** 1 if neighbours in memory of the result are rows, 0 if they are columns. */
  static int resultInRows(int kind, int image, int k, int s, int p) {
    return kind == WEIGHT_GRADIENT ? 0 : pixels(image, k, s, p);
  }

  /** An element of the left matrix: of the weights, or of the output's gradient. */
  static float left(
      int kind,
      float[] a,
      int aAt,
      int ci,
      int image,
      int co,
      int k,
      int s,
      int p,
      int row,
      int term,
      int end) {
    int plane = plane(image, k, s, p);
    int taps = taps(k);
    int r = Math.min(row, rows(kind, ci, co) - 1);
    int t = Math.min(term, end - 1);
    int forward = r * ci * taps + t;
    int input = (t / taps * ci + r) * taps + t % taps;
    int weight = (t / plane * co + r) * plane + t % plane;
    float value =
        a[aAt + (kind == WEIGHT_GRADIENT ? weight : kind == INPUT_GRADIENT ? input : forward)];
    return term < end ? value : 0;
  }

  /**
   * An element of the right matrix: of the input, or of the output's gradient; 0 beyond its edges.
   */
  static float right(
      int kind,
      float[] b,
      int n,
      int ci,
      int image,
      int co,
      int k,
      int s,
      int p,
      int term,
      int end,
      int column) {
    int t = Math.min(term, end - 1);
    int q = Math.min(column, columns(kind, n, ci, image, k, s, p) - 1);
    int position = kind == WEIGHT_GRADIENT ? t : q;
    int tap = kind == WEIGHT_GRADIENT ? q : t;
    int channel = tap / taps(k);
    int u = tap / (k & 0xffff) % (k >> 16);
    int v = tap % (k & 0xffff);
    float value =
        kind == INPUT_GRADIENT
            ? ofOutput(b, image, co, k, s, p, position, channel, u, v)
            : ofInput(
                b,
                ci,
                image,
                s,
                p,
                position / positions(kind, image, k, s, p),
                outputRow(kind, image, k, s, p, position),
                outputColumn(kind, image, k, s, p, position),
                channel,
                u,
                v);
    return term < end ? value : 0;
  }

  private static int outputRow(int kind, int image, int k, int s, int p, int position) {
    int wo = outputWidth(image, k, s, p);
    int place = position % positions(kind, image, k, s, p);
    return kind == FORWARD_POOLED
        ? place / Tiling.VECTOR / Math.max(wo / 2, 1) * 2 + position % Tiling.VECTOR / 2
        : place / wo;
  }

  private static int outputColumn(int kind, int image, int k, int s, int p, int position) {
    int wo = outputWidth(image, k, s, p);
    return kind == FORWARD_POOLED
        ? position / Tiling.VECTOR % Math.max(wo / 2, 1) * 2 + position % 2
        : position % wo;
  }

  private static float ofInput(
      float[] x,
      int ci,
      int image,
      int s,
      int p,
      int sample,
      int outRow,
      int outColumn,
      int channel,
      int u,
      int v) {
    int hi = image >> 16;
    int wi = image & 0xffff;
    int row = outRow * (s >> 16) - (p >> 16) + u;
    int column = outColumn * (s & 0xffff) - (p & 0xffff) + v;
    int inRow = Math.min(Math.max(row, 0), hi - 1);
    int inColumn = Math.min(Math.max(column, 0), wi - 1);
    float value = x[((sample * ci + channel) * hi + inRow) * wi + inColumn];
    return row == inRow && column == inColumn ? value : 0;
  }

  private static float ofOutput(
      float[] dy, int image, int co, int k, int s, int p, int position, int channel, int u, int v) {
    int hi = image >> 16;
    int wi = image & 0xffff;
    int ho = outputHeight(image, k, s, p);
    int wo = outputWidth(image, k, s, p);
    int row = position / wi % hi + (p >> 16) - u;
    int column = position % wi + (p & 0xffff) - v;
    int outRow = Math.min(Math.max(row, 0) / (s >> 16), ho - 1);
    int outColumn = Math.min(Math.max(column, 0) / (s & 0xffff), wo - 1);
    float value = dy[((position / (hi * wi) * co + channel) * ho + outRow) * wo + outColumn];
    return row == outRow * (s >> 16) && column == outColumn * (s & 0xffff) ? value : 0;
  }

  /** Where an element of the result is; a pool's, in the first column of a window. */
  static int result(int kind, int ci, int image, int co, int k, int s, int p, int row, int column) {
    int plane = kind == FORWARD_POOLED ? windows(image, k, s, p) : plane(image, k, s, p);
    int place = kind == FORWARD_POOLED ? column / Tiling.VECTOR : column;
    int pixels = (image >> 16) * (image & 0xffff);
    int forward = (place / plane * co + row) * plane + place % plane;
    int input = (column / pixels * ci + row) * pixels + column % pixels;
    int weight = row * ci * taps(k) + column;
    return kind == WEIGHT_GRADIENT ? weight : kind == INPUT_GRADIENT ? input : forward;
  }
}

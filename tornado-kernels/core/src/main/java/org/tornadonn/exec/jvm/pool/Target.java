package org.tornadonn.exec.jvm.pool;

import org.jspecify.annotations.Nullable;
import org.tornadonn.exec.jvm.elementwise.Rows;
import org.tornadonn.exec.jvm.elementwise.VectorReLU;
import org.tornadonn.exec.jvm.tile.Shares.Share;
import org.tornadonn.op.convolution.Conv2dForward;
import org.tornadonn.op.convolution.Conv2dInputGradient;
import org.tornadonn.op.pooling.MaxPool2dForward;

/**
 * The images that a convolution writes: {@code result[n, channels, height, width]}.
 *
 * @param result the array
 * @param add whether to add to it
 * @param bias the array that holds a bias per channel at {@code biasAt}; none if that is negative
 * @param relu whether to apply ReLU to what is written; not with {@code add}
 * @param pool what keeps the largest of every 2×2 instead; the sizes are those in front of it
 */
public record Target(
    float[] result,
    boolean add,
    float[] bias,
    int biasAt,
    boolean relu,
    int n,
    int channels,
    int height,
    int width,
    @Nullable Pool pool) {

  /** Where a convolution writes. */
  public static Target forward(Conv2dForward k, float[] y, boolean relu) {
    var s = k.sizes();
    return new Target(y, false, k.b(), k.bAt(), relu, s.n(), s.co(), s.ho(), s.wo(), null);
  }

  /** Where a pool behind a convolution writes, which itself writes nothing. */
  public static Target pooled(Conv2dForward k, MaxPool2dForward pool, float[] y, boolean relu) {
    var s = k.sizes();
    return new Target(
        y,
        false,
        k.b(),
        k.bAt(),
        relu,
        s.n(),
        s.co(),
        s.ho(),
        s.wo(),
        new Pool(pool.tap(), pool.keep() > 0));
  }

  /** Where the gradient of a convolution's input goes. */
  public static Target inputGradient(Conv2dInputGradient k) {
    var s = k.sizes();
    return new Target(k.dx(), k.add() > 0, k.dx(), -1, false, s.n(), s.ci(), s.hi(), s.wi(), null);
  }

  /** The bias of a channel; 0 for one that only fills a tile. */
  public float bias(int channel) {
    return biasAt < 0 || channel >= channels ? 0 : bias[biasAt + channel];
  }

  /** See {@link VectorReLU#floor}. */
  public float floor() {
    return VectorReLU.floor(relu);
  }

  /**
   * Writes one row.
   *
   * @param later how many rows of the same plane are written after this one: its vectors may write
   *     into them
   */
  public void row(float[] sums, int at, int image, int channel, int row, int later) {
    int to = ((image * channels + channel) * height + row) * width;
    if (add) {
      Rows.add(sums, at, result, to, width);
    } else {
      Rows.copy(sums, at, bias(channel), floor(), result, to, width, (later + 1) * width);
    }
  }

  /**
   * Writes a whole plane.
   *
   * @param planes how many planes of the same image, this one included, are written from now on:
   *     its vectors may write into them
   */
  public void plane(float[] sums, int image, int channel, int planes) {
    int size = height * width;
    int to = (image * channels + channel) * size;
    if (add) {
      Rows.add(sums, 0, result, to, size);
    } else {
      Rows.copy(sums, 0, bias(channel), floor(), result, to, size, planes * size);
    }
  }

  /**
   * Writes a whole plane behind the pool, of maxima or of taps.
   *
   * @param planes as above
   */
  public void pooledPlane(float[] values, float[] to, int image, int channel, int planes) {
    int size = height / 2 * (width / 2);
    int at = (image * channels + channel) * size;
    Rows.copy(values, 0, 0, VectorReLU.floor(false), to, at, size, planes * size);
  }

  /**
   * Writes the maxima of a band, which are final, and where they were.
   *
   * @param plane from the maxima of one channel to those of the next
   * @param line from those of one row of an image to those of the next image
   * @param images the images side by side in the band
   * @param first the first row, counted behind the pool
   * @param last behind the last
   */
  public void pooled(
      Pool pool,
      float[] maxima,
      float[] taps,
      int plane,
      int line,
      int images,
      Share share,
      int first,
      int last) {
    int together = images == 1 ? last - first : 1;
    for (int m = 0; m < share.images(); m++) {
      for (int o = share.channel(); o < share.behind(); o++) {
        for (int y = first; y < last; y += together) {
          int at = (o - share.channel()) * plane + ((y - first) * images + m) * line;
          pooled(pool, maxima, taps, at, share.image() + m, o, y, together, last - y);
        }
      }
    }
  }

  /** Writes a row of maxima; {@code left} as below. */
  public void pooled(
      Pool pool, float[] maxima, float[] taps, int at, int image, int channel, int row, int left) {
    pooled(pool, maxima, taps, at, image, channel, row, 1, left);
  }

  /**
   * Writes rows of maxima that follow each other.
   *
   * @param left how many rows of the same plane, these included, are written from now on: vectors
   *     may write into them
   */
  private void pooled(
      Pool pool,
      float[] maxima,
      float[] taps,
      int at,
      int image,
      int channel,
      int row,
      int rows,
      int left) {
    int columns = width / 2;
    int to = ((image * channels + channel) * (height / 2) + row) * columns;
    int size = rows * columns;
    int room = left * columns;
    Rows.copy(maxima, at, 0, VectorReLU.floor(false), result, to, size, room);
    if (pool.keep()) {
      Rows.copy(taps, at, 0, VectorReLU.floor(false), pool.tap(), to, size, room);
    }
  }
}

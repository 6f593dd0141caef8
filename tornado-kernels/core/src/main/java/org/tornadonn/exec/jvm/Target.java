package org.tornadonn.exec.jvm;

/**
 * The images that a convolution writes: {@code result[n, channels, height, width]}.
 *
 * @param result the array
 * @param add whether to add to it
 * @param bias the array that holds a bias per channel at {@code biasAt}; none if that is negative
 * @param relu whether to apply ReLU to what is written; not with {@code add}
 */
record Target(
    float[] result,
    boolean add,
    float[] bias,
    int biasAt,
    boolean relu,
    int n,
    int channels,
    int height,
    int width) {

  /**
   * Writes one row.
   *
   * @param later how many rows of the same plane are written after this one: its vectors may write
   *     into them
   */
  void row(float[] sums, int at, int image, int channel, int row, int later) {
    int to = ((image * channels + channel) * height + row) * width;
    if (add) {
      Rows.add(sums, at, result, to, width);
    } else {
      float b = biasAt < 0 ? 0 : bias[biasAt + channel];
      Rows.copy(sums, at, b, relu, result, to, width, (later + 1) * width);
    }
  }
}

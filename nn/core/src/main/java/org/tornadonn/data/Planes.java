package org.tornadonn.data;

import java.awt.image.BufferedImage;

/**
 * Values from 0 to 1 in one or more planes of one size, made row by row when they are asked for, so
 * that a large picture is never there in floats.
 */
interface Planes {

  int width();

  int height();

  /** The number of planes. */
  int count();

  /**
   * Writes one row of every plane.
   *
   * @param to for each plane {@code width()} values, from {@code at} on
   */
  void row(int y, float[][] to, int at);

  /** Grey, or red, green and blue. */
  static Planes of(BufferedImage image, int channels) {
    return channels == 1 ? new Luma(image) : new Colours(image);
  }

  /** All values, plane by plane. */
  default float[][] all() {
    float[][] all = new float[count()][width() * height()];
    for (int y = 0; y < height(); y++) {
      row(y, all, y * width());
    }
    return all;
  }

  /**
   * The planes as a model of {@code size} × {@code size} reads them: the largest centred square,
   * resized.
   *
   * @return for each plane {@code size * size} values
   */
  default float[][] toModelInput(int size) {
    if (width() == size && height() == size) {
      return all();
    }
    int side = Math.min(width(), height());
    return Resize.bilinear(this, (width() - side) / 2, (height() - side) / 2, side, size);
  }
}

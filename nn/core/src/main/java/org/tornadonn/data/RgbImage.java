package org.tornadonn.data;

import java.awt.image.BufferedImage;

/**
 * A picture in colours: three planes of one size, values from 0 to 1.
 *
 * <p>As for {@link GrayImage}, colour profiles are not applied, a grey picture has three equal
 * planes, and transparent pixels are seen before a white page.
 *
 * @param red the plane of red
 * @param green the plane of green, of the same size
 * @param blue the plane of blue, of the same size
 */
public record RgbImage(GrayImage red, GrayImage green, GrayImage blue) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if the planes differ in size
   */
  public RgbImage {
    if (green.width() != red.width()
        || blue.width() != red.width()
        || green.height() != red.height()
        || blue.height() != red.height()) {
      throw new IllegalArgumentException("The planes of a picture have one size");
    }
  }

  static RgbImage of(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    float[][] planes = new Colours(image).all();
    return new RgbImage(
        new GrayImage(width, height, planes[0]),
        new GrayImage(width, height, planes[1]),
        new GrayImage(width, height, planes[2]));
  }

  /**
   * The picture as a model of {@code size} × {@code size} reads it, plane by plane as {@link
   * GrayImage#toModelInput}.
   *
   * @param size the side of the model's input in pixels, at least 1
   * @return a picture of {@code size} × {@code size}
   */
  public RgbImage toModelInput(int size) {
    return new RgbImage(red.toModelInput(size), green.toModelInput(size), blue.toModelInput(size));
  }

  /**
   * All values: red, then green, then blue, each row by row.
   *
   * @return 3 × height × width values
   */
  public float[] values() {
    int plane = red.pixels().length;
    float[] values = new float[Colours.COUNT * plane];
    System.arraycopy(red.pixels(), 0, values, 0, plane);
    System.arraycopy(green.pixels(), 0, values, plane, plane);
    System.arraycopy(blue.pixels(), 0, values, 2 * plane, plane);
    return values;
  }
}

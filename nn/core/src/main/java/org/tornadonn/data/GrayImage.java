package org.tornadonn.data;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;

/**
 * A greyscale picture: values from 0 (black) to 1 (white), row by row from the top left.
 *
 * <p>The pixel array is not copied: whoever hands it over leaves it alone afterwards.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param pixels {@code width * height} values; row y begins at {@code y * width}
 */
@SuppressWarnings("ArrayRecordComponent") // a picture is compared by nobody, and copies cost
public record GrayImage(int width, int height, float[] pixels) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if there are not as many pixels as they say
   */
  public GrayImage {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "A picture needs at least one pixel, not %d×%d".formatted(width, height));
    }
    if ((long) width * height != pixels.length) {
      throw new IllegalArgumentException(
          "A picture of %d×%d has %d pixels, but %d came"
              .formatted(width, height, (long) width * height, pixels.length));
    }
  }

  /**
   * The value at column {@code x} of row {@code y}.
   *
   * @param x the column, from 0 at the left
   * @param y the row, from 0 at the top
   * @return from 0 (black) to 1 (white)
   */
  public float at(int x, int y) {
    return pixels[y * width + x];
  }

  /**
   * The picture as a model of {@code size} × {@code size} reads it: the largest centred square
   * (stretching would change the angle), resized with antialiased bilinear interpolation as
   * Pillow's {@code resize(…, BILINEAR)} does it. A picture that already has the model's size is
   * returned as it is.
   *
   * @param size the side of the model's input in pixels, at least 1
   * @return a picture of {@code size} × {@code size}
   */
  public GrayImage toModelInput(int size) {
    return width == size && height == size
        ? this
        : new GrayImage(size, size, new Plane(this).toModelInput(size)[0]);
  }

  /** The picture as one of the planes that are resized. */
  record Plane(GrayImage image) implements Planes {

    @Override
    public int width() {
      return image.width;
    }

    @Override
    public int height() {
      return image.height;
    }

    @Override
    public int count() {
      return 1;
    }

    @Override
    public void row(int y, float[][] to, int at) {
      System.arraycopy(image.pixels, y * image.width, to[0], at, image.width);
    }
  }

  /**
   * The picture in 8 bits, for ImageIO to write.
   *
   * @return of {@link BufferedImage#TYPE_BYTE_GRAY}
   */
  public BufferedImage toBufferedImage() {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    byte[] bytes = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(Math.clamp(pixels[i], 0f, 1f) * 255);
    }
    return image;
  }
}

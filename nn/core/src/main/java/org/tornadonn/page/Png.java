package org.tornadonn.page;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.tornadonn.data.GrayImage;

/** Pictures as a page holds them: PNG files in base64, small ones. */
public final class Png {

  /** The longest side of a picture; larger squares are made smaller. */
  private static final int SIDE = 96;

  private Png() {}

  /**
   * A picture.
   *
   * @param channels planes of values in [0, 1] of one size: one is grey, three are red, green and
   *     blue
   */
  public static String of(GrayImage... channels) {
    if (channels.length != 1 && channels.length != 3) {
      throw new IllegalArgumentException(
          "A picture has one channel or three, not %d.".formatted(channels.length));
    }
    var planes = Arrays.stream(channels).map(plane -> small(plane).toBufferedImage()).toList();
    return png(planes.size() == 1 ? planes.getFirst() : colour(planes));
  }

  private static GrayImage small(GrayImage image) {
    boolean small = Math.max(image.width(), image.height()) <= SIDE;
    return small || image.width() != image.height() ? image : image.toModelInput(SIDE);
  }

  private static BufferedImage colour(List<BufferedImage> planes) {
    int width = planes.getFirst().getWidth();
    int height = planes.getFirst().getHeight();
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb = 0;
        for (var plane : planes) {
          rgb = rgb << 8 | plane.getRaster().getSample(x, y, 0);
        }
        image.setRGB(x, y, rgb);
      }
    }
    return image;
  }

  private static String png(BufferedImage image) {
    var bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, "png", bytes)) {
        throw new IllegalStateException("This Java runtime writes no PNG.");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}

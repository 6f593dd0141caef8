package org.tornadonn.data;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import org.tornadonn.heap.Heap;

/**
 * Turning pictures by an angle, counter-clockwise as seen on the screen.
 *
 * <p>A turned picture is cropped out of the inscribed circle of the upright one, so no pixel from
 * outside is ever needed and no black corner tells the angle.
 */
public final class Rotation {

  private static final int MOST_SAMPLES = 4; // per output pixel and direction

  private Rotation() {}

  /**
   * A square crop out of the turned picture: its side is the shorter side of the upright picture
   * divided by √2 and by the zoom, its centre the picture's centre.
   *
   * <p>Every output pixel is the mean of bilinear samples, spread evenly over its area, about one
   * for each pixel of the upright picture that it covers. Give an upright picture of at least
   * {@code 2 · √2 · size} pixels: then the interpolation, which differs between angles, is averaged
   * away.
   *
   * @param upright the picture before turning, at least 2×2 pixels
   * @param angle how far it is turned; this is the answer of the result
   * @param zoom at least 1
   * @param size the side of the result in pixels
   * @return a picture of {@code size} × {@code size}
   */
  public static GrayImage crop(GrayImage upright, Angle angle, double zoom, int size) {
    if (!(zoom >= 1) || size < 1) {
      throw new IllegalArgumentException(
          "A crop needs zoom >= 1 and size >= 1, not %s and %d".formatted(zoom, size));
    }
    int width = upright.width();
    int height = upright.height();
    // The outermost sample lies within the circle through the centres of the outermost pixels.
    double side = (Math.min(width, height) - 1) / Math.sqrt(2) / zoom;
    double step = side / size;
    int samples = Math.clamp((int) Math.ceil(step * 1.25), 2, MOST_SAMPLES);
    double fine = step / samples;
    // Screen y points down: (u, v) of the result shows (u cos − v sin, u sin + v cos).
    double dx = fine * angle.cos();
    double dy = fine * angle.sin();
    double half = (size * samples - 1) / 2.0;
    float weight = 1f / (samples * samples);
    float[] pixels = upright.pixels();
    float[] out =
        Heap.floats((long) size * size, () -> "A picture of %d by %<d pixels".formatted(size));
    for (int v = 0; v < size * samples; v++) {
      double sx = (width - 1) / 2.0 - half * dx - (v - half) * dy;
      double sy = (height - 1) / 2.0 - half * dy + (v - half) * dx;
      int row = v / samples * size;
      for (int u = 0; u < size * samples; u++) {
        double x = sx + u * dx;
        double y = sy + u * dy;
        int x0 = Math.clamp((int) x, 0, width - 2);
        int y0 = Math.clamp((int) y, 0, height - 2);
        float fx = (float) (x - x0);
        float fy = (float) (y - y0);
        int at = y0 * width + x0;
        float top = pixels[at] + fx * (pixels[at + 1] - pixels[at]);
        float bottom = pixels[at + width] + fx * (pixels[at + width + 1] - pixels[at + width]);
        out[row + u / samples] += weight * (top + fy * (bottom - top));
      }
    }
    for (int i = 0; i < out.length; i++) {
      out[i] = Math.clamp(out[i], 0f, 1f);
    }
    return new GrayImage(size, size, out);
  }

  /**
   * The picture turned counter-clockwise by {@code turns} · 90°, exactly.
   *
   * @param picture of any size
   * @param turns any whole number; taken modulo 4
   * @return a picture of the same pixels
   */
  public static GrayImage quarterTurns(GrayImage picture, int turns) {
    int k = Math.floorMod(turns, 4);
    int width = picture.width();
    int height = picture.height();
    int outWidth = k % 2 == 0 ? width : height;
    int outHeight = k % 2 == 0 ? height : width;
    float[] out = new float[picture.pixels().length];
    for (int y = 0; y < outHeight; y++) {
      for (int x = 0; x < outWidth; x++) {
        out[y * outWidth + x] =
            switch (k) {
              case 0 -> picture.at(x, y);
              case 1 -> picture.at(width - 1 - y, x);
              case 2 -> picture.at(width - 1 - x, height - 1 - y);
              default -> picture.at(y, height - 1 - x);
            };
      }
    }
    return new GrayImage(outWidth, outHeight, out);
  }

  /**
   * A whole colour picture turned back by its answer, so that it stands upright, on a canvas just
   * large enough to hold it; what the picture does not cover is white.
   *
   * @param picture as it was seen when the answer was given
   * @param answer how far it is turned counter-clockwise
   * @return a new 8-bit RGB picture
   */
  public static BufferedImage upright(BufferedImage picture, Angle answer) {
    double sin = answer.sin();
    double cos = answer.cos();
    double width = picture.getWidth() * Math.abs(cos) + picture.getHeight() * Math.abs(sin);
    double height = picture.getWidth() * Math.abs(sin) + picture.getHeight() * Math.abs(cos);
    var out =
        new BufferedImage(
            (int) Math.ceil(width - 1e-6),
            (int) Math.ceil(height - 1e-6),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = out.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, out.getWidth(), out.getHeight());
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.translate(out.getWidth() / 2.0, out.getHeight() / 2.0);
    graphics.rotate(Math.toRadians(answer.degrees())); // Java 2D turns clockwise on the screen
    graphics.translate(-picture.getWidth() / 2.0, -picture.getHeight() / 2.0);
    graphics.drawImage(picture, 0, 0, null);
    graphics.dispose();
    return out;
  }
}

package org.tornadonn.data;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.imageio.IIOException;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;

/** Decodes what a header lets through: all of it, or every second, third, … row and column. */
record PictureDecoder(PictureHeader header) {

  /**
   * Decodes the picture.
   *
   * @return the picture as it is stored, on its canvas
   * @throws EOFException if the file ends before the picture does
   */
  BufferedImage read(ImageInputStream file) throws IOException {
    ImageReader reader = header.codec().reader();
    boolean strict = header.codec() == Codec.WEBP;
    try (var excerpt = new Excerpt(file, header.excerpt(), strict)) {
      List<String> warnings = new ArrayList<>();
      IIOReadWarningListener listener = (_, warning) -> warnings.add(warning);
      reader.addIIOReadWarningListener(listener);
      reader.setInput(excerpt, true, true);
      BufferedImage image = whole(reader);
      for (String warning : warnings) {
        String text = warning.toLowerCase(Locale.ROOT);
        if (text.contains("premature") || text.contains("truncated") || text.contains("eof")) {
          throw new EOFException(warning);
        }
      }
      return image;
    } finally {
      reader.dispose();
    }
  }

  private BufferedImage whole(ImageReader reader) throws IOException {
    var stored = header.stored();
    if (reader.getWidth(0) != stored.size().width()
        || reader.getHeight(0) != stored.size().height()) {
      throw new IIOException("it has two sizes");
    }
    int step = header.step();
    int left = Math.min(Math.floorMod(-stored.left(), step), reader.getWidth(0) - 1);
    int top = Math.min(Math.floorMod(-stored.top(), step), reader.getHeight(0) - 1);
    var param = reader.getDefaultReadParam();
    param.setSourceSubsampling(step, step, left, top);
    var frame = header.colours().read(reader, param);
    int width = (int) Math.ceilDiv(header.whole().width(), step);
    int height = (int) Math.ceilDiv(header.whole().height(), step);
    return stored.size().equals(header.whole())
        ? frame
        : onCanvas(
            frame,
            width,
            height,
            Math.ceilDiv(stored.left(), step),
            Math.ceilDiv(stored.top(), step));
  }

  /** What a frame does not cover is transparent if it can be, else white or of the first colour. */
  private BufferedImage onCanvas(BufferedImage frame, int width, int height, int left, int top) {
    var colours = frame.getColorModel();
    var canvas = colours.createCompatibleWritableRaster(width, height);
    int blank =
        colours instanceof IndexColorModel palette
            ? Math.max(0, palette.getTransparentPixel())
            : header.stored().onPage() && !colours.hasAlpha() ? 255 : 0;
    if (blank > 0) {
      int[] row = new int[width * canvas.getNumBands()];
      Arrays.fill(row, blank);
      for (int y = 0; y < height; y++) {
        canvas.setPixels(0, y, width, 1, row);
      }
    }
    canvas.setRect(left, top, frame.getRaster());
    return new BufferedImage(colours, canvas, false, null);
  }
}

package org.tornadonn.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;

/**
 * Reads picture files: PNG, JPEG and whatever else the JDK's ImageIO reads (GIF, BMP, TIFF), turned
 * as their EXIF orientation says.
 *
 * <p>Sizes come from the file's header before anything is decoded. Up to {@value
 * #FULL_DETAIL_PIXELS} pixels are decoded in full; of a larger picture only every second, third, …
 * row and column is kept, so memory stays bounded. Pictures beyond {@value #MOST_PIXELS} pixels are
 * refused.
 */
public final class PictureReader {

  /** The most pixels that are decoded in full: 25 megapixels. */
  public static final long FULL_DETAIL_PIXELS = 25_000_000;

  /** The most pixels that a file may have: a gigapixel. */
  public static final long MOST_PIXELS = 1_000_000_000;

  private PictureReader() {}

  /**
   * Reads a picture in greyscale by ITU-R 601-2 luma, as Pillow's {@code convert("L")}; transparent
   * pixels are seen before a white page.
   *
   * @param path a file of any kind that ImageIO reads, with its EXIF orientation
   * @return the picture upright, in its own size
   * @throws DataException if there is no such file, or it is a folder, empty, not a picture,
   *     truncated, damaged, or larger than {@link #MOST_PIXELS}; the message names it
   */
  public static GrayImage readGray(Path path) {
    return Luma.of(readColour(path));
  }

  /**
   * Reads a picture in red, green and blue; transparent pixels are seen before a white page.
   *
   * @param path a file, as {@link #readGray} takes it
   * @return the picture upright, in its own size
   * @throws DataException as {@link #readGray}
   */
  public static RgbImage readRgb(Path path) {
    return RgbImage.of(readColour(path));
  }

  /**
   * Reads a picture as the input of a model: the largest centred square, resized.
   *
   * @param path a file, as {@link #readGray} takes it
   * @param channels 1 for grey, 3 for red, green and blue, one plane after the other
   * @param imageSize rows and columns
   * @return channels × imageSize × imageSize values in [0, 1]
   * @throws DataException as {@link #readGray}
   */
  public static float[] readInput(Path path, int channels, int imageSize) {
    return switch (channels) {
      case 1 -> readGray(path).toModelInput(imageSize).pixels();
      case 3 -> readRgb(path).toModelInput(imageSize).values();
      default ->
          throw new IllegalArgumentException("Pictures have 1 or 3 channels, not " + channels);
    };
  }

  /**
   * Reads the content of a picture file as the input of a model.
   *
   * @param name for messages
   * @param content all bytes of the file
   * @param channels 1 for grey, 3 for red, green and blue, one plane after the other
   * @param imageSize rows and columns
   * @return channels × imageSize × imageSize values in [0, 1]
   * @throws DataException as {@link #readGray}
   */
  public static float[] readInput(String name, byte[] content, int channels, int imageSize) {
    if (content.length == 0) {
      throw new DataException("The picture %s is empty (0 bytes)".formatted(name));
    }
    var colour = ExifOrientation.of(content).apply(decode(name, new ByteArrayInputStream(content)));
    return switch (channels) {
      case 1 -> Luma.of(colour).toModelInput(imageSize).pixels();
      case 3 -> RgbImage.of(colour).toModelInput(imageSize).values();
      default ->
          throw new IllegalArgumentException("Pictures have 1 or 3 channels, not " + channels);
    };
  }

  /**
   * Reads a picture in its own colours.
   *
   * @param path a file, as {@link #readGray} takes it
   * @return the picture upright, in its own size
   * @throws DataException as {@link #readGray}
   */
  public static BufferedImage readColour(Path path) {
    requireFile(path);
    return ExifOrientation.of(path).apply(decode(path, path.toFile()));
  }

  private static void requireFile(Path path) {
    if (Files.isDirectory(path)) {
      throw new DataException("%s is a folder, not a picture".formatted(path));
    }
    if (!Files.exists(path)) {
      throw new DataException("There is no picture %s".formatted(path));
    }
    try {
      if (Files.size(path) == 0) {
        throw new DataException("The picture %s is empty (0 bytes)".formatted(path));
      }
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    if (!Files.isReadable(path)) {
      throw new DataException(
          "The picture %s may not be read: check its permissions".formatted(path));
    }
  }

  private static BufferedImage decode(Object path, Object source) {
    try (ImageInputStream in = ImageIO.createImageInputStream(source)) {
      var readers = in == null ? null : ImageIO.getImageReaders(in);
      if (in == null || readers == null || !readers.hasNext()) {
        throw new DataException(
            "%s is not a picture that can be read: PNG, JPEG, GIF, BMP and TIFF can"
                .formatted(path));
      }
      ImageReader reader = readers.next();
      try {
        return decode(path, reader, in);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) { // decoders throw all kinds on damaged files
      throw e instanceof DataException known ? known : unreadable(path, e);
    }
  }

  private static BufferedImage decode(Object path, ImageReader reader, ImageInputStream in)
      throws IOException {
    List<String> warnings = new ArrayList<>();
    IIOReadWarningListener listener = (_, warning) -> warnings.add(warning);
    reader.addIIOReadWarningListener(listener);
    reader.setInput(in, true, true);
    long width = reader.getWidth(0);
    long height = reader.getHeight(0);
    if (width < 1 || height < 1 || width * height > MOST_PIXELS) {
      throw new DataException(
          "%s has %d×%d pixels; at most %d million are read: make it smaller first"
              .formatted(path, width, height, MOST_PIXELS / 1_000_000));
    }
    int step = 1;
    while ((width / step) * (height / step) > FULL_DETAIL_PIXELS) {
      step++;
    }
    ImageReadParam param = reader.getDefaultReadParam();
    param.setSourceSubsampling(step, step, 0, 0);
    BufferedImage image = reader.read(0, param);
    for (String warning : warnings) {
      String text = warning.toLowerCase(Locale.ROOT);
      if (text.contains("premature") || text.contains("truncated") || text.contains("eof")) {
        throw truncated(path, new IOException(warning));
      }
    }
    return image;
  }

  private static DataException truncated(Object path, Exception cause) {
    return new DataException(
        "The picture %s is truncated: the file ends before the picture does".formatted(path),
        cause);
  }

  private static DataException unreadable(Object path, Exception cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof EOFException) {
        return truncated(path, cause);
      }
    }
    return new DataException(
        "The picture %s is damaged or cannot be read: %s".formatted(path, cause.getMessage()),
        cause);
  }
}

package org.tornadonn.data;

import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageInputStream;

/**
 * Reads picture files, PNG, JPEG, GIF, BMP, TIFF and WebP, turned as their EXIF orientation says.
 * Of several pictures in a file the first is read; the frame of a GIF lies on its canvas.
 *
 * <p>Colours are the stored ones, as Pillow's {@code convert("RGB")} makes them: profiles are not
 * applied, inks become {@code (255 - c) (255 - k) / 255}. Samples of 16 bits keep their precision,
 * from 0 to 65,535, where Pillow clips them at 255; floating-point samples go from 0 to 1, or from
 * 0 to 255 if any is larger than 1.
 *
 * <p>What a file claims is held against its length and against memory before anything is decoded.
 * Up to {@value #FULL_DETAIL_PIXELS} pixels are decoded in full; of a larger picture only every
 * second, third, … row and column is kept, so memory stays bounded. Pictures beyond {@value
 * #MOST_PIXELS} pixels are refused. Texts, profiles and previews in files are not read.
 */
public final class PictureReader {

  /** The most pixels that are decoded in full: 25 megapixels. */
  public static final long FULL_DETAIL_PIXELS = PictureHeader.FULL_DETAIL_PIXELS;

  /** The most pixels that a file may have: a gigapixel. */
  public static final long MOST_PIXELS = 1_000_000_000;

  private PictureReader() {}

  /**
   * Reads a picture in greyscale by ITU-R 601-2 luma, as Pillow's {@code convert("L")}; transparent
   * pixels are seen before a white page.
   *
   * @param path a PNG, JPEG, GIF, BMP, TIFF or WebP file, whatever its name
   * @return the picture upright, in its own size
   * @throws DataException if there is no such file, or it is a folder, empty, not a picture,
   *     truncated, damaged, larger than {@link #MOST_PIXELS} or than memory; the message names it
   */
  public static GrayImage readGray(Path path) {
    return read(path, 1, Luma::of);
  }

  /**
   * Reads a picture in red, green and blue; transparent pixels are seen before a white page.
   *
   * @param path a file, as {@link #readGray} takes it
   * @return the picture upright, in its own size
   * @throws DataException as {@link #readGray}
   */
  public static RgbImage readRgb(Path path) {
    return read(path, Colours.COUNT, RgbImage::of);
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
    requireInput(channels, imageSize);
    return read(path, 0, image -> input(image, channels, imageSize));
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
    requireInput(channels, imageSize);
    if (content.length == 0) {
      throw empty(name);
    }
    return read(name, () -> Excerpt.of(content), 0, image -> input(image, channels, imageSize));
  }

  private static void requireInput(int channels, int imageSize) {
    if (channels != 1 && channels != Colours.COUNT) {
      throw new IllegalArgumentException("Pictures have 1 or 3 channels, not " + channels);
    }
    if (imageSize < 1) {
      throw new IllegalArgumentException("An image size is at least 1, not " + imageSize);
    }
  }

  private static float[] input(BufferedImage image, int channels, int imageSize) {
    float[] input = new float[channels * imageSize * imageSize];
    float[][] planes = Planes.of(image, channels).toModelInput(imageSize);
    for (int c = 0; c < channels; c++) {
      System.arraycopy(planes[c], 0, input, c * planes[c].length, planes[c].length);
    }
    return input;
  }

  /**
   * Reads a picture in its own colours.
   *
   * @param path a file, as {@link #readGray} takes it
   * @return the picture upright, in its own size
   * @throws DataException as {@link #readGray}
   */
  public static BufferedImage readColour(Path path) {
    return read(path, 0, image -> image);
  }

  private static <T> T read(Path path, int floats, Function<BufferedImage, T> use) {
    requireFile(path);
    return read(path, () -> ImageIO.createImageInputStream(path.toFile()), floats, use);
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
        throw empty(path);
      }
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    if (!Files.isReadable(path)) {
      throw new DataException(
          "The picture %s may not be read: check its permissions".formatted(path));
    }
  }

  /** A file or its content. */
  interface Source {
    ImageInputStream open() throws IOException;
  }

  /**
   * Reads a picture, and makes something of it while memory is set aside for both.
   *
   * @param name for messages
   * @param floats values that are made of each pixel
   */
  static <T> T read(Object name, Source source, int floats, Function<BufferedImage, T> use) {
    try (ImageInputStream in = source.open()) {
      var header = header(name, in);
      return DecodingMemory.HEAP.during(
          name, header.bytes(floats), () -> use.apply(upright(header, in)));
    } catch (DataException e) {
      throw e;
    } catch (OutOfMemoryError e) {
      throw new DataException(
          "The picture %s needs more memory than Java has left: make it smaller, or start Java with a larger heap (JDK_JAVA_OPTIONS=-Xmx…)"
              .formatted(name),
          e);
    } catch (Exception | Error e) { // decoders throw all kinds on damaged files
      throw unreadable(name, e);
    }
  }

  private static PictureHeader header(Object name, ImageInputStream in) throws IOException {
    var format =
        PictureFormat.of(in)
            .orElseThrow(
                () ->
                    new DataException(
                        "%s is not a picture that can be read: PNG, JPEG, GIF, BMP, TIFF and WebP can"
                            .formatted(name)));
    var header = format.header(in, in.length());
    var size = header.whole();
    if (size.width() < 1 || size.height() < 1) {
      throw new IIOException("it has %d×%d pixels".formatted(size.width(), size.height()));
    }
    if (!size.within(MOST_PIXELS)) {
      throw new DataException(
          "%s has %d×%d pixels; at most %d million are read: make it smaller first"
              .formatted(name, size.width(), size.height(), MOST_PIXELS / 1_000_000));
    }
    if (header.data().bytes() < header.data().least()) {
      throw truncated(name, new EOFException());
    }
    return header;
  }

  private static BufferedImage upright(PictureHeader header, ImageInputStream in)
      throws IOException {
    var stored = new PictureDecoder(header).read(in);
    return ExifOrientation.of(header.orientation()).apply(stored);
  }

  private static DataException empty(Object name) {
    return new DataException("The picture %s is empty (0 bytes)".formatted(name));
  }

  private static DataException truncated(Object name, Exception cause) {
    return new DataException(
        "The picture %s is truncated: the file ends before the picture does".formatted(name),
        cause);
  }

  private static DataException unreadable(Object name, Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof EOFException end) {
        return truncated(name, end);
      }
    }
    String said =
        switch (cause) {
          // Such as a library of the system that this Java lacks.
          case Error error -> error.toString();
          case IOException e when e.getMessage() != null -> e.getMessage();
          // What else decoders throw on damaged files speaks of their arrays.
          default -> "its parts do not fit together";
        };
    return new DataException(
        "The picture %s is damaged or cannot be read: %s".formatted(name, OneLine.of(said)), cause);
  }
}

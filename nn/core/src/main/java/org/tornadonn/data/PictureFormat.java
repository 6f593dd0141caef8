package org.tornadonn.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.stream.ImageInputStream;

/** The kinds of picture files that are read, told apart by their first bytes. */
enum PictureFormat {
  /** Portable Network Graphics. */
  PNG("\u0089PNG\r\n\u001a\n", "png"),
  /** JPEG, also progressive and CMYK. */
  JPEG("\u00ff\u00d8\u00ff", "jpe?g|jpe|jfif"),
  /** GIF: the first frame on its canvas. */
  GIF("GIF8[79]a", "gif"),
  /** Windows bitmaps. */
  BMP("BM", "bmp|dib"),
  /** TIFF: the first picture. */
  TIFF("II\\*\0|MM\0\\*", "tiff?"),
  /** WebP, lossy and lossless: the first frame. */
  WEBP("RIFF....WEBP", "webp");

  private static final int LONGEST = 12;

  private final Pattern beginning;
  private final Pattern ending;

  PictureFormat(String beginning, String ending) {
    this.beginning = Pattern.compile(beginning, Pattern.DOTALL);
    this.ending =
        Pattern.compile(".*\\.(" + ending + ")", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  }

  /** Whether the name of a file ends as that of a picture does. */
  static boolean isNamed(Path file) {
    var name = file.getFileName().toString();
    return Stream.of(values()).anyMatch(format -> format.ending.matcher(name).matches());
  }

  /** The format of a file; empty if it is none of these. */
  static Optional<PictureFormat> of(ImageInputStream in) throws IOException {
    byte[] first = new byte[LONGEST];
    in.seek(0);
    int count = Math.max(0, in.read(first));
    var text = new String(first, 0, count, StandardCharsets.ISO_8859_1);
    return Stream.of(values())
        .filter(format -> format.beginning.matcher(text).lookingAt())
        .findFirst();
  }

  /**
   * Reads what a file says of itself.
   *
   * @throws IOException if the file ends before it has said all, or contradicts itself
   */
  PictureHeader header(ImageInputStream in, long length) throws IOException {
    return switch (this) {
      case PNG -> PngHeader.read(in, length);
      case JPEG -> JpegHeader.read(in, length);
      case GIF -> GifHeader.read(in, length);
      case BMP -> BmpHeader.read(in, length);
      case TIFF -> TiffHeader.read(in, length);
      case WEBP -> WebpHeader.read(in, length);
    };
  }
}

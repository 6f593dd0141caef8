package org.tornadonn.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.stream.ImageInputStream;

/** The kinds of picture files that are read, told apart by their first bytes. */
enum PictureFormat {
  /** Portable Network Graphics. */
  PNG(List.of("\u0089PNG\r\n\u001a\n"), "png"),
  /** JPEG, also progressive and CMYK. */
  JPEG(List.of("\u00ff\u00d8\u00ff"), "jpg", "jpeg", "jpe", "jfif"),
  /** GIF: the first frame on its canvas. */
  GIF(List.of("GIF87a", "GIF89a"), "gif"),
  /** Windows bitmaps. */
  BMP(List.of("BM"), "bmp", "dib"),
  /** TIFF: the first picture. */
  TIFF(List.of("II*\0", "MM\0*"), "tif", "tiff"),
  /** WebP, lossy and lossless: the first frame. */
  WEBP(List.of("RIFF????WEBP"), "webp");

  private static final int LONGEST = 12;

  private final List<String> beginnings;
  private final List<String> endings;

  PictureFormat(List<String> beginnings, String... endings) {
    this.beginnings = beginnings;
    this.endings = List.of(endings);
  }

  /** How the names of picture files end, in lower case. */
  static Stream<String> allEndings() {
    return Stream.of(values()).flatMap(format -> format.endings.stream());
  }

  /** The format of a file; empty if it is none of these. */
  static Optional<PictureFormat> of(ImageInputStream in) throws IOException {
    byte[] first = new byte[LONGEST];
    in.seek(0);
    int count = Math.max(0, in.read(first));
    var text = new String(first, 0, count, StandardCharsets.ISO_8859_1);
    return Stream.of(values())
        .filter(format -> format.beginnings.stream().anyMatch(it -> matches(it, text)))
        .findFirst();
  }

  private static boolean matches(String beginning, String text) {
    for (int i = 0; i < beginning.length(); i++) {
      if (i >= text.length()
          || (beginning.charAt(i) != '?' && beginning.charAt(i) != text.charAt(i))) {
        return false;
      }
    }
    return true;
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

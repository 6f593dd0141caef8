package org.tornadonn.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.tornadonn.data.HostilePictures.bmp;
import static org.tornadonn.data.HostilePictures.chunk;
import static org.tornadonn.data.HostilePictures.deflated;
import static org.tornadonn.data.HostilePictures.gif;
import static org.tornadonn.data.HostilePictures.joined;
import static org.tornadonn.data.HostilePictures.jpeg;
import static org.tornadonn.data.HostilePictures.png;
import static org.tornadonn.data.HostilePictures.tiff;
import static org.tornadonn.data.HostilePictures.webp;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a picture claims is held against what it is, before anything is decoded. */
class PictureLimitsTest {

  /** Readers, their tables, and a small picture. */
  private static final long BASE = 4 << 20;

  /** The most that is allocated for each byte of a file. */
  private static final long MULTIPLE = 16;

  private static final byte[] FEW = new byte[150];

  static Stream<Arguments> claims() {
    return Stream.of(
        arguments("PNG of 193 megapixels", png(13_909, 13_909, 8, 2, chunk("IDAT", FEW)), "trunc"),
        arguments("PNG in a row", png(999_999_999, 1, 16, 6, chunk("IDAT", FEW)), "truncated"),
        arguments("PNG in a column", png(1, 999_999_999, 16, 6, chunk("IDAT", FEW)), "truncated"),
        arguments("PNG without pixels", png(20_000, 20_000, 8, 2), "truncated"),
        arguments("BMP in a column", bmp(1, 30_000_000, 8, 0, 0, new byte[24]), "truncated"),
        arguments("BMP upside down", bmp(1, -30_000_000, 8, 0, 0, new byte[24]), "truncated"),
        arguments("BMP, the lowest row", bmp(1, Integer.MIN_VALUE, 8, 0, 0, FEW), "at most"),
        arguments("BMP of runs", bmp(30_000, 30_000, 8, 1, 0, FEW), "truncated"),
        arguments("BMP of runs, long", bmp(9, 9, 8, 1, Integer.MAX_VALUE, FEW), ""),
        arguments("BMP with a JPEG", bmp(9, 9, 0, 4, 0, FEW), "another picture"),
        arguments("GIF frame", gif(9, 9, 60_000, 15_000, FEW), "truncated"),
        arguments("GIF canvas", gif(60_000, 15_000, 9, 9, FEW), "truncated"),
        arguments("JPEG", jpeg(0xc0, 31_000, 31_000, 3, FEW), "truncated"),
        arguments("progressive JPEG", jpeg(0xc2, 31_000, 31_000, 3, FEW), "truncated"),
        arguments("lossless JPEG", jpeg(0xc3, 31_000, 31_000, 3, FEW), "truncated"),
        arguments("JPEG of inks", jpeg(0xc0, 31_000, 31_000, 4, FEW), "truncated"),
        arguments("WebP", webp(16_000, 16_000, FEW), "truncated"),
        arguments("TIFF", tags(30_000, 30_000, 1), "truncated"),
        arguments("TIFF by LZW", tags(30_000, 30_000, 5), "truncated"),
        arguments("TIFF by deflate", tags(30_000, 30_000, 8), "truncated"),
        arguments("TIFF by PackBits", tags(30_000, 30_000, 32773), "truncated"),
        arguments("TIFF by JPEG", tags(30_000, 30_000, 7), "truncated"),
        arguments("TIFF by fax", tags(30_000, 30_000, 4), "truncated"),
        arguments("TIFF in a row by fax", tags(999_999_999, 1, 4), "truncated"),
        arguments("TIFF by something", tags(30_000, 30_000, 34925), "34925"),
        arguments("TIFF with a tile", tags(9, 9, 8, 322, 1 << 30, 323, 1 << 30), "MiB"),
        arguments("TIFF with a long strip", tags(9, 9, 8, 279, Integer.MAX_VALUE), "truncated"),
        arguments("TIFF with a long tile", tags(9, 9, 5, 325, 2_000_000_000), "truncated"),
        arguments("TIFF with a long JPEG", tags(9, 9, 6, 514, 2_000_000_000), "truncated"),
        arguments("TIFF of samples", tags(9, 9, 8, 277, 65535), "samples"),
        arguments("TIFF of no bits", tags(9, 9, 8, 258, 0), "samples"),
        arguments("nothing", png(0, 9, 8, 2), "0×9"));
  }

  /** A TIFF of one strip; further tags replace others. */
  private static byte[] tags(int width, int height, int compression, int... more) {
    int[] tags = {
      256,
      width,
      257,
      height,
      258,
      8,
      259,
      compression,
      262,
      1,
      273,
      8,
      277,
      1,
      278,
      height,
      279,
      FEW.length
    };
    var all = Arrays.copyOf(tags, tags.length + more.length);
    System.arraycopy(more, 0, all, tags.length, more.length);
    for (int i = tags.length; i < all.length; i += 2) {
      for (int k = 0; k < tags.length; k += 2) {
        if (all[k] == all[i]) {
          all[k + 1] = all[i + 1];
        }
      }
    }
    return tiff(FEW, all);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("claims")
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void aClaimIsRefusedBeforeItCosts(String name, byte[] file, String said) {
    long before = allocated();
    var e =
        assertThrows(DataException.class, () -> PictureReader.readInput("the file", file, 3, 8));
    long cost = allocated() - before;
    var message = String.valueOf(e.getMessage());
    assertTrue(message.contains(said) && message.contains("the file"), message);
    assertTrue(cost < BASE + MULTIPLE * file.length, "%s takes %,d bytes".formatted(name, cost));
  }

  /** 256 MiB of text in 1 MiB. */
  static Stream<Arguments> texts() {
    byte[] many = HostilePictures.zeros(256 << 20, new byte[0]);
    byte[] grey = chunk("IDAT", deflated(new byte[] {0, 77, 0, 77}));
    byte[] palette = chunk("PLTE", new byte[] {9, 9, 9, 77, 77, 77});
    byte[] index = chunk("IDAT", deflated(new byte[] {0, 1, 0, 1}));
    byte[] zTxt = chunk("zTXt", HostilePictures.ascii("a\0\0"), many);
    byte[] iTxt = chunk("iTXt", HostilePictures.ascii("a\0\1\0\0\0"), many);
    byte[] profile = chunk("iCCP", HostilePictures.ascii("a\0\0"), many);
    return Stream.of(
        arguments("zTXt", png(1, 2, 8, 0, zTxt, grey)),
        arguments("iTXt", png(1, 2, 8, 0, iTxt, grey)),
        arguments("iCCP", png(1, 2, 8, 0, profile, grey)),
        arguments("all, and a palette", png(1, 2, 8, 3, zTxt, palette, iTxt, profile, index)),
        arguments("after the pixels", png(1, 2, 8, 3, palette, index, zTxt, iTxt)),
        arguments("damaged", png(1, 2, 8, 3, chunk("zTXt"), chunk("iCCP"), palette, index)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("texts")
  void textsAreNotRead(String name, byte[] file) {
    long before = allocated();
    float[] pixels = PictureReader.readInput("the file", file, 1, 1);
    long cost = allocated() - before;
    assertEquals(77 / 255f, pixels[0], 1e-6);
    assertTrue(cost < BASE, "%s takes %,d bytes".formatted(name, cost));
  }

  /** A blank page is packed better than anything: it is read all the same. */
  @Test
  void blankPicturesAreRead() {
    byte[] png =
        png(4000, 4000, 8, 2, chunk("IDAT", HostilePictures.zeros(4000L * 12_001, new byte[0])));
    assertTrue(png.length < 240_000, "packed to " + png.length);
    assertEquals(0, PictureReader.readInput("blank", png, 3, 8)[0]);
  }

  /** Its chunks say that they are whole, but the pixels in them are not. */
  @ParameterizedTest
  @ValueSource(strings = {"lossless.webp", "lossy.webp", "lossy-opacity.webp"})
  void aShortenedWebpIsTruncated(String name) throws IOException {
    byte[] whole = Files.readAllBytes(Fixtures.file("colours/" + name));
    for (int cut = 40; cut < whole.length * 2 / 3; cut += 10) {
      byte[] less = Arrays.copyOf(whole, (whole.length - cut) & ~1);
      var chunks = ByteBuffer.wrap(less).order(ByteOrder.LITTLE_ENDIAN);
      int at = 12;
      while (at + 8 + chunks.getInt(at + 4) <= less.length) {
        at += (8 + chunks.getInt(at + 4) + 1) & ~1;
      }
      chunks.putInt(4, less.length - 8).putInt(at + 4, less.length - at - 8);
      Refusal.of(() -> PictureReader.readInput("the file", less, 1, 4), "the file");
    }
  }

  /** Errors are as much a matter of one picture as exceptions are. */
  @Test
  void anErrorStaysInsideItsPicture() {
    byte[] picture = png(1, 2, 8, 0, chunk("IDAT", deflated(new byte[] {0, 77, 0, 77})));
    Stream.<Error>of(
            new OutOfMemoryError("Java heap space"),
            new StackOverflowError(),
            new NoClassDefFoundError("sun/java2d/cmm/lcms/LCMS"),
            new UnsatisfiedLinkError("no lcms"),
            new AssertionError("wrong"))
        .forEach(
            error ->
                Refusal.of(
                    () ->
                        PictureReader.read(
                            "the file",
                            () -> Excerpt.of(picture),
                            0,
                            _ -> {
                              throw error;
                            }),
                    "the file",
                    error instanceof OutOfMemoryError ? "-Xmx" : error.getClass().getSimpleName()));
  }

  @Test
  void joinedFilesAreNoTrouble() {
    byte[] picture = png(1, 2, 8, 0, chunk("IDAT", deflated(new byte[] {0, 77, 0, 77})));
    assertEquals(77 / 255f, PictureReader.readInput("two", joined(picture, picture), 1, 1)[0]);
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}

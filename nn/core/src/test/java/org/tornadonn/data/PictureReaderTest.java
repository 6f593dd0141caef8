package org.tornadonn.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureReaderTest {

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exif1.jpg",
        "exif2.jpg",
        "exif3.jpg",
        "exif4.jpg",
        "exif5.jpg",
        "exif6.jpg",
        "exif7.jpg",
        "exif8.jpg",
        "exif6.png"
      })
  void turnsAsTheCameraWasHeld(String file) {
    GrayImage upright = PictureReader.readGray(Fixtures.file("upright.png"));
    GrayImage read = PictureReader.readGray(Fixtures.file(file));
    assertEquals(upright.width(), read.width());
    assertEquals(upright.height(), read.height());
    double sum = 0;
    for (int i = 0; i < read.pixels().length; i++) {
      sum += Math.abs(upright.pixels()[i] - read.pixels()[i]);
    }
    // JPEG changes noise by a few 1/255; a wrong turn changes this picture by 0.1 and more.
    assertTrue(sum / read.pixels().length < 0.015, "mean difference " + sum / 384);
  }

  @Test
  void cmykJpegIsRead() {
    GrayImage rgb = PictureReader.readGray(Fixtures.file("rgb.png")).toModelInput(4);
    GrayImage cmyk = PictureReader.readGray(Fixtures.file("cmyk.jpg")).toModelInput(4);
    for (int i = 0; i < 16; i++) {
      assertEquals(rgb.pixels()[i], cmyk.pixels()[i], 0.12);
    }
  }

  @Test
  void sixteenBitsKeepTheirPrecision() throws IOException {
    Path file = temp.resolve("deep.png");
    byte[] row = {0, 0x12, 0x34, 0x12, 0x35};
    Files.write(file, png(2, 1, 16, out -> out.write(row)));
    GrayImage deep = PictureReader.readGray(file);
    assertEquals(0x1234 / 65535f, deep.at(0, 0), 1e-7);
    assertEquals(0x1235 / 65535f, deep.at(1, 0), 1e-7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rgb.png", "gray16.png", "rgb.jpg", "gray.jpg", "progressive.jpg"})
  void truncatedIsAnErrorWhereverItEnds(String name) throws IOException {
    byte[] whole = Files.readAllBytes(Fixtures.file(name));
    Path file = temp.resolve(name);
    // The last bytes of a PNG are checksums and its end mark, after the whole picture.
    int last = name.endsWith("png") ? whole.length - 24 : whole.length - 1;
    for (int length = 1; length <= last; length += 11) {
      Files.write(file, Arrays.copyOf(whole, length));
      var e = assertThrows(DataException.class, () -> PictureReader.readGray(file), "at " + length);
      assertTrue(message(e).contains(file.toString()), e.getMessage());
    }
    Files.write(file, Arrays.copyOf(whole, last * 9 / 10));
    assertSays("truncated", file);
  }

  @Test
  void whatIsNoPictureIsNamed() throws IOException {
    assertSays("There is no picture", temp.resolve("missing.png"));
    assertSays("folder", temp);
    Path file = temp.resolve("a.png");
    Files.createFile(file);
    assertSays("empty", file);
    Files.writeString(file, "hello, this is a text".repeat(50));
    assertSays("not a picture", file);
    byte[] damaged = Files.readAllBytes(Fixtures.file("rgb.png"));
    Arrays.fill(damaged, 60, 90, (byte) 0x55);
    Files.write(file, damaged);
    assertSays("damaged", file);
  }

  /** What follows is not taken for the size of its canvas. */
  @Test
  void aWebpWhoseHeaderIsShortIsRefused() throws IOException {
    byte[] good = Files.readAllBytes(Fixtures.file("colours/turned.webp"));
    byte[] cut = Arrays.copyOf(good, good.length - 8);
    System.arraycopy(good, 30, cut, 22, good.length - 30);
    cut[16] = 1; // of ten bytes, one and a filling one are left
    assertSays("damaged", Files.write(temp.resolve("short.webp"), cut));
  }

  /** Decoders throw what speaks of their arrays: a JPEG with too few tables, a BMP of odd bits. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ffd8ff00ffdb0002ffc00011080007000a0311000211010311f9faffda",
        "424d86040000000000004200000028000000150000000d0000000000010001000000000000000000000000000300"
            + "00000000ff0000ff0000ff00000000cc00ff66cc"
      })
  void whatDoesNotFitTogetherIsNotSaidInWordsOfJava(String hex) throws IOException {
    Path file = Files.write(temp.resolve("odd"), HexFormat.of().parseHex(hex));
    assertSays("damaged or cannot be read: its parts do not fit together", file);
  }

  @Test
  void aHugeHeaderIsRefusedBeforeDecoding() throws IOException {
    Path file = temp.resolve("bomb.png");
    Files.write(file, png(2_000_000_000, 2_000_000_000, 8, _ -> {}));
    assertSays("2000000000×2000000000", file);
    Files.write(file, png(40_000, 40_000, 8, _ -> {}));
    assertSays("40000×40000", file);
  }

  @Test
  void aLargePictureIsReadInLessDetail() throws IOException {
    Path file = temp.resolve("large.png");
    int side = 6_000; // 36 megapixels: above what is decoded in full
    byte[] dark = new byte[side + 1];
    byte[] bright = new byte[side + 1];
    Arrays.fill(bright, 1, side + 1, (byte) 255);
    Files.write(
        file,
        png(
            side,
            side,
            8,
            out -> {
              for (int y = 0; y < side; y++) {
                out.write(y < side / 2 ? bright : dark);
              }
            }));
    GrayImage read = PictureReader.readGray(file);
    assertEquals(side / 2, read.width());
    assertEquals(side / 2, read.height());
    assertEquals(1, read.at(5, side / 4 - 1));
    assertEquals(0, read.at(5, side / 4));
  }

  private static void assertSays(String words, Path file) {
    var e = assertThrows(DataException.class, () -> PictureReader.readColour(file));
    assertTrue(message(e).contains(words), e.getMessage());
    assertTrue(message(e).contains(file.toString()), e.getMessage());
    assertEquals(1, message(e).lines().count(), e.getMessage());
  }

  private static String message(Exception e) {
    return String.valueOf(e.getMessage());
  }

  private interface Rows {
    void write(DeflaterOutputStream out) throws IOException;
  }

  /** A grey PNG whose header may promise anything. */
  private static byte[] png(int width, int height, int bits, Rows rows) throws IOException {
    var file = new ByteArrayOutputStream();
    file.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    var header = new ByteArrayOutputStream();
    var data = new DataOutputStream(header);
    data.writeInt(width);
    data.writeInt(height);
    data.write(new byte[] {(byte) bits, 0, 0, 0, 0});
    chunk(file, "IHDR", header.toByteArray());
    var packed = new ByteArrayOutputStream();
    try (var deflater = new DeflaterOutputStream(packed)) {
      rows.write(deflater);
    }
    chunk(file, "IDAT", packed.toByteArray());
    chunk(file, "IEND", new byte[0]);
    return file.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream file, String type, byte[] content)
      throws IOException {
    var body = new ByteArrayOutputStream();
    body.write(type.getBytes(StandardCharsets.US_ASCII));
    body.write(content);
    var crc = new CRC32();
    crc.update(body.toByteArray());
    var data = new DataOutputStream(file);
    data.writeInt(content.length);
    data.write(body.toByteArray());
    data.writeInt((int) crc.getValue());
  }
}

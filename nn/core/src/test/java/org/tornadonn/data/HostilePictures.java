package org.tornadonn.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Picture files byte by byte, so that their headers may promise anything. */
final class HostilePictures {

  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  private HostilePictures() {}

  static byte[] joined(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (var part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Numbers of two or four bytes: a short stands for two. */
  static byte[] numbers(ByteOrder order, Number... values) {
    var bytes = ByteBuffer.allocate(4 * values.length).order(order);
    for (var value : values) {
      switch (value) {
        case Byte one -> bytes.put(one);
        case Short two -> bytes.putShort(two);
        default -> bytes.putInt(value.intValue());
      }
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  static byte[] chunk(String type, byte[]... content) {
    byte[] body = joined(ascii(type), joined(content));
    var crc = new CRC32();
    crc.update(body);
    return joined(
        numbers(ByteOrder.BIG_ENDIAN, body.length - 4),
        body,
        numbers(ByteOrder.BIG_ENDIAN, (int) crc.getValue()));
  }

  /** A PNG of these chunks between its header and its end. */
  static byte[] png(int width, int height, int bits, int colour, byte[]... chunks) {
    return joined(
        PNG,
        chunk(
            "IHDR",
            numbers(ByteOrder.BIG_ENDIAN, width, height),
            new byte[] {(byte) bits, (byte) colour, 0, 0, 0}),
        joined(chunks),
        chunk("IEND"));
  }

  static byte[] deflated(byte[] content) {
    return zeros(0, content);
  }

  /** So many zeros, and something after them, deflated. */
  static byte[] zeros(long count, byte[] end) {
    var packed = new ByteArrayOutputStream();
    var deflater = new Deflater(Deflater.BEST_SPEED);
    try (var out = new DeflaterOutputStream(packed, deflater)) {
      byte[] block = new byte[1 << 20];
      for (long left = count; left > 0; left -= block.length) {
        out.write(block, 0, (int) Math.min(left, block.length));
      }
      out.write(end);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } finally {
      deflater.end();
    }
    return packed.toByteArray();
  }

  /** A bitmap of nothing but its header. */
  static byte[] bmp(int width, int height, int bits, int compression, int imageSize, byte[] data) {
    return joined(
        ascii("BM"),
        numbers(ByteOrder.LITTLE_ENDIAN, 54 + data.length, 0, 54, 40, width, height),
        numbers(ByteOrder.LITTLE_ENDIAN, (short) 1, (short) bits, compression, imageSize),
        new byte[16],
        data);
  }

  /** A TIFF of these tags, each with one number. */
  static byte[] tiff(byte[] data, int... tagsAndValues) {
    int count = tagsAndValues.length / 2;
    var directory = ByteBuffer.allocate(2 + 12 * count + 4).order(ByteOrder.LITTLE_ENDIAN);
    directory.putShort((short) count);
    for (int i = 0; i < count; i++) {
      directory.putShort((short) tagsAndValues[2 * i]).putShort((short) 4).putInt(1);
      directory.putInt(tagsAndValues[2 * i + 1]);
    }
    return joined(ascii("II*\0"), numbers(ByteOrder.LITTLE_ENDIAN, 8), directory.array(), data);
  }

  /** A JPEG that ends where its coefficients should begin. */
  static byte[] jpeg(int marker, int width, int height, int components, byte[] data) {
    var frame = new ByteArrayOutputStream();
    for (int i = 1; i <= components; i++) {
      frame.writeBytes(new byte[] {(byte) i, 0x11, 0});
    }
    return joined(
        ascii("\u00ff\u00d8\u00ff"),
        new byte[] {(byte) marker, 0, (byte) (8 + 3 * components), 8},
        numbers(ByteOrder.BIG_ENDIAN, (short) height, (short) width),
        new byte[] {(byte) components},
        frame.toByteArray(),
        ascii("\u00ff\u00da\0\10\1\1\0\0\77\0"),
        data);
  }

  /** A GIF with a frame on a canvas. */
  static byte[] gif(int width, int height, int frameWidth, int frameHeight, byte[] data) {
    return joined(
        ascii("GIF89a"),
        numbers(ByteOrder.LITTLE_ENDIAN, (short) width, (short) height),
        ascii("\u0080\0\0\0\0\0\u00ff\u00ff\u00ff,"),
        numbers(ByteOrder.LITTLE_ENDIAN, (short) 0, (short) 0),
        numbers(ByteOrder.LITTLE_ENDIAN, (short) frameWidth, (short) frameHeight),
        data);
  }

  /** A lossless WebP. */
  static byte[] webp(int width, int height, byte[] data) {
    byte[] pixels =
        joined(
            new byte[] {0x2f},
            numbers(ByteOrder.LITTLE_ENDIAN, (width - 1) | ((height - 1) << 14)),
            data);
    return joined(
        ascii("RIFF"),
        numbers(ByteOrder.LITTLE_ENDIAN, 12 + pixels.length + (pixels.length & 1)),
        ascii("WEBPVP8L"),
        numbers(ByteOrder.LITTLE_ENDIAN, pixels.length),
        pixels,
        new byte[pixels.length & 1]);
  }
}

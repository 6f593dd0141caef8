package org.tornadonn.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** PNG: chunks with lengths and check sums. */
record PngFormat() implements PictureFormat {

  private static final int SIGNATURE = 8;
  private static final int FRAME = 12;
  private static final String HEADER = "IHDR";
  private static final String PIXELS = "IDAT";

  private static final List<byte[]> SEEDS =
      Stream.of(
              Drawing.in("png"),
              Fixtures.ending("data", ".png"),
              Fixtures.ending("data/colours", ".png"))
          .flatMap(List::stream)
          .toList();

  /** What inflates to 24 MiB. */
  private static final byte[] BOMB = deflated(new byte[24 << 20]);

  private static final List<Part> STRANGERS =
      List.of(
          text("zTXt", "Comment\0\0", BOMB),
          text("iTXt", "Comment\0\1\0en\0c\0", BOMB),
          text("iCCP", "sRGB\0\0", BOMB),
          text("zTXt", "", new byte[0]),
          text("iTXt", "Comment", new byte[0]),
          text("iTXt", "C\0\1\0", new byte[9]),
          text("tEXt", "Comment\0", new byte[3000]),
          text("iCCP", "", new byte[0]),
          new Part("eXIf", Tiff.exif(6)),
          new Part("eXIf", new byte[0]),
          new Part("PLTE", new byte[768]),
          new Part("PLTE", new byte[3]),
          new Part("tRNS", new byte[2]),
          new Part("tRNS", new byte[300]),
          new Part("gAMA", new byte[4]),
          new Part("cHRM", new byte[32]),
          new Part("hIST", new byte[8]),
          new Part("sBIT", new byte[4]),
          new Part("bKGD", new byte[6]),
          new Part("tIME", new byte[7]),
          new Part("pHYs", new byte[9]),
          new Part("sPLT", new byte[40]),
          new Part("acTL", new byte[8]),
          new Part("fcTL", new byte[26]),
          new Part("ABCD", new byte[5]),
          new Part(PIXELS, new byte[0]),
          new Part("IEND", new byte[0]));

  private static Part text(String kind, String head, byte[] data) {
    byte[] start = head.getBytes(ISO_8859_1);
    return new Part(kind, Mutation.replace(data, 0, 0, start));
  }

  @Override
  public String ending() {
    return "png";
  }

  @Override
  public List<byte[]> seeds() {
    return SEEDS;
  }

  @Override
  public byte[] restructured(byte[] file, Choices choices) {
    var parts = new ArrayList<>(parts(file));
    switch (choices.below(4)) {
      case 0 -> {
        var fields = new ArrayList<>(List.of(new Field(0, 4, false), new Field(4, 4, false)));
        for (int at = SIGNATURE; at < 13; at++) {
          fields.add(new Field(at, 1, false));
        }
        parts.replaceAll(
            part ->
                part.kind().equals(HEADER) && part.data().length == 13
                    ? part.with(Field.several(part.data(), fields, choices))
                    : part);
        return file(parts);
      }
      case 1 -> {
        parts.replaceAll(part -> part.kind().equals(PIXELS) ? repacked(part, choices) : part);
        return file(parts);
      }
      default -> {
        return file(Part.several(parts, STRANGERS, choices));
      }
    }
  }

  /** Other pixels, well packed. */
  private static Part repacked(Part pixels, Choices choices) {
    try (var in = new InflaterInputStream(new ByteArrayInputStream(pixels.data()))) {
      byte[] plain = in.readAllBytes();
      return plain.length == 0
          ? pixels
          : pixels.with(deflated(Mutation.several(plain, List.of(plain), choices)));
    } catch (IOException _) {
      return pixels;
    }
  }

  private static byte[] deflated(byte[] bytes) {
    var packed = new ByteArrayOutputStream();
    try (var out = new DeflaterOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static List<Part> parts(byte[] file) {
    var parts = new ArrayList<Part>();
    int at = SIGNATURE;
    while (at + FRAME <= file.length) {
      int length = (int) new Field(at, 4, false).get(file);
      var kind = new String(file, at + 4, 4, ISO_8859_1);
      parts.add(new Part(kind, Arrays.copyOfRange(file, at + 8, at + 8 + length)));
      at += FRAME + length;
    }
    return parts;
  }

  private static byte[] file(List<Part> parts) {
    int size = SIGNATURE + parts.stream().mapToInt(part -> FRAME + part.data().length).sum();
    var bytes = ByteBuffer.allocate(size).put(SEEDS.getFirst(), 0, SIGNATURE);
    for (var part : parts) {
      byte[] kind = part.kind().getBytes(ISO_8859_1);
      var sum = new CRC32();
      sum.update(kind);
      sum.update(part.data());
      bytes.putInt(part.data().length).put(kind).put(part.data()).putInt((int) sum.getValue());
    }
    return bytes.array();
  }
}

package org.tornadonn.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** GIF: blocks of which each is as long as its own small blocks say. */
record GifFormat() implements PictureFormat {

  private static final List<byte[]> SEEDS = Drawing.in("gif");

  private static final int SCREEN = 13;
  private static final int IMAGE = 0x2c;
  private static final int EXTENSION = 0x21;

  private static final List<Part> STRANGERS =
      List.of(
          extension(0xfe, new byte[255]),
          extension(0xff, new byte[11]),
          extension(0xf9, new byte[4]),
          extension(0xf9, new byte[1]),
          extension(0x01, new byte[12]),
          new Part("end", new byte[] {0x3b}));

  private static Part extension(int label, byte[] data) {
    byte[] bytes = new byte[data.length + 4];
    bytes[0] = EXTENSION;
    bytes[1] = (byte) label;
    bytes[2] = (byte) data.length;
    System.arraycopy(data, 0, bytes, 3, data.length);
    return new Part("extension", bytes);
  }

  @Override
  public String ending() {
    return "gif";
  }

  @Override
  public List<byte[]> seeds() {
    return SEEDS;
  }

  @Override
  public byte[] restructured(byte[] file, Choices choices) {
    var parts = parts(file);
    if (choices.oneIn(2)) {
      return file(Part.several(parts, STRANGERS, choices));
    }
    parts.replaceAll(
        part ->
            switch (part.kind()) {
              case "screen" -> part.with(Field.several(part.data(), fields(6), choices));
              case "image" -> part.with(Field.several(part.data(), fields(1), choices));
              default -> part;
            });
    return file(parts);
  }

  /** Sizes and flags. */
  private static List<Field> fields(int at) {
    return List.of(
        new Field(at, 2, true),
        new Field(at + 2, 2, true),
        new Field(at + 4, 1, true),
        new Field(at + 5, 1, true));
  }

  private static List<Part> parts(byte[] file) {
    var parts = new ArrayList<Part>();
    int at = SCREEN + colours(file[10]);
    parts.add(new Part("screen", Arrays.copyOf(file, at)));
    while (at < file.length) {
      int from = at;
      switch (file[at] & 255) {
        case IMAGE -> {
          at = blocksEnd(file, at + 11 + colours(file[at + 9]));
          parts.add(new Part("image", Arrays.copyOfRange(file, from, at)));
        }
        case EXTENSION -> {
          at = blocksEnd(file, at + 2);
          parts.add(new Part("extension", Arrays.copyOfRange(file, from, at)));
        }
        default -> {
          at = file.length;
          parts.add(new Part("end", Arrays.copyOfRange(file, from, at)));
        }
      }
    }
    return parts;
  }

  private static int colours(byte flags) {
    return (flags & 0x80) == 0 ? 0 : 3 * (2 << (flags & 7));
  }

  private static int blocksEnd(byte[] file, int from) {
    int at = from;
    while (file[at] != 0) {
      at += 1 + (file[at] & 255);
    }
    return at + 1;
  }

  private static byte[] file(List<Part> parts) {
    var bytes = new ByteArrayOutputStream();
    parts.forEach(part -> bytes.writeBytes(part.data()));
    return bytes.toByteArray();
  }
}

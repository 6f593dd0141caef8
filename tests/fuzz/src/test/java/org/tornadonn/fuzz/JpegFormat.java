package org.tornadonn.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** JPEG: segments with lengths, and scans without. */
record JpegFormat() implements PictureFormat {

  private static final String SCAN = "scan";
  private static final int START_OF_SCAN = 0xda;

  private static final List<byte[]> SEEDS =
      Stream.of(
              Drawing.in("jpg"),
              Fixtures.ending("data", ".jpg"),
              Fixtures.ending("data/colours", ".jpg"))
          .flatMap(List::stream)
          .toList();

  private static final List<Part> STRANGERS =
      List.of(
          segment(0xe1, "Exif\0\0", Tiff.exif(6)),
          segment(0xe1, "Exif\0\0", new byte[0]),
          segment(0xe1, "Exif\0", new byte[30]),
          segment(0xe1, "http://ns.adobe.com/xap/1.0/\0", "<x>".getBytes(ISO_8859_1)),
          segment(0xe2, "ICC_PROFILE\0", new byte[0]),
          segment(0xe2, "ICC_PROFILE\0\1\1", new byte[0]),
          segment(0xe2, "ICC_PROFILE\0\1\1", new byte[200]),
          segment(0xe2, "ICC_PROFILE\0\1\2", new byte[200]),
          segment(0xe2, "ICC_PROFILE\0\0\0", new byte[200]),
          segment(0xe2, "ICC_PROFILE\0\u00ff\u00ff", new byte[200]),
          segment(0xe0, "JFIF\0\1\2\0\0\1\0\1\u00ff\u00ff", new byte[0]),
          segment(0xe0, "JFXX\0\u0010", new byte[20]),
          segment(0xed, "Photoshop 3.0\08BIM", new byte[20]),
          segment(0xee, "Adobe\0\144\0\0\0\0\2", new byte[0]),
          segment(0xee, "Adobe\0\144\0\0\0\0\1", new byte[0]),
          segment(0xfe, "", new byte[60_000]),
          segment(0xdd, "\0\1", new byte[0]),
          segment(0xdd, "\0\0", new byte[0]),
          segment(0xdc, "\u00ff\u00ff", new byte[0]),
          segment(0xc4, "\0", new byte[16]),
          segment(0xdb, "\0", new byte[64]),
          segment(0xc2, "\10\u00ff\u00ff\u00ff\u00ff\1\1\21\0", new byte[0]));

  private static Part segment(int marker, String head, byte[] data) {
    byte[] start = head.getBytes(ISO_8859_1);
    return new Part(Integer.toHexString(marker), Mutation.replace(data, 0, 0, start));
  }

  @Override
  public String ending() {
    return "jpg";
  }

  @Override
  public List<byte[]> seeds() {
    return SEEDS;
  }

  @Override
  public byte[] restructured(byte[] file, Choices choices) {
    var parts = parts(file);
    if (!choices.oneIn(3)) {
      return file(Part.several(parts, STRANGERS, choices));
    }
    parts.replaceAll(
        part ->
            part.kind().matches("c[012]|da") && part.data().length >= 9
                ? part.with(Field.several(part.data(), fields(part.data().length), choices))
                : part);
    return file(parts);
  }

  /** Precision, height, width, and what is said of the components. */
  private static List<Field> fields(int length) {
    var fields = new ArrayList<>(List.of(new Field(1, 2, false), new Field(3, 2, false)));
    for (int at = 0; at < length; at++) {
      fields.add(new Field(at, 1, false));
    }
    return fields;
  }

  private static List<Part> parts(byte[] file) {
    var parts = new ArrayList<Part>();
    int at = 2;
    while (at + 4 <= file.length && file[at] == -1) {
      int marker = file[at + 1] & 255;
      int length = (int) new Field(at + 2, 2, false).get(file);
      byte[] data = Arrays.copyOfRange(file, at + 4, at + 2 + length);
      parts.add(new Part(Integer.toHexString(marker), data));
      at += 2 + length;
      if (marker == START_OF_SCAN) {
        int from = at;
        while (at + 1 < file.length && !isMarker(file, at)) {
          at++;
        }
        parts.add(new Part(SCAN, Arrays.copyOfRange(file, from, at)));
      }
    }
    return parts;
  }

  private static boolean isMarker(byte[] file, int at) {
    int next = file[at + 1] & 255;
    return file[at] == -1 && next != 0 && (next < 0xd0 || next > 0xd7);
  }

  private static byte[] file(List<Part> parts) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {-1, (byte) 0xd8});
    for (var part : parts) {
      if (!part.kind().equals(SCAN)) {
        int length = part.data().length + 2;
        bytes.write(0xff);
        bytes.write(Integer.parseInt(part.kind(), 16));
        bytes.write(length >> 8);
        bytes.write(length);
      }
      bytes.writeBytes(part.data());
    }
    bytes.writeBytes(new byte[] {-1, (byte) 0xd9});
    return bytes.toByteArray();
  }
}

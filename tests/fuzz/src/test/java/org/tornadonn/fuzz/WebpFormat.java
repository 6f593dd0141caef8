package org.tornadonn.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** WebP: chunks with lengths, in a RIFF file. */
record WebpFormat() implements PictureFormat {

  private static final int HEADER = 12;
  private static final int FRAME = 8;

  private static final List<byte[]> SEEDS = Fixtures.ending("data/colours", ".webp");

  private static final List<Part> STRANGERS =
      List.of(
          new Part("EXIF", Tiff.exif(6)),
          new Part("EXIF", new byte[0]),
          new Part("ICCP", new byte[200]),
          new Part("XMP ", new byte[20]),
          new Part("ALPH", new byte[40]),
          new Part("ALPH", new byte[0]),
          new Part("ANIM", new byte[6]),
          new Part("ANMF", new byte[40]),
          new Part("VP8X", new byte[10]),
          new Part("VP8X", new byte[] {63, 0, 0, 0, -1, -1, -1, -1, -1, -1}),
          new Part("VP8L", new byte[] {0x2f, -1, -1, -1, 15, 0, 0}),
          new Part("VP8 ", new byte[0]),
          new Part("????", new byte[3]));

  @Override
  public String ending() {
    return "webp";
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
    // Sizes are among the first bytes of every chunk of pixels.
    parts.replaceAll(
        part -> {
          var fields = new ArrayList<Field>();
          for (int at = 0; at + 2 <= Math.min(part.data().length, 12); at++) {
            fields.add(new Field(at, 2, true));
          }
          return part.with(Field.several(part.data(), fields, choices));
        });
    return file(parts);
  }

  private static List<Part> parts(byte[] file) {
    var parts = new ArrayList<Part>();
    int at = HEADER;
    while (at + FRAME <= file.length) {
      int length = (int) new Field(at + 4, 4, true).get(file);
      var kind = new String(file, at, 4, ISO_8859_1);
      int from = at + FRAME;
      parts.add(new Part(kind, Arrays.copyOfRange(file, from, from + length)));
      at = from + length + length % 2;
    }
    return parts;
  }

  private static byte[] file(List<Part> parts) {
    int size = parts.stream().mapToInt(part -> FRAME + (part.data().length + 1) / 2 * 2).sum();
    var bytes =
        ByteBuffer.allocate(HEADER + size)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put("RIFF".getBytes(ISO_8859_1))
            .putInt(size + 4)
            .put("WEBP".getBytes(ISO_8859_1));
    for (var part : parts) {
      bytes.put(part.kind().getBytes(ISO_8859_1)).putInt(part.data().length).put(part.data());
      bytes.position(bytes.position() + part.data().length % 2);
    }
    return bytes.array();
  }
}

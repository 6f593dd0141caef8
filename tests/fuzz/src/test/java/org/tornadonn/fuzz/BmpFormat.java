package org.tornadonn.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** BMP: a header of numbers, then pixels. */
record BmpFormat() implements PictureFormat {

  private static final List<byte[]> SEEDS =
      Stream.concat(Drawing.in("bmp").stream(), Fixtures.ending("data/colours", ".bmp").stream())
          .toList();

  private static final int HEADER = 54;

  @Override
  public String ending() {
    return "bmp";
  }

  @Override
  public List<byte[]> seeds() {
    return SEEDS;
  }

  @Override
  public byte[] restructured(byte[] file, Choices choices) {
    var fields = new ArrayList<Field>();
    for (int at = 2; at < HEADER; at += 4) {
      fields.add(new Field(at, 4, true));
    }
    fields.add(new Field(26, 2, true));
    fields.add(new Field(28, 2, true));
    return Field.several(file, fields, choices);
  }
}

package org.tornadonn.fuzz;

import java.util.List;
import java.util.stream.Stream;

/** TIFF: a directory of numbers that say where and what the pixels are. */
record TiffFormat() implements PictureFormat {

  private static final List<byte[]> SEEDS =
      Stream.concat(Drawing.in("tif").stream(), Fixtures.ending("data/colours", ".tif").stream())
          .toList();

  @Override
  public String ending() {
    return "tif";
  }

  @Override
  public List<byte[]> seeds() {
    return SEEDS;
  }

  @Override
  public byte[] restructured(byte[] file, Choices choices) {
    return Field.several(file, Tiff.fields(file), choices);
  }
}

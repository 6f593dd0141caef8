package org.tornadonn.fuzz;

import java.util.List;

/** A format of pictures, and how its files may be wrong in what they say about themselves. */
interface PictureFormat {

  /** How the names of its files end, without the dot. */
  String ending();

  /** Valid files. */
  List<byte[]> seeds();

  /** A file whose structure is wrong, but whose lengths and check sums are mostly right. */
  byte[] restructured(byte[] file, Choices choices);
}

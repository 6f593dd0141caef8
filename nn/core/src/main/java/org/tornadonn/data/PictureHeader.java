package org.tornadonn.data;

import java.util.List;

/**
 * What a picture file says of itself, before anything is decoded: enough to refuse it, and what a
 * decoder has to see of it.
 *
 * @param codec whose reader decodes it
 * @param whole columns and rows of the picture
 * @param stored the part of it that the file holds: a frame of a GIF may be smaller
 * @param data what there is of pixels, and the least that so many can be packed into
 * @param memory what decoding takes
 * @param colours how they are coded
 * @param orientation EXIF's, 1 if there is none
 * @param excerpt the file without its texts, profiles and previews
 */
record PictureHeader(
    Codec codec,
    Size whole,
    Frame stored,
    Data data,
    Memory memory,
    ColourCoding colours,
    int orientation,
    List<Excerpt.Piece> excerpt) {

  /** The most pixels that are decoded in full detail. */
  static final long FULL_DETAIL_PIXELS = 25_000_000;

  /** Columns and rows, as a file claims them. */
  record Size(long width, long height) {

    /** Whether there is at least one pixel, and at most so many. */
    boolean within(long most) {
      return width >= 1 && height >= 1 && width <= most / height;
    }

    long pixels() {
      return width * height;
    }
  }

  /**
   * Where the stored pixels lie in the whole.
   *
   * @param onPage what they do not cover is transparent, even if they are not
   */
  record Frame(int left, int top, Size size, boolean onPage) {

    /** The whole. */
    static Frame of(Size size) {
      return new Frame(0, 0, size, false);
    }
  }

  /**
   * Packed pixels.
   *
   * @param bytes at most so many are there
   * @param least no packing of so many pixels needs fewer
   */
  record Data(long bytes, long least) {}

  /**
   * What decoding takes.
   *
   * @param pixel bytes of a decoded pixel
   * @param heap bytes that the decoder holds beside the result
   * @param system bytes that it takes outside of Java's heap
   */
  record Memory(int pixel, long heap, long system) {}

  /** A picture that is stored as a whole. */
  static PictureHeader of(
      Codec codec,
      Size size,
      Data data,
      Memory memory,
      int orientation,
      List<Excerpt.Piece> excerpt) {
    return new PictureHeader(
        codec, size, Frame.of(size), data, memory, ColourCoding.PLAIN, orientation, excerpt);
  }

  /** Every how manieth row and column is read, so that the result is not too large. */
  int step() {
    int step = 1;
    while ((whole.width / step) * (whole.height / step) > FULL_DETAIL_PIXELS) {
      step++;
    }
    return step;
  }

  /**
   * The memory that reading takes at most.
   *
   * @param floats values that are made of each pixel
   */
  long bytes(int floats) {
    int step = step();
    long pixels = Math.ceilDiv(whole.width, step) * Math.ceilDiv(whole.height, step);
    boolean copied = orientation > 1 || !stored.size.equals(whole);
    long image = (copied ? 2L : 1L) * memory.pixel * pixels;
    return Math.max(image + (long) floats * Float.BYTES * pixels + memory.heap, memory.system);
  }
}

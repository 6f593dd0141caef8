package org.tornadonn.data;

/**
 * How well pixels can be packed at all, rounded up: a file that claims more pixels than its bytes
 * can hold is not whole.
 */
final class Packing {

  /** Bytes out of one: a repeat of 258 bytes takes at least two bits. */
  static final long DEFLATE = 1032;

  /** Bytes out of one: a code of 12 bits stands for at most 4096 - 258 bytes. */
  static final long LZW = 2700;

  /** Bytes out of one: a repeat of 128 takes two bytes. */
  static final long PACK_BITS = 64;

  /**
   * Pixels out of one byte of JPEG: one bit for a block of 8×8, which may be spread over 32×32
   * pixels.
   */
  static final long JPEG = 8 * 32 * 32;

  /** Pixels out of one byte of a BMP's run lengths: four bytes may pass over 255×255 pixels. */
  static final long BMP_RUNS = 255 * 255 / 4 + 1;

  /**
   * Pixels out of one byte where blank ones take nothing, which is asked of large pictures alone:
   * lossless WebP, and facsimile, where a bit stands for a row.
   */
  private static final long BLANK = 1 << 19;

  private Packing() {}

  /** The least bytes of a picture whose blank pixels take nothing. */
  static long blank(PictureHeader.Size size) {
    return Math.max(0, size.pixels() - PictureHeader.FULL_DETAIL_PIXELS) / BLANK;
  }
}

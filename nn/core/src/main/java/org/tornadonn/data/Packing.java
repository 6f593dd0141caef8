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

  /** Pixels out of one byte of WebP, which repeats at most 4096 at a time. */
  private static final long WEBP = 1 << 15;

  /** Pixels out of one byte of facsimile, where a bit may stand for a row. */
  private static final long FAX = 1 << 19;

  private Packing() {}

  /** The least bytes of a WebP; small ones of one colour have next to none. */
  static long webp(PictureHeader.Size size) {
    return above(1 << 18, size) / WEBP;
  }

  /** The least bytes of a large facsimile; a blank page has next to none. */
  static long fax(PictureHeader.Size size) {
    return above(PictureHeader.FULL_DETAIL_PIXELS, size) / FAX;
  }

  /** The least bytes of what lies on a large canvas: frames are cut to what they show. */
  static long canvas(PictureHeader.Size size) {
    return above(4_000_000, size) / LZW;
  }

  private static long above(long free, PictureHeader.Size size) {
    return Math.max(0, size.pixels() - free);
  }
}

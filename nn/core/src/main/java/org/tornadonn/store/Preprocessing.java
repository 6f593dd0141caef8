package org.tornadonn.store;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What was done to the pictures that a model has learnt from, and has to be done to those that it
 * sees: the largest centred square, resized, then this.
 *
 * @param imageSize rows and columns
 * @param low black
 * @param high white
 */
public record Preprocessing(int imageSize, Channels channels, double low, double high, Mask mask) {

  /** The values of a pixel. */
  public enum Channels {
    /** One: luma by ITU-R 601-2. */
    @JsonProperty("grey")
    GREY
  }

  /** What of the picture is blanked out. */
  public enum Mask {
    /** Nothing. */
    @JsonProperty("none")
    NONE
  }

  public Preprocessing {
    if (imageSize < 1 || low != 0 || high != 1) {
      throw new IllegalArgumentException(
          "pictures of size %d in [%s, %s] are not supported, only [0, 1]"
              .formatted(imageSize, low, high));
    }
  }

  /** Grey pictures in [0, 1], without a mask. */
  public static Preprocessing grey(int imageSize) {
    return new Preprocessing(imageSize, Channels.GREY, 0, 1, Mask.NONE);
  }
}

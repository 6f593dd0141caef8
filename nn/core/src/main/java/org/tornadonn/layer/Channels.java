package org.tornadonn.layer;

import org.tornadonn.plan.ShapeException;

/** The channels of convolutions. */
final class Channels {

  private Channels() {}

  /** Checks that there are some, which groups divide. */
  static void check(String layer, int inChannels, int outChannels, int groups) {
    if (inChannels < 1 || outChannels < 1) {
      throw new ShapeException(
          "%s needs at least one channel, but gets inChannels %d and outChannels %d."
              .formatted(layer, inChannels, outChannels));
    }
    if (groups < 1 || inChannels % groups != 0 || outChannels % groups != 0) {
      throw new ShapeException(
          "%s needs groups that divide inChannels %d and outChannels %d, but gets groups %d."
              .formatted(layer, inChannels, outChannels, groups));
    }
  }
}

package org.tornadonn.benchmarks;

import java.util.Optional;

/**
 * Whether two libraries did the same arithmetic: with the same weights, inputs and targets they
 * must give the same first answers, up to rounding.
 */
final class Agreement {

  /** Of the largest output; float32 and Winograd stay far below. */
  private static final double OUTPUT = 1e-3;

  private static final double LOSS = 1e-4;

  /**
   * Of what the first update did to the loss: another optimizer or learning rate differs by more.
   */
  private static final double CHANGE = 0.1;

  private Agreement() {}

  /** How a peer's first answers differ from ours; empty if they agree. */
  static Optional<String> difference(Work work, float[] ours, float[] peers) {
    if (ours.length != peers.length) {
      return Optional.of("%d numbers instead of %d".formatted(peers.length, ours.length));
    }
    return work.training() ? losses(ours, peers) : outputs(ours, peers);
  }

  private static Optional<String> outputs(float[] ours, float[] peers) {
    double largest = 0;
    double apart = 0;
    for (int i = 0; i < ours.length; i++) {
      largest = Math.max(largest, Math.abs(ours[i]));
      apart = Math.max(apart, Math.abs(ours[i] - (double) peers[i]));
    }
    return apart <= OUTPUT * largest
        ? Optional.empty()
        : Optional.of("outputs differ by %.2g, the largest is %.2g".formatted(apart, largest));
  }

  private static Optional<String> losses(float[] ours, float[] peers) {
    if (!(Math.abs(ours[0] - (double) peers[0]) <= LOSS * Math.abs(ours[0]))) {
      return Optional.of("the first loss is %.6g instead of %.6g".formatted(peers[0], ours[0]));
    }
    double change = ours[1] - (double) ours[0];
    double theirs = peers[1] - (double) peers[0];
    return Math.abs(theirs - change) <= CHANGE * Math.abs(change)
        ? Optional.empty()
        : Optional.of(
            "the first update changes the loss by %.3g instead of %.3g".formatted(theirs, change));
  }
}

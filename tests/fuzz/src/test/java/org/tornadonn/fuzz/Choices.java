package org.tornadonn.fuzz;

import java.util.List;
import java.util.SplittableRandom;

/** The choices that make one input: the same for the same target and number on every machine. */
final class Choices {

  private final SplittableRandom random;

  private Choices(SplittableRandom random) {
    this.random = random;
  }

  /**
   * The choices of an input.
   *
   * @param target the name of its target
   * @param number counts the target's inputs
   */
  static Choices of(String target, long number) {
    long key = new SplittableRandom(target.hashCode()).nextLong() + number;
    return new Choices(new SplittableRandom(new SplittableRandom(key).nextLong()));
  }

  /** Uniform among 0 … bound − 1. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** 1, or with falling probability 2, 3, … */
  int few() {
    return 1 + Long.numberOfTrailingZeros(random.nextLong() | 1L << 6);
  }

  /** Any number. */
  long bits() {
    return random.nextLong();
  }

  /** True once in so many times. */
  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  /** One of several things. */
  <T> T of(List<T> things) {
    return things.get(random.nextInt(things.size()));
  }

  /** So many bytes. */
  byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}

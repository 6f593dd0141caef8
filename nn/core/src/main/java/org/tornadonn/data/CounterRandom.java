package org.tornadonn.data;

/**
 * Random numbers as a pure function of a key: the same seed and labels give the same numbers on
 * every machine and thread, and neighbouring labels give unrelated ones.
 *
 * <p>SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014) counting
 * from a state that is mixed out of the seed and the labels. Not for secrets.
 */
final class CounterRandom {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long state;

  CounterRandom(long seed, long... labels) {
    state = mix(seed + GOLDEN);
    for (long label : labels) {
      state = mix(state + GOLDEN * (label + 1)) ^ label;
    }
  }

  long nextLong() {
    state += GOLDEN;
    return mix(state);
  }

  /** Uniform in [0, 1). */
  double uniform() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  /** Uniform in [low, high). */
  double uniform(double low, double high) {
    return low + (high - low) * uniform();
  }

  /** Uniform among 0 … bound − 1. */
  int below(int bound) {
    return (int) (uniform() * bound);
  }

  /** True with the given probability. */
  boolean chance(double probability) {
    return uniform() < probability;
  }

  /** Standard normal, by the polar method. */
  double gaussian() {
    while (true) {
      double u = uniform(-1, 1);
      double v = uniform(-1, 1);
      double r = u * u + v * v;
      if (r > 0 && r < 1) {
        return u * Math.sqrt(-2 * Math.log(r) / r);
      }
    }
  }

  /** A permutation of 0 … size − 1. */
  int[] permutation(int size) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = below(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}

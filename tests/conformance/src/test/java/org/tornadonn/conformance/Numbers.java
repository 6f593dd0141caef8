package org.tornadonn.conformance;

/**
 * Numbers that are a pure function of a seed and an index: multiples of 2⁻²³ in [−1, 1), so float32
 * holds them exactly. {@code fixtures.py} has the same function.
 */
final class Numbers {

  private Numbers() {}

  /** The number at an index. */
  static float at(int seed, int index) {
    int h = index * 0x9E3779B9 + seed * 0x85EBCA6B;
    h = (h ^ (h >>> 16)) * 0x7FEB352D;
    h = (h ^ (h >>> 15)) * 0x846CA68B;
    h ^= h >>> 16;
    return (h >> 8) * 0x1p-23f;
  }

  /** The first {@code size} numbers. */
  static float[] of(int seed, int size) {
    return scaled(seed, size, 1);
  }

  /** The first {@code size} numbers, times a factor. */
  static float[] scaled(int seed, int size, float factor) {
    var numbers = new float[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = at(seed, i) * factor;
    }
    return numbers;
  }
}

package org.tornadonn.exec.jvm.tile;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/**
 * Splits a row into the phases of a stride: with stride 2, its even and its odd columns. A phase is
 * written in whole vectors.
 */
final class Phases {

  private static final VectorShuffle<Float> EVEN = VectorShuffle.makeUnzip(SPECIES, 0);
  private static final VectorShuffle<Float> ODD = VectorShuffle.makeUnzip(SPECIES, 1);

  private Phases() {}

  /** Whether there is a fast way for a stride. */
  static boolean suit(int stride) {
    return stride == 1 || stride == 2 || stride == 4;
  }

  /**
   * Splits a row.
   *
   * @param n the floats of a phase; up to the next vector of each is read and written
   * @param phase from the first phase to the second
   */
  static void split(
      float[] source, int from, int stride, int n, float[] phases, int to, int phase) {
    switch (stride) {
      case 1 -> copy(source, from, n, phases, to);
      case 2 -> halve(source, from, n, phases, to, phase);
      default -> quarter(source, from, n, phases, to, phase);
    }
  }

  private static FloatVector load(float[] source, int at) {
    return FloatVector.fromArray(SPECIES, source, at);
  }

  private static void copy(float[] source, int from, int n, float[] phases, int to) {
    for (int j = 0; j < n; j += LANES) {
      load(source, from + j).intoArray(phases, to + j);
    }
  }

  private static void halve(float[] source, int from, int n, float[] phases, int to, int phase) {
    for (int j = 0; j < n; j += LANES) {
      var a = load(source, from + 2 * j);
      var b = load(source, from + 2 * j + LANES);
      a.rearrange(EVEN, b).intoArray(phases, to + j);
      a.rearrange(ODD, b).intoArray(phases, to + phase + j);
    }
  }

  private static void quarter(float[] source, int from, int n, float[] phases, int to, int phase) {
    for (int j = 0; j < n; j += LANES) {
      var a = load(source, from + 4 * j);
      var b = load(source, from + 4 * j + LANES);
      var c = load(source, from + 4 * j + 2 * LANES);
      var d = load(source, from + 4 * j + 3 * LANES);
      var e = a.rearrange(EVEN, b);
      var f = c.rearrange(EVEN, d);
      e.rearrange(EVEN, f).intoArray(phases, to + j);
      e.rearrange(ODD, f).intoArray(phases, to + 2 * phase + j);
      e = a.rearrange(ODD, b);
      f = c.rearrange(ODD, d);
      e.rearrange(EVEN, f).intoArray(phases, to + phase + j);
      e.rearrange(ODD, f).intoArray(phases, to + 3 * phase + j);
    }
  }
}

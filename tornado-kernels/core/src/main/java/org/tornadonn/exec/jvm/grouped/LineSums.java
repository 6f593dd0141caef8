package org.tornadonn.exec.jvm.grouped;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Sums of shifted lines: {@code out[o, q] = Σ(line, tap) w[at(o, line, tap)] · band[line · pitch +
 * shift(tap) + q]}, for some outputs at once.
 *
 * @param pitch from line to line in the band; lines may be read a vector beyond what counts
 * @param shifts of the taps within a line
 * @param weights of the taps, relative to that of their line
 */
record LineSums(int pitch, int[] shifts, int[] weights) {

  /** As many outputs share what is read of the band. */
  private static final int OUTPUTS = 4;

  /** The next multiple of a vector's length. */
  static int whole(int width) {
    return Math.ceilDiv(width, LANES) * LANES;
  }

  /**
   * Writes sums.
   *
   * @param lineWeights where the weights of each line begin, relative to the first of an output
   * @param lines how many there are
   * @param wAt the first weight of the first output
   * @param step from output to output in the weights
   * @param out receives outputs × {@code whole(width)} sums
   */
  void write(
      float[] band,
      int[] lineWeights,
      int lines,
      float[] w,
      int wAt,
      int step,
      float[] out,
      int outputs,
      int width) {
    int whole = whole(width);
    int o = 0;
    for (; o + OUTPUTS <= outputs; o += OUTPUTS) {
      int q = 0;
      for (; q + 2 * LANES <= whole; q += 2 * LANES) {
        four(band, q, lineWeights, lines, w, wAt + o * step, step, out, o * whole + q, whole);
      }
      for (; q < whole; q += LANES) {
        for (int k = 0; k < OUTPUTS; k++) {
          one(band, q, lineWeights, lines, w, wAt + (o + k) * step, out, (o + k) * whole + q);
        }
      }
    }
    for (; o < outputs; o++) {
      int q = 0;
      for (; q + 4 * LANES <= whole; q += 4 * LANES) {
        wide(band, q, lineWeights, lines, w, wAt + o * step, out, o * whole + q);
      }
      for (; q < whole; q += LANES) {
        one(band, q, lineWeights, lines, w, wAt + o * step, out, o * whole + q);
      }
    }
  }

  /** Two vectors of four outputs. */
  private void four(
      float[] band,
      int q,
      int[] lineWeights,
      int lines,
      float[] w,
      int wAt,
      int step,
      float[] out,
      int to,
      int outPitch) {
    var a = FloatVector.zero(SPECIES);
    var b = a;
    var c = a;
    var d = a;
    var e = a;
    var f = a;
    var g = a;
    var h = a;
    for (int line = 0; line < lines; line++) {
      int from = line * pitch + q;
      int weight = wAt + lineWeights[line];
      for (int tap = 0; tap < shifts.length; tap++) {
        var x = FloatVector.fromArray(SPECIES, band, from + shifts[tap]);
        var y = FloatVector.fromArray(SPECIES, band, from + shifts[tap] + LANES);
        int i = weight + weights[tap];
        var first = FloatVector.broadcast(SPECIES, w[i]);
        a = x.fma(first, a);
        b = y.fma(first, b);
        var second = FloatVector.broadcast(SPECIES, w[i + step]);
        c = x.fma(second, c);
        d = y.fma(second, d);
        var third = FloatVector.broadcast(SPECIES, w[i + 2 * step]);
        e = x.fma(third, e);
        f = y.fma(third, f);
        var fourth = FloatVector.broadcast(SPECIES, w[i + 3 * step]);
        g = x.fma(fourth, g);
        h = y.fma(fourth, h);
      }
    }
    a.intoArray(out, to);
    b.intoArray(out, to + LANES);
    c.intoArray(out, to + outPitch);
    d.intoArray(out, to + outPitch + LANES);
    e.intoArray(out, to + 2 * outPitch);
    f.intoArray(out, to + 2 * outPitch + LANES);
    g.intoArray(out, to + 3 * outPitch);
    h.intoArray(out, to + 3 * outPitch + LANES);
  }

  /** Four vectors of one output. */
  private void wide(
      float[] band, int q, int[] lineWeights, int lines, float[] w, int wAt, float[] out, int to) {
    var a = FloatVector.zero(SPECIES);
    var b = a;
    var c = a;
    var d = a;
    for (int line = 0; line < lines; line++) {
      int from = line * pitch + q;
      int weight = wAt + lineWeights[line];
      for (int tap = 0; tap < shifts.length; tap++) {
        int at = from + shifts[tap];
        var factor = FloatVector.broadcast(SPECIES, w[weight + weights[tap]]);
        a = FloatVector.fromArray(SPECIES, band, at).fma(factor, a);
        b = FloatVector.fromArray(SPECIES, band, at + LANES).fma(factor, b);
        c = FloatVector.fromArray(SPECIES, band, at + 2 * LANES).fma(factor, c);
        d = FloatVector.fromArray(SPECIES, band, at + 3 * LANES).fma(factor, d);
      }
    }
    a.intoArray(out, to);
    b.intoArray(out, to + LANES);
    c.intoArray(out, to + 2 * LANES);
    d.intoArray(out, to + 3 * LANES);
  }

  /** A vector of one output. */
  private void one(
      float[] band, int q, int[] lineWeights, int lines, float[] w, int wAt, float[] out, int to) {
    var a = FloatVector.zero(SPECIES);
    for (int line = 0; line < lines; line++) {
      int from = line * pitch + q;
      int weight = wAt + lineWeights[line];
      for (int tap = 0; tap < shifts.length; tap++) {
        var factor = FloatVector.broadcast(SPECIES, w[weight + weights[tap]]);
        a = FloatVector.fromArray(SPECIES, band, from + shifts[tap]).fma(factor, a);
      }
    }
    a.intoArray(out, to);
  }

  /** Adds some numbers to others. */
  static void add(float[] numbers, int from, float[] to, int at, int width) {
    int q = 0;
    for (; q + LANES <= width; q += LANES) {
      FloatVector.fromArray(SPECIES, to, at + q)
          .add(FloatVector.fromArray(SPECIES, numbers, from + q))
          .intoArray(to, at + q);
    }
    for (; q < width; q++) {
      to[at + q] += numbers[from + q];
    }
  }

  /**
   * Whether there is a NaN among some numbers and those behind them, up to a whole vector. Padding
   * is multiplied like any number, so that an infinite weight makes NaN of it: where there is none,
   * nothing of the kind has happened.
   */
  static boolean hasNaN(float[] numbers, int from, int width) {
    var mask = SPECIES.maskAll(false);
    for (int q = 0; q < width; q += LANES) {
      mask =
          mask.or(FloatVector.fromArray(SPECIES, numbers, from + q).test(VectorOperators.IS_NAN));
    }
    return mask.anyTrue();
  }
}

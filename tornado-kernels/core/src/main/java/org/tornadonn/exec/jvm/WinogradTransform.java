package org.tornadonn.exec.jvm;

import static jdk.incubator.vector.VectorOperators.FMA;
import static org.tornadonn.exec.jvm.Tile.LANES;
import static org.tornadonn.exec.jvm.Tile.SPECIES;
import static org.tornadonn.exec.jvm.Winograd.FOUR;
import static org.tornadonn.exec.jvm.Winograd.SIX;

import jdk.incubator.vector.FloatVector;

/**
 * The matrices of {@link Winograd}, times vectors of blocks, in one direction at a time. Those of
 * the weights are in {@link WinogradWeights}.
 */
final class WinogradTransform {

  /** √½. */
  static final float ROOT_HALF = (float) Math.sqrt(0.5);

  /** √2. */
  static final float ROOT_TWO = (float) Math.sqrt(2);

  private WinogradTransform() {}

  private static FloatVector load(float[] x, int at) {
    return FloatVector.fromArray(SPECIES, x, at);
  }

  /** {@code Bᵀ} times a column of blocks, from a band. */
  static void down(float[] b, int from, int row, int fifth, float[] y, int to, int span) {
    int line = SIX * span;
    for (int i = 0; i < span; i += LANES) {
      int at = from + i;
      var d1 = load(b, at + row);
      var d2 = load(b, at + 2 * row);
      var d3 = load(b, at + 3 * row);
      var d4 = load(b, at + fifth);
      var even = d2.lanewise(FMA, -2, d4);
      var odd = d1.lanewise(FMA, -2, d3);
      odd.lanewise(FMA, ROOT_HALF, even).intoArray(y, to + line + i);
      odd.lanewise(FMA, -ROOT_HALF, even).intoArray(y, to + 2 * line + i);
      even = d2.lanewise(FMA, -0.5f, d4);
      odd = d1.lanewise(FMA, -0.5f, d3);
      odd.lanewise(FMA, ROOT_TWO, even).intoArray(y, to + 3 * line + i);
      odd.lanewise(FMA, -ROOT_TWO, even).intoArray(y, to + 4 * line + i);
      d2.lanewise(FMA, -2.5f, d4).add(load(b, at)).intoArray(y, to + i);
      d3.lanewise(FMA, -2.5f, d1).add(load(b, at + fifth + row)).intoArray(y, to + 5 * line + i);
    }
  }

  /** A row of what {@link #down} gives, times {@code B}. */
  static void across(float[] y, int from, int span) {
    for (int at = from; at < from + span; at += LANES) {
      var d1 = load(y, at + span);
      var d2 = load(y, at + 2 * span);
      var d3 = load(y, at + 3 * span);
      var d4 = load(y, at + 4 * span);
      d2.lanewise(FMA, -2.5f, d4).add(load(y, at)).intoArray(y, at);
      d3.lanewise(FMA, -2.5f, d1).add(load(y, at + 5 * span)).intoArray(y, at + 5 * span);
      var even = d2.lanewise(FMA, -2, d4);
      var odd = d1.lanewise(FMA, -2, d3);
      odd.lanewise(FMA, ROOT_HALF, even).intoArray(y, at + span);
      odd.lanewise(FMA, -ROOT_HALF, even).intoArray(y, at + 2 * span);
      even = d2.lanewise(FMA, -0.5f, d4);
      odd = d1.lanewise(FMA, -0.5f, d3);
      odd.lanewise(FMA, ROOT_TWO, even).intoArray(y, at + 3 * span);
      odd.lanewise(FMA, -ROOT_TWO, even).intoArray(y, at + 4 * span);
    }
  }

  /** {@code AᵀmA}: the first four products of the first four rows become the 4×4 of blocks. */
  static void restore(float[] products, int size) {
    for (int column = 0; column < SIX; column++) {
      restore(products, column * size, SIX * size, size);
    }
    for (int row = 0; row < FOUR; row++) {
      restore(products, row * SIX * size, size, size);
    }
  }

  /** {@code Aᵀ} times six products, the first four of which it overwrites. */
  private static void restore(float[] products, int from, int step, int size) {
    for (int i = from; i < from + size; i += LANES) {
      var a = load(products, i + step);
      var b = load(products, i + 2 * step);
      var even = a.add(b);
      var odd = a.sub(b);
      a = load(products, i + 3 * step);
      b = load(products, i + 4 * step);
      var evens = a.add(b);
      var odds = a.sub(b);
      load(products, i).add(even).add(evens).intoArray(products, i);
      odds.lanewise(FMA, 2, odd).mul(ROOT_HALF).intoArray(products, i + step);
      even.lanewise(FMA, 0.5f, evens.add(evens)).intoArray(products, i + 2 * step);
      odds.lanewise(FMA, 8, odd)
          .lanewise(FMA, ROOT_HALF / 2, load(products, i + 5 * step))
          .intoArray(products, i + 3 * step);
    }
  }
}

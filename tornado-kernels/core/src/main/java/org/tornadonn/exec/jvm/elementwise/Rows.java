package org.tornadonn.exec.jvm.elementwise;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;

/** Loops over a row of floats. Nothing is masked: that was seen to cost three times as much. */
public final class Rows {

  private Rows() {}

  /**
   * {@code y[j] = x[j] + bias}, or the ReLU of that.
   *
   * @param floor of the sums, see {@link VectorReLU#floor}
   * @param room the floats from {@code yAt} on that may be overwritten, at least {@code size}
   */
  public static void copy(
      float[] x, int xAt, float bias, float floor, float[] y, int yAt, int size, int room) {
    int j = 0;
    for (; j < size && j <= room - LANES; j += LANES) {
      VectorReLU.of(FloatVector.fromArray(SPECIES, x, xAt + j).add(bias), floor)
          .intoArray(y, yAt + j);
    }
    for (; j < size; j++) {
      float value = x[xAt + j] + bias;
      y[yAt + j] = value <= floor ? 0 : value;
    }
  }

  /**
   * {@code y[j] = x[j] + b[j]}.
   *
   * @param room as above
   */
  public static void sum(
      float[] x, int xAt, float[] b, int bAt, float[] y, int yAt, int size, int room) {
    int j = 0;
    for (; j < size && j <= room - LANES; j += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + j)
          .add(FloatVector.fromArray(SPECIES, b, bAt + j))
          .intoArray(y, yAt + j);
    }
    for (; j < size; j++) {
      y[yAt + j] = x[xAt + j] + b[bAt + j];
    }
  }

  /** {@code y[j] += x[j]}. */
  public static void add(float[] x, int xAt, float[] y, int yAt, int size) {
    int j = 0;
    for (; j <= size - LANES; j += LANES) {
      FloatVector.fromArray(SPECIES, y, yAt + j)
          .add(FloatVector.fromArray(SPECIES, x, xAt + j))
          .intoArray(y, yAt + j);
    }
    for (; j < size; j++) {
      y[yAt + j] += x[xAt + j];
    }
  }
}

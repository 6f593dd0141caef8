package org.tornadonn.exec.jvm;

import static org.tornadonn.exec.jvm.Tile.LANES;
import static org.tornadonn.exec.jvm.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;

/** Loops over a row of floats. */
final class Rows {

  private Rows() {}

  /** {@code y[j] = x[j] + bias}, or the ReLU of that. */
  static void copy(float[] x, int xAt, float bias, boolean relu, float[] y, int yAt, int size) {
    int j = 0;
    for (; j <= size - LANES; j += LANES) {
      var value = FloatVector.fromArray(SPECIES, x, xAt + j).add(bias);
      (relu ? VectorReLU.of(value) : value).intoArray(y, yAt + j);
    }
    if (j < size) {
      var rest = SPECIES.indexInRange(j, size);
      var value = FloatVector.fromArray(SPECIES, x, xAt + j, rest).add(bias);
      (relu ? VectorReLU.of(value) : value).intoArray(y, yAt + j, rest);
    }
  }

  /** {@code y[j] += x[j]}. */
  static void add(float[] x, int xAt, float[] y, int yAt, int size) {
    int j = 0;
    for (; j <= size - LANES; j += LANES) {
      FloatVector.fromArray(SPECIES, y, yAt + j)
          .add(FloatVector.fromArray(SPECIES, x, xAt + j))
          .intoArray(y, yAt + j);
    }
    if (j < size) {
      var rest = SPECIES.indexInRange(j, size);
      FloatVector.fromArray(SPECIES, y, yAt + j, rest)
          .add(FloatVector.fromArray(SPECIES, x, xAt + j, rest))
          .intoArray(y, yAt + j, rest);
    }
  }
}

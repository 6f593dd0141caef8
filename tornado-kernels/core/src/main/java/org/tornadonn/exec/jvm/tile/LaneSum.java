package org.tornadonn.exec.jvm.tile;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/**
 * The sum of a vector's lanes, half on half. Not {@code reduceLanes}: the order of its additions is
 * not specified, and the interpreter and the compiler differ.
 */
public final class LaneSum {

  private static final VectorShuffle<Float> HALF = rotate(LANES / 2);
  private static final VectorShuffle<Float> QUARTER = rotate(LANES / 4);
  private static final VectorShuffle<Float> EIGHTH = rotate(LANES / 8);
  private static final VectorShuffle<Float> SIXTEENTH = rotate(LANES / 16);

  private LaneSum() {}

  private static VectorShuffle<Float> rotate(int lanes) {
    return VectorShuffle.iota(SPECIES, lanes, 1, true);
  }

  /** Of 4, 8 or 16 lanes. */
  public static float of(FloatVector v) {
    v = v.add(v.rearrange(HALF));
    v = v.add(v.rearrange(QUARTER));
    if (LANES > 4) {
      v = v.add(v.rearrange(EIGHTH));
    }
    if (LANES > 8) {
      v = v.add(v.rearrange(SIXTEENTH));
    }
    return v.lane(0);
  }
}

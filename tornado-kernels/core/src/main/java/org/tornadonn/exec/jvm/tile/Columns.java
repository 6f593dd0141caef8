package org.tornadonn.exec.jvm.tile;

import static org.tornadonn.exec.jvm.tile.Tile.ORDER;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/** What a window sees at the results of a {@link Tile}, tap by tap. */
public final class Columns {

  private Columns() {}

  /**
   * Brings what some taps see to where the tile reads it.
   *
   * @param band what {@link Band#fill} has filled
   * @param taps where the taps read, see {@link Band#taps}
   * @param tap the first of them
   * @param n how many
   * @param from the position that the tile counts from
   * @param pieces the tile, see {@link Band#tiles}
   * @param width the floats of a tap in the tile
   * @param to where those of the first tap go; those of the last tap are followed by up to a vector
   *     of others
   */
  public static void copy(
      float[] band,
      int[] taps,
      int tap,
      int n,
      int from,
      int[] pieces,
      int width,
      MemorySegment columns,
      int to) {
    for (int k = 0; k < n; k++) {
      int at = taps[tap + k] + from;
      for (int i = 0; i < pieces.length; i += 2) {
        long place = (long) (to + k * width + pieces[i + 1]) * Float.BYTES;
        FloatVector.fromArray(SPECIES, band, at + pieces[i])
            .intoMemorySegment(columns, place, ORDER);
      }
    }
  }
}

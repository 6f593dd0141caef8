package org.tornadonn.exec.jvm.pool;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import org.tornadonn.exec.jvm.elementwise.VectorReLU;

/**
 * The largest of every 2×2, while a convolution's results are still in the cache.
 *
 * @param tap receives which of the four won, where {@code keep} says so
 */
public record Pool(float[] tap, boolean keep) {

  private static final VectorShuffle<Float> EVEN = VectorShuffle.makeUnzip(SPECIES, 0);
  private static final VectorShuffle<Float> ODD = VectorShuffle.makeUnzip(SPECIES, 1);

  /**
   * Pools two vectors of each of two rows of sums.
   *
   * @param bias is added to every sum
   * @param floor of the maxima, see {@link VectorReLU#floor}
   * @param to where a vector of maxima and one of taps go, each in its array
   */
  public static void rows(
      float[] sums,
      int upper,
      int lower,
      float bias,
      float floor,
      float[] maxima,
      float[] taps,
      int to) {
    var a = FloatVector.fromArray(SPECIES, sums, upper);
    var b = FloatVector.fromArray(SPECIES, sums, upper + LANES);
    var c = FloatVector.fromArray(SPECIES, sums, lower);
    var d = FloatVector.fromArray(SPECIES, sums, lower + LANES);
    put(
        a.rearrange(EVEN, b).add(bias),
        a.rearrange(ODD, b).add(bias),
        c.rearrange(EVEN, d).add(bias),
        c.rearrange(ODD, d).add(bias),
        floor,
        maxima,
        to,
        taps,
        to);
  }

  /**
   * Writes the largest of four, and which one it was.
   *
   * <p>There are no branches: vectors that are alive behind one may become objects.
   *
   * @param floor of the maxima, see {@link VectorReLU#floor}
   * @param taps with {@code tapAt = at}, may be the same as {@code maxima}, which then has the
   *     maxima
   */
  public static void put(
      FloatVector best,
      FloatVector b,
      FloatVector c,
      FloatVector d,
      float floor,
      float[] maxima,
      int at,
      float[] taps,
      int tapAt) {
    var wins = wins(b, best);
    best = best.blend(b, wins);
    var tap = FloatVector.zero(SPECIES).blend(1, wins);
    wins = wins(c, best);
    best = best.blend(c, wins);
    tap = tap.blend(2, wins);
    wins = wins(d, best);
    tap.blend(3, wins).intoArray(taps, tapAt);
    VectorReLU.of(best.blend(d, wins), floor).intoArray(maxima, at);
  }

  /** NaN wins over everything, the first of equal values over the others. */
  private static VectorMask<Float> wins(FloatVector next, FloatVector best) {
    return next.compare(VectorOperators.GT, best).or(next.compare(VectorOperators.NE, next));
  }
}

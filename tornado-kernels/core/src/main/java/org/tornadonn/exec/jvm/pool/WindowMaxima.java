package org.tornadonn.exec.jvm.pool;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.IS_NAN;
import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.tornadonn.op.pooling.MaxPool2dForward;
import org.tornadonn.plan.Loop;

/**
 * {@link MaxPool2dForward} with any window, tap after tap for a row of results; one index is such a
 * row. Comparing one result after the other would be a branch that no CPU can foresee.
 */
public record WindowMaxima(MaxPool2dForward kernel) implements Loop {

  /** The numbers that an index compares. */
  public long work() {
    var window = kernel.window();
    return (long) kernel.sizes().wo() * window.kernelHeight() * window.kernelWidth();
  }

  @Override
  public int size() {
    return kernel.sizes().n() * kernel.sizes().co() * kernel.sizes().ho();
  }

  @Override
  public void run(int from, int to) {
    int wo = kernel.sizes().wo();
    var row = new Row(kernel, Math.ceilDiv(wo, LANES) * LANES);
    for (int i = from; i < to; i++) {
      row.run(i);
      System.arraycopy(row.best, 0, kernel.y(), i * wo, wo);
      if (kernel.keep() > 0) {
        System.arraycopy(row.winner, 0, kernel.tap(), i * wo, wo);
      }
    }
  }

  /**
   * A row of results, in whole vectors.
   *
   * @param first how far the first element inside the image is from each window's first column
   * @param winner how far the largest is from the window's first element, as in {@code tap}
   * @param next one element of each window
   */
  private record Row(
      MaxPool2dForward kernel, int[] first, float[] best, float[] winner, float[] next) {

    Row(MaxPool2dForward kernel, int length) {
      this(kernel, new int[length], new float[length], new float[length], new float[length]);
      var window = kernel.window();
      int step = window.dilationWidth();
      for (int j = 0; j < kernel.sizes().wo(); j++) {
        int outside = window.paddingLeft() - j * window.strideWidth();
        first[j] = Math.ceilDiv(Math.max(outside, 0), step) * step;
      }
    }

    void run(int row) {
      var s = kernel.sizes();
      var window = kernel.window();
      int step = window.dilationHeight();
      int top = row % s.ho() * window.strideHeight() - window.paddingTop();
      int plane = row / s.ho() * s.hi();
      int down = Math.ceilDiv(Math.max(-top, 0), step) * step;
      for (int j = 0; j < winner.length; j++) {
        best[j] = Float.NEGATIVE_INFINITY;
        winner[j] = down * window.reachWidth() + first[j];
      }
      for (; down < window.reachHeight() && top + down < s.hi(); down += step) {
        for (int right = 0; right < window.reachWidth(); right += window.dilationWidth()) {
          read((plane + top + down) * s.wi(), right - window.paddingLeft());
          compare(down * window.reachWidth() + right);
        }
      }
    }

    /**
     * Reads one element of each window, −∞ outside.
     *
     * @param line where the row of the image begins
     * @param column of the first window's element
     */
    private void read(int line, int column) {
      int stride = kernel.window().strideWidth();
      int wo = kernel.sizes().wo();
      int from = Math.clamp(Math.ceilDiv(-column, stride), 0, wo);
      int to = Math.clamp(Math.ceilDiv(kernel.sizes().wi() - column, stride), from, wo);
      float[] x = kernel.x();
      Arrays.fill(next, 0, from, Float.NEGATIVE_INFINITY);
      for (int j = from; j < to; j++) {
        next[j] = x[line + column + j * stride];
      }
      Arrays.fill(next, to, next.length, Float.NEGATIVE_INFINITY);
    }

    private void compare(float tap) {
      for (int j = 0; j < next.length; j += LANES) {
        var value = FloatVector.fromArray(SPECIES, next, j);
        var most = FloatVector.fromArray(SPECIES, best, j);
        var wins = value.compare(GT, most).or(value.test(IS_NAN));
        most.blend(value, wins).intoArray(best, j);
        FloatVector.fromArray(SPECIES, winner, j).blend(tap, wins).intoArray(winner, j);
      }
    }
  }
}

package org.tornadonn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The losses of several sweeps over growing learning rates, put together.
 *
 * <p>Each loss is cut off at the median of those in the first fifth, where rates are too small to
 * change anything: what is above says no more than that nothing is learnt, and a few losses of a
 * sweep that diverges would outweigh all others. A sweep that ended counts as that median. The
 * means over all sweeps are smoothed by a Gaussian over the steps, which looks ahead as far as back
 * and so does not lag behind as an exponential mean does.
 */
final class LearningRateCurve {

  /** The standard deviation of the Gaussian, as a share of the steps. */
  private static final double WIDTH = 0.08;

  /** How many times its noise a fall has to be, to be more than that: noise alone is in 1 of 50. */
  private static final double CLEAR = 4;

  private final float[] rates;
  private final int first;
  private final double[] means;
  private final double[] smooth;

  /**
   * Puts sweeps together.
   *
   * @param rates those of the steps
   * @param sweeps the losses of each, no more than there are rates; only the last may be infinite
   *     or NaN
   */
  LearningRateCurve(float[] rates, List<List<Float>> sweeps) {
    this.rates = rates;
    this.first = rates.length / 5;
    double start = start(sweeps);
    this.means = new double[rates.length];
    for (int i = 0; i < means.length; i++) {
      for (var losses : sweeps) {
        double loss = i < losses.size() ? losses.get(i) : start;
        means[i] += (loss < start ? loss : start) / sweeps.size();
      }
    }
    this.smooth = smoothed(means);
  }

  private double start(List<List<Float>> sweeps) {
    var begin =
        sweeps.stream()
            .flatMap(losses -> losses.stream().limit(first))
            .mapToDouble(Float::doubleValue)
            .sorted()
            .toArray();
    return begin.length == 0 ? Double.NaN : begin[begin.length / 2];
  }

  private static double[] smoothed(double[] values) {
    double width = WIDTH * values.length;
    var smooth = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      double sum = 0;
      double weights = 0;
      for (int j = 0; j < values.length; j++) {
        double weight = Math.exp(-0.5 * Math.pow((i - j) / width, 2));
        sum += weight * values[j];
        weights += weight;
      }
      smooth[i] = sum / weights;
    }
    return smooth;
  }

  /** The step, from the second fifth on, at which the smooth curve is lowest. */
  private int lowest() {
    int lowest = first;
    for (int i = first; i < smooth.length; i++) {
      lowest = smooth[i] < smooth[lowest] ? i : lowest;
    }
    return lowest;
  }

  /**
   * What it says.
   *
   * @throws TrainingException if it falls nowhere from the second fifth on
   */
  LearningRateSweep sweep() {
    int lowest = lowest();
    int steepest = -1;
    double slope = 0;
    for (int i = Math.max(first, 1); i < lowest; i++) {
      if (smooth[i + 1] - smooth[i - 1] < slope) {
        slope = smooth[i + 1] - smooth[i - 1];
        steepest = i;
      }
    }
    if (steepest < 0) {
      throw new TrainingException(
          "The loss falls at no learning rate from %s to %s, in %d steps: sweep over smaller rates, over more steps, or look at the data."
              .formatted(rates[0], rates[rates.length - 1], rates.length));
    }
    var points = new ArrayList<LearningRateSweep.Point>();
    for (int i = 0; i < rates.length; i++) {
      points.add(new LearningRateSweep.Point(rates[i], (float) means[i], smooth[i]));
    }
    return new LearningRateSweep(points, rates[steepest], isClear(lowest));
  }

  /**
   * Whether it falls by more than noise like that of the first fifth can make, in the mean of that
   * fifth and in the smoothed loss.
   */
  private boolean isClear(int lowest) {
    double mean = Arrays.stream(means, 0, first).average().orElse(0);
    double squares = Arrays.stream(means, 0, first).map(m -> (m - mean) * (m - mean)).sum();
    double smoothedSteps = 2 * Math.sqrt(Math.PI) * WIDTH * means.length;
    double variance = squares / Math.max(1, first - 1);
    double noise = Math.sqrt(variance / Math.max(1, first) + variance / Math.max(1, smoothedSteps));
    return mean - smooth[lowest] > CLEAR * noise;
  }
}

package org.tornadonn.train;

import java.util.List;

/**
 * What a {@link LearningRateFinder} saw.
 *
 * @param points one for each step, in the order of growing rates
 * @param suggestion the rate at which the loss fell most steeply
 * @param isClear whether it fell by more than its noise; if not, the suggestion is not to be used:
 *     larger batches, or more sweeps, tell more
 */
public record LearningRateSweep(List<Point> points, float suggestion, boolean isClear) {

  /**
   * One step, over all sweeps.
   *
   * @param rate its learning rate
   * @param loss the mean of the losses before its update, none counted as more than the loss at
   *     which the sweeps begin
   * @param smoothed the mean of that over the steps before and after
   */
  public record Point(float rate, float loss, double smoothed) {}

  /** Copies the list. */
  public LearningRateSweep {
    points = List.copyOf(points);
  }
}

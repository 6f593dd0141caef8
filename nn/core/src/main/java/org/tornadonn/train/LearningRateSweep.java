package org.tornadonn.train;

import java.util.List;

/**
 * What a {@link LearningRateFinder} saw.
 *
 * @param points in the order of growing rates, up to where the loss diverged
 * @param suggestion the rate at which the loss fell most steeply
 */
public record LearningRateSweep(List<Point> points, float suggestion) {

  /**
   * One step.
   *
   * @param rate its learning rate
   * @param loss before its update
   * @param smoothed the exponential mean of the losses up to here
   */
  public record Point(float rate, float loss, double smoothed) {}

  public LearningRateSweep {
    points = List.copyOf(points);
  }
}

package org.tornadonn.trace;

/**
 * A pass over the training rows.
 *
 * @param epoch counts from 1
 * @param loss the mean of its steps' losses, each taken before its update
 * @param accuracy the share of training rows that are right after the epoch, from 0 to 1
 * @param observation what the numbers say, compared with the epoch before
 */
public record Epoch(int epoch, double loss, double accuracy, String observation) {

  /**
   * The epoch that took most off the loss; of equal ones the first.
   *
   * @param start the loss before the first epoch
   * @param losses those of the epochs
   */
  static int steepest(double start, double... losses) {
    int steepest = 0;
    for (int i = 1; i < losses.length; i++) {
      double most = (steepest == 0 ? start : losses[steepest - 1]) - losses[steepest];
      steepest = losses[i - 1] - losses[i] > most ? i : steepest;
    }
    return steepest + 1;
  }
}

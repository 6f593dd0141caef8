package org.tornadonn.train;

/**
 * Reduces the learning rate when the {@link Goal} gets no better.
 *
 * @param factor what the rate is multiplied by, in (0, 1); PyTorch's default is 0.1
 * @param patience epochs without improvement that are let pass: the one after them reduces the
 *     rate; PyTorch's default is 10
 * @param threshold how much better counts as better; PyTorch's default is 1e-4
 * @param relative whether the threshold is a share of the best value so far, PyTorch's {@code rel},
 *     rather than a difference, {@code abs}
 * @param cooldown epochs after a reduction that do not count as without improvement
 * @param lowest the rate is not made smaller than this
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ReduceLROnPlateau.html">PyTorch,
 *     ReduceLROnPlateau</a>
 */
public record ReduceOnPlateau(
    double factor, int patience, double threshold, boolean relative, int cooldown, double lowest) {

  /** Smaller changes of the rate than this are left out, as in PyTorch. */
  private static final double EPSILON = 1e-8;

  /** Checks the numbers. */
  public ReduceOnPlateau {
    if (!(factor > 0 && factor < 1)) {
      throw new IllegalArgumentException(
          "The factor of a plateau must lie in (0, 1), not " + factor + ".");
    }
    if (patience < 0 || cooldown < 0) {
      throw new IllegalArgumentException(
          "Patience and cooldown of a plateau must be 0 or more, not %d and %d."
              .formatted(patience, cooldown));
    }
    if (!(threshold >= 0 && lowest >= 0)) {
      throw new IllegalArgumentException(
          "Threshold and lowest rate of a plateau must be 0 or more, not %s and %s."
              .formatted(threshold, lowest));
    }
  }

  /** With PyTorch's defaults: a tenth after 10 epochs that were no better by a share of 1e-4. */
  public ReduceOnPlateau() {
    this(0.1, 10, 1e-4, true, 0, 0);
  }

  /**
   * What it remembers between epochs.
   *
   * @param best the best value of the goal so far
   * @param stale epochs without improvement since then, or since the last reduction
   * @param cooldown epochs that still do not count
   * @param scale what the schedule's rate is multiplied by
   */
  public record State(double best, int stale, int cooldown, double scale) {

    static final State FIRST = new State(Double.NaN, 0, 0, 1);
  }

  /**
   * What it remembers after one more epoch.
   *
   * @param value of the goal, as {@code goal} gives it
   * @param base the optimizer's learning rate
   */
  State after(State before, double value, boolean higherIsBetter, float base) {
    boolean better = better(before.best, value, higherIsBetter);
    double best = better ? value : before.best;
    int stale = better ? 0 : before.stale + 1;
    int cooling = before.cooldown;
    if (cooling > 0) {
      cooling--;
      stale = 0;
    }
    if (stale <= patience) {
      return new State(best, stale, cooling, before.scale);
    }
    double rate = base * before.scale;
    double reduced = Math.max(rate * factor, lowest);
    return new State(best, 0, cooldown, rate - reduced > EPSILON ? reduced / base : before.scale);
  }

  private boolean better(double best, double value, boolean higherIsBetter) {
    if (Double.isNaN(best)) {
      return !Double.isNaN(value);
    }
    if (higherIsBetter) {
      return value > (relative ? best * (1 + threshold) : best + threshold);
    }
    return value < (relative ? best * (1 - threshold) : best - threshold);
  }
}

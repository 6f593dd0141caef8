package org.tornadonn.train;

/**
 * Stops a training when the {@link Goal} gets no better, and gives the model the weights of the
 * best epoch.
 *
 * @param patience epochs without improvement after which training stops, at least 1
 * @param minDelta how much better counts as better, 0 or more
 * @see <a
 *     href="https://lightning.ai/docs/pytorch/stable/api/lightning.pytorch.callbacks.EarlyStopping.html">The
 *     callback of this name in PyTorch Lightning</a>
 */
public record EarlyStopping(int patience, double minDelta) {

  /** Checks the numbers. */
  public EarlyStopping {
    if (patience < 1) {
      throw new IllegalArgumentException(
          "The patience must be at least 1 epoch, not " + patience + ".");
    }
    if (!(minDelta >= 0)) {
      throw new IllegalArgumentException("The min-delta must be 0 or more, not " + minDelta + ".");
    }
  }

  /**
   * What it remembers between epochs.
   *
   * @param best the value of the last improvement, as a number that should be small
   * @param stale epochs without improvement since then
   */
  public record State(double best, int stale) {

    static final State FIRST = new State(Double.NaN, 0);
  }

  /** What it remembers after one more epoch. */
  State after(State before, double value) {
    boolean better =
        Double.isNaN(before.best) ? !Double.isNaN(value) : value < before.best - minDelta;
    return better ? new State(value, 0) : new State(before.best, before.stale + 1);
  }
}

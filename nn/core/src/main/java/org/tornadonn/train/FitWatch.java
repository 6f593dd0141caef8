package org.tornadonn.train;

/** Is told how a fit goes, and may stop it: where it stops, it can go on later. */
public interface FitWatch {

  /** Looks away. */
  FitWatch NONE = new FitWatch() {};

  /**
   * Called after every step.
   *
   * @param progress where the fit stands
   * @param state where to go on from here
   * @return whether to go on; if not, the fit returns
   */
  default boolean step(FitProgress progress, FitState state) {
    return true;
  }

  /**
   * Called after every epoch.
   *
   * @param report what the epoch came to
   * @param state where to go on from here
   * @return whether to go on; if not, the fit returns
   */
  default boolean epoch(EpochReport report, FitState state) {
    return true;
  }
}

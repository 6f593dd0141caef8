package org.tornadonn.train;

/**
 * What a training step does beside forward, backward and the optimizer.
 *
 * @param clipping what happens to gradients that are too large; default {@link Clipping#none}
 * @param microBatches how many batches, run one after the other, make one step; default 1
 */
public record StepOptions(Clipping clipping, int microBatches) {

  public StepOptions {
    if (microBatches < 1) {
      throw new IllegalArgumentException(
          "A step needs at least 1 micro-batch, not " + microBatches + ".");
    }
  }

  /** No clipping, one batch a step. */
  public static StepOptions plain() {
    return new StepOptions(Clipping.none(), 1);
  }

  /** These options with another treatment of gradients that are too large. */
  public StepOptions clip(Clipping other) {
    return new StepOptions(other, microBatches);
  }

  /**
   * These options with several batches to a step: gradients are averaged over the samples of all of
   * them before the one update, so that a step is that of one large batch, in the memory of a small
   * one and of one more array of gradients. Each batch draws random masks of its own, and batch
   * norms normalise and count each by itself, as in PyTorch.
   */
  public StepOptions accumulate(int batches) {
    return new StepOptions(clipping, batches);
  }
}

package org.tornadonn.train;

/**
 * What a training step does beside forward, backward and the optimizer.
 *
 * @param clipping what happens to gradients that are too large; default {@link Clipping#none}
 * @param microBatches how many batches, run one after the other, make one step; default 1
 */
public record StepOptions(Clipping clipping, int microBatches) {

  /** Checks that there is a batch. */
  public StepOptions {
    if (microBatches < 1) {
      throw new IllegalArgumentException(
          "A step needs at least 1 micro-batch, not " + microBatches + ".");
    }
  }

  /** {@return no clipping, one batch a step} */
  public static StepOptions plain() {
    return new StepOptions(Clipping.none(), 1);
  }

  /**
   * {@return these options with another treatment of gradients that are too large}
   *
   * @param other what is done to them
   */
  public StepOptions clip(Clipping other) {
    return new StepOptions(other, microBatches);
  }

  /**
   * {@return these options with several batches to a step: gradients are averaged over the samples
   * of all of them before the one update, so that a step is that of one large batch, in the memory
   * of a small one and of one more array of gradients} Each batch draws random masks of its own,
   * and batch norms normalise and count each by itself, as in PyTorch.
   *
   * @param batches how many, at least 1
   */
  public StepOptions accumulate(int batches) {
    return new StepOptions(clipping, batches);
  }
}

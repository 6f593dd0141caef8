package org.tornadonn.train;

import org.tornadonn.layer.Values;
import org.tornadonn.plan.Value;

/**
 * A loss as operations on values. It sees a whole batch and gives numbers for each sample: their
 * first axis is that of the batch. The mean over a sample's numbers, and over the samples that are
 * in use, is taken behind it, so that it is right for a last batch that is not full.
 *
 * <p>Samples that are not in use are zeros. What a criterion makes of them counts nothing and gets
 * no gradient, NaN included; but one that looks from one sample to another sees them.
 */
@FunctionalInterface
public interface Criterion {

  /**
   * Records the loss of each sample.
   *
   * @param output what the model gives, {@code (n, …)}
   * @param target what is right, {@code (n, …)}
   * @return {@code (n)} or {@code (n, …)}
   */
  Value each(Value output, Value target);

  /** A loss of several outputs or targets. */
  @FunctionalInterface
  interface Of {

    /**
     * Records the loss of each sample.
     *
     * @param outputs what the model gives, {@code (n, …)} each
     * @param targets what is right, {@code (n, …)} each
     * @return {@code (n)} or {@code (n, …)}
     */
    Value each(Values outputs, Values targets);
  }
}

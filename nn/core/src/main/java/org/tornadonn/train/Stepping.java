package org.tornadonn.train;

import org.tornadonn.data.Dataset;

/** Where the steps of a fit are done: on the trainer's device, or by many machines. */
@FunctionalInterface
public interface Stepping {

  /** One batch after the other on the trainer's own device. */
  Stepping LOCAL = LocalSteps::new;

  /**
   * Begins an epoch.
   *
   * @param trainer what is trained
   * @param training the samples that it is trained on
   * @param seed decides the order of the samples, together with the epoch
   * @param epoch counts from 0
   * @param workers threads that read samples ahead
   * @return the steps, to be closed in the end
   */
  EpochSteps epoch(Trainer trainer, Dataset training, long seed, int epoch, int workers);
}

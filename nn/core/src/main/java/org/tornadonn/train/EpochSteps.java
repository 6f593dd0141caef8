package org.tornadonn.train;

import java.util.function.Supplier;
import org.tornadonn.data.Batch;

/** The steps of one epoch: each takes the next samples in the epoch's order. */
public interface EpochSteps extends AutoCloseable {

  /**
   * A step that was done.
   *
   * @param loss before the update, averaged over the samples that it does not leave out; 0 without
   *     any
   * @param count how many those are; a step without any updates nothing
   * @param batch reads them, for whoever asks why a loss is not finite
   */
  record Step(float loss, int count, Supplier<Batch> batch) {}

  /**
   * The number of steps of the whole epoch.
   *
   * @return with those that are left out
   */
  int count();

  /**
   * Leaves out the first steps, without reading their samples.
   *
   * @param steps how many, before any is done
   */
  void skip(int steps);

  /**
   * Whether there is one left.
   *
   * @return false at the end of the epoch
   */
  boolean hasNext();

  /**
   * Does the next one. A step whose loss is not finite updates nothing.
   *
   * @return what it came to
   */
  Step next();

  /** Frees what reads and computes. */
  @Override
  void close();
}

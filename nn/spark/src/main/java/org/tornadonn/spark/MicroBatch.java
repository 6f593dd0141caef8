package org.tornadonn.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Samples that one executor computes at a time.
 *
 * @param number which micro-batch of its step, from 0
 * @param epoch counts from 0; decides the augmentation
 * @param indices which samples
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record MicroBatch(int number, int epoch, int[] indices) implements Serializable {

  /** Cuts the samples of a step as a trainer does that accumulates: all full but the last. */
  static List<MicroBatch> cut(int[] samples, int batchSize, int epoch) {
    var all = new ArrayList<MicroBatch>();
    for (int from = 0; from < samples.length; from += batchSize) {
      int to = Math.min(samples.length, from + batchSize);
      all.add(new MicroBatch(all.size(), epoch, Arrays.copyOfRange(samples, from, to)));
    }
    return all;
  }
}

package org.tornadonn.peers;

import org.tornadonn.benchmarks.Library;
import org.tornadonn.benchmarks.Step;
import org.tornadonn.benchmarks.Work;

/**
 * PyTorch through DJL with its convolutions in channels_last: DJL has no such setting, but PyTorch
 * follows the weights' layout.
 */
public final class DjlChannelsLast implements Library {

  @Override
  public String name() {
    return "djl-channels-last";
  }

  @Override
  public Step open(Work work, int threads) {
    return DjlNetwork.open(work, threads, true);
  }
}

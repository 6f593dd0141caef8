package org.tornadonn.peers;

import org.tornadonn.benchmarks.Library;
import org.tornadonn.benchmarks.Step;
import org.tornadonn.benchmarks.Work;

/** PyTorch through DJL, with weights as DJL lays them out. */
public final class Djl implements Library {

  @Override
  public String name() {
    return "djl";
  }

  @Override
  public Step open(Work work, int threads) {
    return DjlNetwork.open(work, threads, false);
  }
}

package org.tornadonn.spark;

import java.util.HashSet;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.CollectionAccumulator;
import org.slf4j.Logger;

/** Says of a training's executors, once, which device each took, and which have no work. */
final class ExecutorWatch {

  private final JavaSparkContext spark;
  private final Logger logger;
  private final CollectionAccumulator<ExecutorPlace> places;
  private final Set<ExecutorPlace> seen = new HashSet<>();
  private boolean isWarned;

  ExecutorWatch(JavaSparkContext spark, Logger logger) {
    this.spark = spark;
    this.logger = logger;
    this.places = spark.sc().collectionAccumulator("executors");
  }

  /** Takes the place of every task, on its executor. */
  CollectionAccumulator<ExecutorPlace> places() {
    return places;
  }

  /** Names the executors that did something for the first time. */
  void devices() {
    places.value().stream()
        .distinct()
        .filter(seen::add)
        .map(ExecutorPlace::toString)
        .sorted()
        .forEach(logger::info);
    places.reset();
  }

  /**
   * Warns of executors without work.
   *
   * @param microBatches of a full step
   * @param together how many of them one task takes
   */
  void idle(int microBatches, int together) {
    if (!isWarned) {
      int executors = spark.sc().statusTracker().getExecutorInfos().length - 1; // and the driver
      IdleExecutors.warning(executors, microBatches, together).ifPresent(logger::warn);
      isWarned = executors > 1;
    }
  }
}

package org.tornadonn.spark;

import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns, once, in a training that leaves executors without work. */
final class IdleExecutors {

  private static final Logger LOGGER = LoggerFactory.getLogger(SparkTrainer.class);

  private boolean isSaid;

  /**
   * Looks at a step.
   *
   * @param microBatches of a full step
   * @param together how many of them one task takes
   */
  void look(JavaSparkContext spark, int microBatches, int together) {
    if (!isSaid) {
      int executors = count(spark);
      warning(executors, microBatches, together).ifPresent(LOGGER::warn);
      isSaid = executors > 1;
    }
  }

  /** Executors that have joined so far; 0 if the driver itself does the work. */
  static int count(JavaSparkContext spark) {
    return spark.sc().statusTracker().getExecutorInfos().length - 1;
  }

  static Optional<String> warning(int executors, int microBatches, int together) {
    int tasks = Math.ceilDiv(microBatches, together);
    if (tasks >= executors) {
      return Optional.empty();
    }
    return Optional.of(
        "There are %d executors, but a step has work for %d: accumulate %d micro-batches a step (--accumulate %d), or a multiple."
            .formatted(executors, tasks, executors * together, executors * together));
  }
}

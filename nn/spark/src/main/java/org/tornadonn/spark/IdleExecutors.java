package org.tornadonn.spark;

import java.util.Optional;

/** Executors for which a training has no work. */
final class IdleExecutors {

  private IdleExecutors() {}

  /**
   * Looks at a step.
   *
   * @param executors that have joined so far; 0 if the driver itself does the work
   * @param microBatches of a full step
   * @param together how many of them one task takes
   */
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

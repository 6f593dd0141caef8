package org.tornadonn.spark;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one thing of its kind that an executor's process keeps from task to task: built by the first
 * task of a job, freed when a task of another job comes.
 */
final class Resident<T> {

  private final Consumer<T> close;
  private String job = "";
  private @Nullable T held;

  /**
   * Holds nothing yet.
   *
   * @param close frees what was held
   */
  Resident(Consumer<T> close) {
    this.close = close;
  }

  /** What is held for a job. */
  synchronized T of(String id, Supplier<T> build) {
    var here = held;
    if (here == null || !job.equals(id)) {
      end();
      here = build.get();
      job = id;
      held = here;
    }
    return here;
  }

  /** Frees what is held. */
  synchronized void end() {
    var last = held;
    held = null;
    if (last != null) {
      close.accept(last);
    }
  }
}

package org.tornadonn.spark;

import org.tornadonn.data.DataException;
import org.tornadonn.device.DeviceException;
import org.tornadonn.exec.ExecutionException;
import org.tornadonn.store.ModelFileException;
import org.tornadonn.train.TrainingException;

/** What Spark says of a job that failed, in one line. */
final class SparkFailure {

  private SparkFailure() {}

  /**
   * The library's own exception if one of the executors threw it, else what Spark says.
   *
   * @param what failed: {@code step 3 of epoch 1}
   */
  static RuntimeException of(Exception failure, String what) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case DataException own -> {
          return own;
        }
        case DeviceException own -> {
          return own;
        }
        case ExecutionException own -> {
          return own;
        }
        case ModelFileException own -> {
          return own;
        }
        case TrainingException own -> {
          return own;
        }
        default -> {}
      }
    }
    var text = String.valueOf(failure.getMessage()).strip();
    var line = text.lines().findFirst().orElse(text);
    return new TrainingException(
        "Spark could not do %s: %s Look into the executors' logs.".formatted(what, line));
  }
}

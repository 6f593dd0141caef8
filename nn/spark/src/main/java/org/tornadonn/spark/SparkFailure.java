package org.tornadonn.spark;

import org.tornadonn.cluster.ClusterException;
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
    return new ClusterException(
        "Spark could not do %s: %s. Look into the executors' logs.".formatted(what, line(failure)),
        failure);
  }

  /** The same as it can go from an executor to any driver: with its trace, without its causes. */
  static ExecutionException travelling(ExecutionException failure) {
    var alone = new ExecutionException(String.valueOf(failure.getMessage()));
    alone.setStackTrace(failure.getStackTrace());
    return alone;
  }

  /** The first line of a message, without a full stop. */
  static String line(Exception failure) {
    var text = String.valueOf(failure.getMessage()).strip();
    var line = text.lines().findFirst().orElse(text);
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }
}

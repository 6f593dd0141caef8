package org.tornadonn.spark;

import java.io.Serializable;
import org.apache.spark.SparkEnv;
import org.tornadonn.device.Device;

/**
 * Which device an executor took.
 *
 * @param executor Spark's name of it, a number
 * @param host its machine
 * @param device name and hardware
 */
record ExecutorPlace(String executor, String host, String device) implements Serializable {

  /** That of this process. */
  static ExecutorPlace here(Device device) {
    var id = SparkEnv.get().blockManager().blockManagerId();
    return new ExecutorPlace(
        id.executorId(), id.host(), "%s: %s".formatted(device, device.description()));
  }

  @Override
  public String toString() {
    return "Executor %s on %s computes on %s".formatted(executor, host, device);
  }
}

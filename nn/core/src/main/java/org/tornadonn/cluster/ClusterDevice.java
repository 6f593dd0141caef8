package org.tornadonn.cluster;

/**
 * Which device each machine takes.
 *
 * @param name {@code jvm}, {@code opencl:0}, …; {@code auto} for what the machine's environment
 *     variable TORNADO_NN_DEVICE names, else its first GPU, else its JVM
 */
public record ClusterDevice(String name) {

  /** What each machine has. */
  public static final ClusterDevice AUTO = new ClusterDevice("auto");
}

package org.tornadonn.spark;

/**
 * A model of how synchronous training scales, from four numbers that {@link ScalingBenchmark}
 * measures.
 *
 * <p>A step is the computation of a micro-batch on every machine at the same time, then an
 * exchange; nothing of the exchange is hidden behind the computation. The exchange is
 *
 * <pre>job + weights / network + machines · gradients / min(network, driver)</pre>
 *
 * the fixed cost of a Spark job; the broadcast, in which machines pass on what they have, so that
 * it takes about as long for many as for one; and the gradients of all machines, which arrive at
 * the driver one after the other, as fast as its network or its own reading and adding allows.
 *
 * @param bytes of all gradients, and of all weights
 * @param samplesPerSecond what one machine computes, forward and backward
 * @param jobSeconds the fixed cost of a step
 * @param driverBytesPerSecond of gradients that the driver can read and add up
 */
public record Scaling(
    double bytes, double samplesPerSecond, double jobSeconds, double driverBytesPerSecond) {

  public Scaling {
    if (!(bytes > 0 && samplesPerSecond > 0 && jobSeconds >= 0 && driverBytesPerSecond > 0)) {
      throw new IllegalArgumentException(
          "Bytes and speeds must be above 0, and a job's seconds not below, not %s, %s, %s and %s."
              .formatted(bytes, samplesPerSecond, driverBytesPerSecond, jobSeconds));
    }
  }

  /**
   * Seconds of a step that are not computation.
   *
   * @param bitsPerSecond of each machine's network: 10e9 for 10 Gbit/s
   */
  public double exchangeSeconds(int machines, double bitsPerSecond) {
    double network = bitsPerSecond / 8;
    return jobSeconds
        + bytes / network
        + machines * bytes / Math.min(network, driverBytesPerSecond);
  }

  /**
   * The part of all machines' time that is computation: 1 is perfect.
   *
   * @param batch samples of a step on each machine
   */
  public double efficiency(int machines, double bitsPerSecond, double batch) {
    double computing = batch / samplesPerSecond;
    return computing / (computing + exchangeSeconds(machines, bitsPerSecond));
  }

  /**
   * Samples of a step on each machine from which on the exchange takes no more than a part of the
   * step.
   *
   * @param efficiency what is wanted, between 0 and 1: 0.95 leaves the exchange a twentieth
   */
  public double batch(int machines, double bitsPerSecond, double efficiency) {
    if (!(efficiency > 0 && efficiency < 1)) {
      throw new IllegalArgumentException(
          "An efficiency lies between 0 and 1, not at " + efficiency + ".");
    }
    return samplesPerSecond
        * exchangeSeconds(machines, bitsPerSecond)
        * efficiency
        / (1 - efficiency);
  }

  /** Samples per second of all machines together. */
  public double throughput(int machines, double bitsPerSecond, double batch) {
    return machines * samplesPerSecond * efficiency(machines, bitsPerSecond, batch);
  }
}

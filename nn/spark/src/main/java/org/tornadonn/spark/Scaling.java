package org.tornadonn.spark;

/**
 * A model of how synchronous training scales, from five numbers that {@link ScalingBenchmark}
 * measures.
 *
 * <p>A step is the computation of a micro-batch on every machine at the same time, then an
 * exchange; nothing of the exchange is hidden behind the computation. Where the driver adds up, an
 * exchange of {@code n} gradients is
 *
 * <pre>job + n · task + weights / network + n · gradients / speed</pre>
 *
 * the fixed cost of a Spark job; the driver's work for each task; the broadcast, in which machines
 * pass on what they have, so that it takes about as long for many as for one; and all gradients,
 * which arrive at the driver one after the other, as fast as its network or its own reading and
 * adding allows, whichever is slower. Where they are added up in {@code s} slices, it is
 *
 * <pre>2 · job + (n + s) · task + weights / network + n / s · gradients / speed + gradients / speed
 * </pre>
 *
 * two stages; what a machine reads and adds up, if it has one slice; and the sum, which the driver
 * reads.
 *
 * @param bytes of all gradients, and of all weights
 * @param samplesPerSecond what one machine computes, forward and backward
 * @param jobSeconds the fixed cost of a stage
 * @param taskSeconds what the driver needs for each task
 * @param bytesPerSecond of gradients that a machine can read and add up
 */
public record Scaling(
    double bytes,
    double samplesPerSecond,
    double jobSeconds,
    double taskSeconds,
    double bytesPerSecond) {

  public Scaling {
    if (!(bytes > 0
        && samplesPerSecond > 0
        && jobSeconds >= 0
        && taskSeconds >= 0
        && bytesPerSecond > 0)) {
      throw new IllegalArgumentException(
          "Bytes and speeds must be above 0, and seconds not below, not %s, %s, %s, %s and %s."
              .formatted(bytes, samplesPerSecond, bytesPerSecond, jobSeconds, taskSeconds));
    }
  }

  /**
   * Seconds of a step that are not computation, in the way that {@link SparkTrainer} takes.
   *
   * @param bitsPerSecond of each machine's network: 10e9 for 10 Gbit/s
   */
  public double exchangeSeconds(int machines, double bitsPerSecond) {
    return switch (Summation.of(machines, (long) bytes)) {
      case DRIVER -> driverSeconds(machines, bitsPerSecond);
      case SLICES -> slicesSeconds(machines, machines, bitsPerSecond);
    };
  }

  /** Seconds until a driver has the sum of some gradients. */
  double driverSeconds(int gradients, double bitsPerSecond) {
    return jobSeconds
        + gradients * taskSeconds
        + broadcast(bitsPerSecond)
        + gradients * reading(bitsPerSecond);
  }

  /** Seconds until a driver has the sum of some gradients that machines add up. */
  double slicesSeconds(int machines, int gradients, double bitsPerSecond) {
    int slices = Summation.slices(gradients);
    double ofOneMachine = (double) Math.ceilDiv(slices, machines) / slices * gradients;
    return 2 * jobSeconds
        + (gradients + slices) * taskSeconds
        + broadcast(bitsPerSecond)
        + (ofOneMachine + 1) * reading(bitsPerSecond);
  }

  private double broadcast(double bitsPerSecond) {
    return bytes / (bitsPerSecond / 8);
  }

  private double reading(double bitsPerSecond) {
    return bytes / Math.min(bitsPerSecond / 8, bytesPerSecond);
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

  /** The same with machines that compute faster or slower. */
  Scaling computing(double samples) {
    return new Scaling(bytes, samples, jobSeconds, taskSeconds, bytesPerSecond);
  }
}

package org.tornadonn.spark;

import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.OrientationModel;
import org.tornadonn.spark.ScalingMeasurement.Exchange;

/**
 * Measures what {@link Scaling} is made from, with the OrientationModel, and prints what was
 * measured beside what {@link Scaling} says of it, and what it says of larger clusters. {@code
 * docs/spark.md} shows the command.
 */
public final class ScalingBenchmark {

  private static final int MANY_TASKS = 64;
  private static final int[] GRADIENTS = {2, 4, 6, 8, 16};
  private static final int[] MACHINES = {8, 64, 512};
  private static final double[] NETWORKS = {10e9, 100e9};

  private final ScalingMeasurement measured;
  private final double network;
  private final Exchange[] exchanges;
  private final Scaling scaling;

  private ScalingBenchmark(ScalingMeasurement measured) {
    this.measured = measured;
    int machines = measured.machines();
    int batch = measured.batch();
    System.err.println("Measuring computation");
    var computations = measured.computations();
    this.exchanges =
        IntStream.of(GRADIENTS)
            .mapToObj(count -> exchange(measured, count))
            .toArray(Exchange[]::new);
    var jobs = measured.jobs(MANY_TASKS);
    double job = jobs[0];
    double task = Math.max(0, (jobs[1] - job) / (MANY_TASKS - machines));
    double bytes = 4.0 * measured.model().values().length;
    this.network = 8 * bytes / Math.max(1e-6, measured.broadcast() - job);
    int last = GRADIENTS.length - 1;
    double one =
        (exchanges[last].driver() - exchanges[0].driver()) / (GRADIENTS[last] - GRADIENTS[0])
            - task;
    System.out.printf(
        "%d machines compute %.2f samples/s together%n",
        machines, machines * batch / (computations[1] - job));
    this.scaling =
        new Scaling(
            bytes,
            batch / (computations[0] - job),
            Math.max(0, job - machines * task),
            task,
            bytes / Math.max(1e-6, one));
  }

  private static Exchange exchange(ScalingMeasurement measured, int gradients) {
    System.err.printf("Measuring an exchange of %d gradients%n", gradients);
    return measured.exchange(gradients);
  }

  /**
   * Measures, and prints.
   *
   * @param args the master, the most machines, the image size, the samples of a step on each
   *     machine
   */
  public static void main(String[] args) {
    if (args.length != 4) {
      System.err.println("ScalingBenchmark takes MASTER MACHINES IMAGE_SIZE BATCH.");
      System.exit(2);
    }
    Locale.setDefault(Locale.ROOT);
    int machines = Integer.parseInt(args[1]);
    int side = Integer.parseInt(args[2]);
    int batch = Integer.parseInt(args[3]);
    try (var _ = new SparkEngine().connect(args[0])) {
      var spark =
          JavaSparkContext.fromSparkContext(SparkSession.builder().getOrCreate().sparkContext());
      var model = new Model(OrientationModel.layers(), OrientationModel.input(side), 1);
      var benchmark = new ScalingBenchmark(new ScalingMeasurement(spark, model, machines, batch));
      benchmark.numbers();
      benchmark.exchanges();
      benchmark.steps();
      benchmark.clusters();
    }
  }

  private void numbers() {
    System.out.printf(
        "1 machine: %.2f samples/s; a stage: %.4f s, each task %.4f s; broadcast: %.0f MB/s; reading and adding: %.0f MB/s%n",
        scaling.samplesPerSecond(),
        scaling.jobSeconds(),
        scaling.taskSeconds(),
        network / 8e6,
        scaling.bytesPerSecond() / 1e6);
  }

  private void exchanges() {
    double megabytes = scaling.bytes() / 1e6;
    System.out.printf(
        "%nExchange of weights and gradients, %.1f MB each, in seconds:%n", megabytes);
    System.out.printf(
        "gradients     MB  by the driver (predicted)  in slices (predicted)  treeReduce%n");
    for (int i = 0; i < GRADIENTS.length; i++) {
      int count = GRADIENTS[i];
      System.out.printf(
          "%9d  %5.0f  %13.3f (%9.3f)  %9.3f (%9.3f)  %10.3f%n",
          count,
          (1 + count) * megabytes,
          exchanges[i].driver(),
          scaling.driverSeconds(count, network),
          exchanges[i].slices(),
          scaling.slicesSeconds(measured.machines(), count, network),
          exchanges[i].tree());
    }
    System.out.printf(
        "By barrier mode's allGather, a gradient on each machine: %.3f%n", measured.barrier());
  }

  private void steps() {
    int batch = measured.batch();
    System.out.printf("%nSteps of %d samples on each machine:%n", batch);
    System.out.printf("machines  seconds (predicted)  samples/s (predicted)%n");
    for (int count = 1; count <= measured.machines(); count++) {
      double step = measured.step(count);
      double predicted =
          batch / scaling.samplesPerSecond() + scaling.exchangeSeconds(count, network);
      System.out.printf(
          "%8d  %7.3f (%9.3f)  %9.2f (%9.2f)%n",
          count, step, predicted, count * batch / step, count * batch / predicted);
    }
  }

  private void clusters() {
    System.out.printf(
        "%nPredicted for machines that compute 10 and 100 samples/s, 64 of a step each:%n");
    System.out.printf("machines  Gbit/s  exchange  efficiency  samples a machine for 95%%%n");
    for (double bits : NETWORKS) {
      for (int count : MACHINES) {
        var slow = scaling.computing(10);
        var fast = scaling.computing(100);
        System.out.printf(
            "%8d  %6.0f  %6.2f s  %3.0f%%, %3.0f%%  %6.0f, %6.0f%n",
            count,
            bits / 1e9,
            scaling.exchangeSeconds(count, bits),
            100 * slow.efficiency(count, bits, 64),
            100 * fast.efficiency(count, bits, 64),
            slow.batch(count, bits, 0.95),
            fast.batch(count, bits, 0.95));
      }
    }
  }
}

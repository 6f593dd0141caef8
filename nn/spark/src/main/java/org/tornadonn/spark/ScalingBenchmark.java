package org.tornadonn.spark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.OrientationModel;
import org.tornadonn.train.Loss;
import org.tornadonn.train.Optimizer;
import org.tornadonn.train.Share;
import org.tornadonn.train.StepOptions;
import org.tornadonn.train.Trainer;
import org.tornadonn.train.TrainingState;

/**
 * Measures what {@link Scaling} is made from, with the OrientationModel: steps by 1, 2, … machines,
 * and exchanges of weights and gradients without computation. All numbers are the median of several
 * runs. {@code docs/spark.md} shows the command.
 */
public final class ScalingBenchmark {

  private static final int RUNS = 5;

  private ScalingBenchmark() {}

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
    int machines = Integer.parseInt(args[1]);
    int side = Integer.parseInt(args[2]);
    int batch = Integer.parseInt(args[3]);
    try (var _ = new SparkEngine().connect(args[0])) {
      var spark =
          JavaSparkContext.fromSparkContext(SparkSession.builder().getOrCreate().sparkContext());
      var model = new Model(OrientationModel.layers(), OrientationModel.input(side), 1);
      double bytes = 4.0 * model.values().length;
      System.out.printf(
          Locale.ROOT, "%.1f MB of gradients, %d samples a machine%n", bytes / 1e6, batch);
      for (int count = 1; count <= machines; count++) {
        double step = step(spark, model, count, batch);
        double exchange = exchange(spark, model, count);
        System.out.printf(
            Locale.ROOT,
            "%d machines: %.3f s a step, %.1f images/s; exchange alone: %.3f s, %.1f MB%n",
            count,
            step,
            count * batch / step,
            exchange,
            (1 + count) * bytes / 1e6);
      }
      System.out.printf(Locale.ROOT, "empty job: %.3f s%n", job(spark, machines));
    }
  }

  private static double step(JavaSparkContext spark, Model model, int machines, int batch) {
    var data = new NoisePictures((RUNS + 2) * machines * batch, model.input().size());
    var options = StepOptions.plain().accumulate(machines);
    try (var trainer =
            new Trainer(
                model,
                Loss.meanSquaredError(),
                Optimizer.adam(1e-4f),
                batch,
                Device.jvm(),
                TrainingState.first(model),
                options);
        var steps = new SparkTrainer(spark).epoch(trainer, data, 1, 0, 0)) {
      return median(steps::next);
    }
  }

  /** Weights go out, and arrays as long as the gradients come back and are added up. */
  private static double exchange(JavaSparkContext spark, Model model, int machines) {
    var parts = IntStream.range(0, machines).boxed().toList();
    return median(
        () -> {
          var sent =
              spark.broadcast(new Weights(0, 0, model.values(), model.stateValues(), List.of()));
          var sum = new float[model.values().length];
          for (var share : shares(spark, parts, sent)) {
            for (int i = 0; i < sum.length; i++) {
              sum[i] += share.gradients()[i];
            }
          }
          sent.destroy();
        });
  }

  private static List<Share> shares(
      JavaSparkContext spark, List<Integer> parts, Broadcast<Weights> sent) {
    return spark
        .parallelize(parts, parts.size())
        .map(_ -> new Share(1, 0, sent.value().values().clone(), new float[0]))
        .collect();
  }

  private static double job(JavaSparkContext spark, int machines) {
    var parts = IntStream.range(0, machines).boxed().toList();
    return median(() -> spark.parallelize(parts, machines).map(i -> i + 1).collect());
  }

  private static double median(Runnable task) {
    var seconds = new ArrayList<Double>();
    for (int i = 0; i < RUNS + 2; i++) {
      long start = System.nanoTime();
      task.run();
      if (i >= 2) {
        seconds.add((System.nanoTime() - start) / 1e9);
      }
    }
    Collections.sort(seconds);
    return seconds.get(RUNS / 2);
  }
}

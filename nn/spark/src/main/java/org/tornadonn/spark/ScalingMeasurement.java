package org.tornadonn.spark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.train.Loss;
import org.tornadonn.train.Optimizer;
import org.tornadonn.train.Share;
import org.tornadonn.train.StepOptions;
import org.tornadonn.train.Trainer;
import org.tornadonn.train.TrainingState;

/**
 * Times the parts of steps on a cluster, in seconds. Every number is the median of {@value #RUNS}
 * runs, after {@value #WARM} that do not count.
 */
record ScalingMeasurement(JavaSparkContext spark, Model model) {

  private static final int RUNS = 5;
  private static final int WARM = 2;

  /** A job that does nothing. */
  double job(int tasks) {
    var parts = IntStream.range(0, tasks).boxed().toList();
    return median(() -> spark.parallelize(parts, tasks).map(i -> i + 1).collect());
  }

  /** All weights, to as many machines. */
  double broadcast(int machines) {
    var parts = IntStream.range(0, machines).boxed().toList();
    return withWeights(sent -> spark.parallelize(parts, machines).map(length(sent)).collect());
  }

  private static Function<Integer, Integer> length(Broadcast<Weights> sent) {
    return _ -> sent.value().values().length;
  }

  /** Weights go out, and as many arrays of their size come back added up. */
  double exchange(int gradients, Summation way) {
    return withWeights(sent -> way.mean(batches(gradients, 0), copy(sent)));
  }

  /** The same by Spark's {@code treeReduce}, whose order of sums is left to chance. */
  double tree(int gradients) {
    return withWeights(
        sent ->
            batches(gradients, 0)
                .map(copy(sent))
                .treeReduce((one, other) -> Share.mean(List.of(one, other)), 2));
  }

  private static Function<MicroBatch, Share> copy(Broadcast<Weights> sent) {
    return _ -> new Share(1, 0, sent.value().values().clone(), new float[0]);
  }

  private JavaRDD<MicroBatch> batches(int count, int samples) {
    var indices = IntStream.range(0, count * samples).toArray();
    var batches =
        samples == 0
            ? IntStream.range(0, count).mapToObj(i -> new MicroBatch(i, 0, new int[0])).toList()
            : MicroBatch.cut(indices, samples, 0);
    return spark.parallelize(batches, count);
  }

  /** Forward and backward, without an exchange. */
  double computation(int machines, int batch) {
    try (var trainer = trainer(machines, batch)) {
      var data = new NoisePictures(machines * batch, model.input().size());
      var job = spark.broadcast(new SparkTrainer(spark).job(trainer, data));
      var sent = spark.broadcast(weights());
      var batches = batches(machines, batch);
      return median(() -> batches.map(loss(job, sent)).collect());
    }
  }

  private static Function<MicroBatch, Float> loss(
      Broadcast<TrainingJob> job, Broadcast<Weights> weights) {
    return batch -> Replica.run(job.value(), it -> it.gradients(weights.value(), batch)).loss();
  }

  /** Whole steps. */
  double step(int machines, int batch) {
    var data = new NoisePictures((RUNS + WARM) * machines * batch, model.input().size());
    try (var trainer = trainer(machines, batch);
        var steps = new SparkTrainer(spark).epoch(trainer, data, 1, 0, 0)) {
      return median(steps::next);
    }
  }

  private Trainer trainer(int machines, int batch) {
    return new Trainer(
        model,
        Loss.meanSquaredError(),
        Optimizer.adam(1e-4f),
        batch,
        Device.jvm(),
        TrainingState.first(model),
        StepOptions.plain().accumulate(machines));
  }

  private Weights weights() {
    return new Weights(0, 0, model.values(), model.stateValues(), List.of());
  }

  /** What is done with weights that were sent. */
  private interface Use {
    Object with(Broadcast<Weights> sent);
  }

  private double withWeights(Use use) {
    return median(
        () -> {
          var sent = spark.broadcast(weights());
          use.with(sent);
          sent.destroy();
        });
  }

  private static double median(Runnable task) {
    var seconds = new ArrayList<Double>();
    for (int i = 0; i < RUNS + WARM; i++) {
      long start = System.nanoTime();
      task.run();
      if (i >= WARM) {
        seconds.add((System.nanoTime() - start) / 1e9);
      }
    }
    Collections.sort(seconds);
    return seconds.get(RUNS / 2);
  }
}

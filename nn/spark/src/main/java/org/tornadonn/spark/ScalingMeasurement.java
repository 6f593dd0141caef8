package org.tornadonn.spark;

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

/**
 * Times the parts of steps on a cluster, in seconds: medians of some {@link Rounds}.
 *
 * @param machines executors that there are, of one core each
 * @param batch samples of a step on each of them
 */
record ScalingMeasurement(JavaSparkContext spark, Model model, int machines, int batch) {

  private static final int STEPS = 10_000;

  /**
   * What an exchange takes.
   *
   * @param driver where the driver adds up
   * @param slices where executors do
   * @param tree by Spark's {@code treeReduce}, whose order of sums is left to chance
   */
  record Exchange(double driver, double slices, double tree) {}

  /** Jobs that do nothing, of one task for each machine and of many tasks. */
  double[] jobs(int many) {
    return Rounds.medians(List.of(() -> job(machines), () -> job(many)));
  }

  private void job(int tasks) {
    var parts = IntStream.range(0, tasks).boxed().toList();
    spark.parallelize(parts, tasks).map(i -> i + 1).collect();
  }

  /** All weights, to all machines. */
  double broadcast() {
    var parts = IntStream.range(0, machines).boxed().toList();
    return Rounds.medians(
        List.of(
            withWeights(sent -> spark.parallelize(parts, machines).map(length(sent)).collect())))[
        0];
  }

  private static Function<Integer, Integer> length(Broadcast<Weights> sent) {
    return _ -> sent.value().values().length;
  }

  /** Weights go out, and as many arrays of their size come back added up. */
  Exchange exchange(int gradients) {
    var seconds =
        Rounds.medians(
            List.of(
                withWeights(sent -> Summation.DRIVER.mean(empty(gradients), copy(sent))),
                withWeights(sent -> Summation.SLICES.mean(empty(gradients), copy(sent))),
                withWeights(
                    sent ->
                        empty(gradients)
                            .map(copy(sent))
                            .treeReduce((one, other) -> Share.mean(List.of(one, other)), 2))));
    return new Exchange(seconds[0], seconds[1], seconds[2]);
  }

  /** The same by {@link BarrierExchange}, with a gradient on each machine. */
  double barrier() {
    return Rounds.medians(
        List.of(withWeights(sent -> BarrierExchange.mean(empty(machines), copy(sent)))))[0];
  }

  private static Function<MicroBatch, Share> copy(Broadcast<Weights> sent) {
    return _ -> new Share(1, 1, 1, 0, sent.value().values().clone(), new float[0]);
  }

  /** Micro-batches without samples, each in a partition of its own. */
  private JavaRDD<MicroBatch> empty(int count) {
    var all = IntStream.range(0, count).mapToObj(i -> new MicroBatch(i, 0, new int[0])).toList();
    return spark.parallelize(all, count);
  }

  /** Forward and backward without an exchange, on one machine, and on all of them. */
  double[] computations() {
    try (var trainer = trainer(machines)) {
      var data = new NoisePictures(machines * batch, model.input().size());
      var job = spark.broadcast(new SparkTrainer(spark).job(trainer, data));
      var sent = spark.broadcast(weights());
      // All first: it is what makes every executor compile its code.
      var seconds =
          Rounds.medians(
              List.of(() -> computation(machines, job, sent), () -> computation(1, job, sent)));
      return new double[] {seconds[1], seconds[0]};
    }
  }

  private void computation(int count, Broadcast<TrainingJob> job, Broadcast<Weights> weights) {
    var indices = IntStream.range(0, count * batch).toArray();
    spark.parallelize(MicroBatch.cut(indices, batch, 0), count).map(loss(job, weights)).collect();
  }

  private static Function<MicroBatch, Float> loss(
      Broadcast<TrainingJob> job, Broadcast<Weights> weights) {
    return batch -> Replica.run(job.value(), it -> it.gradients(weights.value(), batch)).loss();
  }

  /** Whole steps on some of the machines. */
  double step(int count) {
    var data = new NoisePictures(STEPS * count * batch, model.input().size());
    try (var trainer = trainer(count);
        var steps = new SparkTrainer(spark).silent().epoch(trainer, data, 1, 0, 0)) {
      return Rounds.medians(List.of(steps::next))[0];
    }
  }

  private Trainer trainer(int microBatches) {
    return new Trainer(
        model,
        Loss.meanSquaredError(),
        Optimizer.adam(1e-4f),
        batch,
        Device.jvm(),
        StepOptions.plain().accumulate(microBatches));
  }

  private Weights weights() {
    return new Weights(0, 0, model.values(), model.stateValues(), List.of());
  }

  /** What is done with weights that were sent. */
  private interface Use {
    Object with(Broadcast<Weights> sent);
  }

  private Runnable withWeights(Use use) {
    return () -> {
      var sent = spark.broadcast(weights());
      use.with(sent);
      sent.destroy();
    };
  }
}

package org.tornadonn.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.CollectionAccumulator;
import org.jspecify.annotations.Nullable;
import org.tornadonn.data.Batches;
import org.tornadonn.data.Dataset;
import org.tornadonn.train.EpochSteps;
import org.tornadonn.train.Share;
import org.tornadonn.train.Trainer;
import org.tornadonn.train.TrainingException;

/** The steps of one epoch on a cluster: a Spark job each. */
final class SparkSteps implements EpochSteps {

  private final JavaSparkContext spark;
  private final Broadcast<TrainingJob> job;
  private final Trainer trainer;
  private final Dataset training;
  private final int epoch;
  private final int[] order;
  private final int localSteps;
  private final @Nullable Summation summation;
  private final ExecutorWatch watch;
  private int step;

  SparkSteps(
      JavaSparkContext spark,
      Broadcast<TrainingJob> job,
      Trainer trainer,
      Dataset training,
      long seed,
      int epoch,
      int localSteps,
      @Nullable Summation summation,
      ExecutorWatch watch) {
    this.spark = spark;
    this.job = job;
    this.trainer = trainer;
    this.training = training;
    this.epoch = epoch;
    this.order = Batches.order(training.size(), seed, epoch);
    this.localSteps = localSteps;
    this.summation = summation;
    this.watch = watch;
  }

  @Override
  public int count() {
    return Math.ceilDiv(order.length, trainer.stepSize());
  }

  @Override
  public void skip(int steps) {
    step = steps;
  }

  @Override
  public boolean hasNext() {
    return step < count();
  }

  @Override
  public Step next() {
    int from = step * trainer.stepSize();
    int to = Math.min(order.length, from + trainer.stepSize());
    var samples = Arrays.copyOfRange(order, from, to);
    var batches = MicroBatch.cut(samples, trainer.batchSize(), epoch);
    var done = localSteps == 0 ? together(batches) : apart(batches);
    watch.devices();
    if (step == 0) { // executors may join until then
      watch.idle(trainer.options().microBatches(), Math.max(1, localSteps));
    }
    step++;
    return new Step(done.loss(), done.count(), () -> Batches.read(training, samples, epoch, 2));
  }

  /**
   * What a step came to.
   *
   * @param count the samples that the loss does not leave out
   */
  private record Done(float loss, int count) {

    /** All are left out. */
    static final Done NOTHING = new Done(0, 0);
  }

  private Done together(List<MicroBatch> batches) {
    var now = trainer.weights();
    var weights =
        new Weights(trainer.steps(), trainer.seed(), now.values(), now.stateValues(), List.of());
    var way =
        summation != null
            ? summation
            : Summation.of(batches.size(), (long) Float.BYTES * now.values().length);
    var share =
        on(
            batches,
            weights,
            (parts, job, sent) -> way.mean(parts, gradients(job, sent, watch.places())));
    return share.counted() == 0 ? Done.NOTHING : new Done(trainer.step(share), share.counted());
  }

  /** The step of one executor, in a static method: what it captures travels. */
  private static Function<MicroBatch, Share> gradients(
      Broadcast<TrainingJob> job,
      Broadcast<Weights> weights,
      CollectionAccumulator<ExecutorPlace> places) {
    return batch ->
        Replica.run(
            job.value(),
            it -> {
              places.add(it.place());
              return it.gradients(weights.value(), batch);
            });
  }

  private Done apart(List<MicroBatch> batches) {
    var parts = new ArrayList<MicroBatch[]>();
    for (int from = 0; from < batches.size(); from += localSteps) {
      int to = Math.min(batches.size(), from + localSteps);
      parts.add(batches.subList(from, to).toArray(MicroBatch[]::new));
    }
    var before = Weights.of(trainer);
    float rate = trainer.learningRate();
    var strides =
        on(
            parts,
            before,
            (rdd, job, sent) -> rdd.map(stride(job, sent, rate, watch.places())).collect());
    int count = strides.stream().mapToInt(Stride::count).sum();
    if (count == 0) {
      return Done.NOTHING;
    }
    float loss = Stride.loss(strides);
    if (!Float.isFinite(loss)) {
      throw new TrainingException(
          "The loss became %s in round %d of epoch %d, within local steps on an executor: use a lower learning rate."
              .formatted(loss, step + 1, epoch + 1));
    }
    trainer.restore(Stride.average(strides, before.seed()).state(trainer.model()));
    return new Done(loss, count);
  }

  private static Function<MicroBatch[], Stride> stride(
      Broadcast<TrainingJob> job,
      Broadcast<Weights> weights,
      float rate,
      CollectionAccumulator<ExecutorPlace> places) {
    return batches ->
        Replica.run(
            job.value(),
            it -> {
              places.add(it.place());
              return it.steps(weights.value().of(batches[0]), rate, batches);
            });
  }

  /** A job with a task for each part. */
  private interface Work<T, R> {
    R run(JavaRDD<T> parts, Broadcast<TrainingJob> job, Broadcast<Weights> weights);
  }

  private <T, R> R on(List<T> parts, Weights weights, Work<T, R> work) {
    var sent = spark.broadcast(weights);
    try {
      return work.run(spark.parallelize(parts, parts.size()), job, sent);
    } catch (Exception e) {
      throw SparkFailure.of(e, "step %d of epoch %d".formatted(step + 1, epoch + 1));
    } finally {
      sent.destroy();
    }
  }

  @Override
  public void close() {
    job.destroy();
  }
}

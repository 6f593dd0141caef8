package org.tornadonn.spark;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tornadonn.data.Batches;
import org.tornadonn.data.Dataset;
import org.tornadonn.device.Device;
import org.tornadonn.exec.ExecutionException;
import org.tornadonn.layer.Model;
import org.tornadonn.train.CheckedDataset;
import org.tornadonn.train.GradientWorker;
import org.tornadonn.train.Loss;
import org.tornadonn.train.Share;
import org.tornadonn.train.StepOptions;
import org.tornadonn.train.Trainer;

/**
 * The one model that an executor's process has on its device. It is built when the process gets its
 * first task of a training, and kept for the tasks that follow; tasks that share a process take
 * turns. Nothing that a task leaves behind changes what the next one computes.
 */
final class Replica implements AutoCloseable {

  private static final Resident<Replica> HERE = new Resident<>(Replica::close);

  private final TrainingJob job;
  private final Model model;
  private final Loss loss;
  private final Dataset data;
  private final Device device;
  private @Nullable GradientWorker worker;
  private @Nullable Trainer trainer;

  private Replica(TrainingJob job) {
    this.job = job;
    this.model = job.model().open().model();
    this.loss = job.loss().loss();
    this.data = new CheckedDataset(job.data().open(), loss, model);
    this.device = ExecutorDevice.choose(job.device());
  }

  /**
   * Runs something on this process's replica for a training.
   *
   * @throws ExecutionException if the device cannot; without a cause, for a driver without
   *     TornadoVM knows none of its classes
   */
  static <T> T run(TrainingJob job, Function<Replica, T> task) {
    try {
      synchronized (HERE) {
        return task.apply(HERE.of(job.id(), () -> new Replica(job)));
      }
    } catch (ExecutionException e) {
      throw SparkFailure.travelling(e);
    }
  }

  /** Frees the device of this process. */
  static void end() {
    HERE.end();
  }

  /** Where it is. */
  ExecutorPlace place() {
    return ExecutorPlace.here(device);
  }

  /** The gradients of a micro-batch. */
  Share gradients(Weights weights, MicroBatch batch) {
    if (worker == null) {
      worker = new GradientWorker(model, loss, job.batchSize(), device);
    }
    worker.load(weights.values(), weights.states());
    var samples = Batches.read(data, batch.indices(), batch.epoch(), cores());
    return worker.gradients(samples, weights.seed(), weights.steps() + 1, batch.number());
  }

  /** Some steps of its own. */
  Stride steps(Weights weights, float learningRate, MicroBatch[] batches) {
    var from = weights.state(model);
    if (trainer == null) {
      var step = StepOptions.plain().clip(job.clipping());
      trainer = new Trainer(model, loss, job.optimizer(), job.batchSize(), device, from, step);
    } else {
      trainer.restore(from);
    }
    trainer.learningRate(learningRate);
    int count = 0;
    double sum = 0;
    for (var batch : batches) {
      var samples = Batches.read(data, batch.indices(), batch.epoch(), cores());
      int counted = loss.counted(samples.y(), 0, samples.count(), model.outputs());
      if (counted > 0) {
        sum += (double) trainer.step(samples.x(), samples.y(), samples.count()) * counted;
        count += counted;
      }
    }
    return new Stride(count, (float) (sum / Math.max(1, count)), Weights.of(trainer));
  }

  private static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  @Override
  public void close() {
    if (worker != null) {
      worker.close();
    }
    if (trainer != null) {
      trainer.close();
    }
  }
}

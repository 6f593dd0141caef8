package org.tornadonn.train;

import java.util.List;
import org.tornadonn.device.Device;
import org.tornadonn.exec.Timing;
import org.tornadonn.layer.Model;

/**
 * How fast a device runs a step of a model: as a whole, and each call by itself.
 *
 * @param kind {@code training} or {@code prediction}
 * @param batchSize samples of the step
 * @param samplesPerSecond samples of the fastest of several steps, with all transfers
 * @param timings the calls, without transfers; each in a program of its own, again and again, so
 *     that caches may hold more of what it reads than they do within the step
 */
public record Benchmark(String kind, int batchSize, double samplesPerSecond, List<Timing> timings) {

  /** Lists the calls once and for all. */
  public Benchmark {
    timings = List.copyOf(timings);
  }

  /**
   * Measures a training step: forward, loss, backward, update.
   *
   * @param model stays as it is
   * @param loss what the step makes small
   * @param optimizer how it does so
   * @param batchSize samples of a step, at least 1
   * @param device where it runs
   * @return the whole step, and its calls
   * @throws org.tornadonn.exec.ExecutionException if the device cannot run the model
   */
  public static Benchmark training(
      Model model, Loss loss, Optimizer optimizer, int batchSize, Device device) {
    var x = MeasuredStep.inputs(model, batchSize);
    var y = MeasuredStep.targets(loss, model, batchSize);
    try (var trainer =
        new Trainer(MeasuredStep.untrained(model), loss, optimizer, batchSize, device)) {
      double seconds = MeasuredStep.fastest(() -> trainer.step(x, y, batchSize), System::nanoTime);
      return new Benchmark("training", batchSize, batchSize / seconds, trainer.timings());
    }
  }

  /**
   * Measures the prediction of one batch.
   *
   * @param model stays as it is
   * @param batchSize samples of a batch, at least 1
   * @param device where it runs
   * @return the whole prediction, and its calls
   * @throws org.tornadonn.exec.ExecutionException if the device cannot run the model
   */
  public static Benchmark prediction(Model model, int batchSize, Device device) {
    var x = MeasuredStep.inputs(model, batchSize);
    try (var predictor = new Predictor(model, batchSize, device)) {
      double seconds =
          MeasuredStep.fastest(() -> predictor.predict(x, batchSize), System::nanoTime);
      return new Benchmark("prediction", batchSize, batchSize / seconds, predictor.timings());
    }
  }

  /**
   * The floating-point operations of the whole step.
   *
   * @return those of its calls, as their definitions have them
   */
  public long flops() {
    return timings.stream().mapToLong(timing -> timing.placement().flops()).sum();
  }
}

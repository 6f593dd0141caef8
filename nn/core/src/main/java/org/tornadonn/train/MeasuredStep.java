package org.tornadonn.train;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.tornadonn.device.Device;
import org.tornadonn.heap.Heap;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Plan;

/**
 * A step of a model, to be measured on devices: whether a GPU beats the JVM depends on the model
 * and the batch. Measuring takes seconds, and the memory of a training or a predictor until it is
 * over; the model is not changed.
 *
 * @param kind {@code training} or {@code prediction}
 * @param samples what its speed counts: {@code images} or {@code rows}
 * @param shape a digest of the calls that it runs, with their shapes: the same for models that
 *     differ only in their weights
 * @param speed samples a second on a device; throws {@link org.tornadonn.exec.ExecutionException}
 *     if the device cannot run the model
 */
public record MeasuredStep(
    String kind, String samples, String shape, ToDoubleFunction<Device> speed) {

  /** Steps are repeated until they have not become faster for so long, in nanoseconds. */
  private static final long PATIENCE = 2_000_000_000L;

  /** Steps after the first one are repeated for so long at most, in nanoseconds. */
  private static final long LIMIT = 10_000_000_000L;

  /**
   * {@return a training step: forward, loss, backward, update}
   *
   * @param model stays as it is
   * @param loss what the step makes small
   * @param optimizer how it does so
   * @param batchSize samples of a step, at least 1
   */
  public static MeasuredStep training(Model model, Loss loss, Optimizer optimizer, int batchSize) {
    var plans = TrainingPlans.of(model, loss, optimizer, batchSize).plans();
    return new MeasuredStep(
        "training",
        model.samples(),
        digest(plans),
        device -> {
          var x = inputs(model, batchSize);
          var y = targets(loss, model, batchSize);
          try (var trainer = new Trainer(untrained(model), loss, optimizer, batchSize, device)) {
            return batchSize / fastest(() -> trainer.step(x, y, batchSize), System::nanoTime);
          }
        });
  }

  /**
   * {@return the prediction of one batch}
   *
   * @param model stays as it is
   * @param batchSize samples of a step, at least 1
   */
  public static MeasuredStep prediction(Model model, int batchSize) {
    return new MeasuredStep(
        "prediction",
        model.samples(),
        digest(List.of(PredictionPlan.of(model, batchSize).plan())),
        device -> {
          var x = inputs(model, batchSize);
          try (var predictor = new Predictor(model, batchSize, device)) {
            return batchSize / fastest(() -> predictor.predict(x, batchSize), System::nanoTime);
          }
        });
  }

  /**
   * Measures both, one after the other, and returns the faster one.
   *
   * @param one a device, which wins if both are as fast
   * @param other another
   * @return the faster one
   */
  public Device faster(Device one, Device other) {
    return speed.applyAsDouble(other) > speed.applyAsDouble(one) ? other : one;
  }

  /**
   * Seconds of the fastest of some steps. The first one does not count: in it the JVM interprets
   * what it compiles for the next ones, which may take a hundred times as long.
   */
  static double fastest(Runnable step, LongSupplier nanoTime) {
    step.run();
    long begin = nanoTime.getAsLong();
    long now = begin;
    long improved = begin;
    long fastest = Long.MAX_VALUE;
    do {
      long start = now;
      step.run();
      now = nanoTime.getAsLong();
      if (now - start < 0.9 * fastest) {
        improved = now;
      }
      fastest = Math.min(fastest, now - start);
    } while (now - improved < PATIENCE && now - begin < LIMIT);
    return Math.max(fastest, 1) / 1e9;
  }

  /** A model of the same layers, with the same ones frozen, which may be trained for nothing. */
  static Model untrained(Model model) {
    var copy = new Model(model.layer(), model.inputs(), 0);
    model.frozen().forEach(copy::freeze);
    return copy;
  }

  /** A batch of targets that any loss takes: 0, or 1 where it leaves out 0. */
  static float[] targets(Loss loss, Model model, int batchSize) {
    var y = numbers(batchSize, loss.targets(model.outputs()).size());
    Arrays.fill(y, loss.counts(y, 0, model.outputs()) ? 0 : 1);
    return y;
  }

  /** A batch of numbers between 0 and 1. */
  static float[] inputs(Model model, int batchSize) {
    var x = numbers(batchSize, model.input().size());
    for (int i = 0; i < x.length; i++) {
      x[i] = i * 37 % 101 / 101f;
    }
    return x;
  }

  /** A batch of zeros. */
  static float[] numbers(int batchSize, int length) {
    return Heap.floats((long) batchSize * length, () -> "A batch of " + batchSize);
  }

  private static String digest(List<Plan> plans) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var plan : plans) {
        for (var call : plan.calls()) {
          var line = new StringBuilder(call + " " + call.flops());
          for (var slice : call.slices()) {
            line.append(' ').append(slice.shape()).append('@').append(slice.offset());
          }
          digest.update(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  /** What is measured. */
  @Override
  public String toString() {
    return "%s in %s a second".formatted(kind, samples);
  }
}

package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.tornadonn.exec.Executor;
import org.tornadonn.exec.Placement.Version;
import org.tornadonn.exec.jvm.JvmExecutor;
import org.tornadonn.op.activation.ReLU;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.loss.CrossEntropy;
import org.tornadonn.op.pooling.MaxPool2d;
import org.tornadonn.op.shape.Flatten;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * Fifty steps of training on a device and on the portable loops. The first losses are compared one
 * by one; after that trajectories are chaotic, and what training came to is compared.
 */
class TrainingCurveTest {

  static final List<DeviceUnderTest> DEVICES = DevicesUnderTest.get().present();

  private static final int STEPS = 50;
  private static final int SEEDS = 3;
  private static final int BATCH = 16;
  private static final int SIZE = 8;

  /** Which side of a noisy picture is brighter. */
  private record Task(GraphCase c, Value x, Value t) {

    static Task of() {
      var g = new ValuedGraph();
      var x = g.constant("x", Shape.of(BATCH, 1, SIZE, SIZE), new float[BATCH * SIZE * SIZE]);
      var v = g.apply("relu", new ReLU(), g.conv2d("conv", x, 8, Window.square(3, 1, 1)));
      v = g.apply("pool", new MaxPool2d(Window.square(2, 2, 0)), v);
      v = g.apply("fc.1", new ReLU(), g.linear("fc.0", g.apply("flatten", new Flatten(), v), 16));
      v = g.linear("fc.2", v, 2);
      var t = g.constant("t", Shape.of(BATCH), new float[BATCH]);
      var loss = g.apply("loss", new CrossEntropy(), v, t, g.control("fill", BATCH));
      return new Task(g.losing("which side is brighter", v, loss), x, t);
    }
  }

  /** The losses of a training. */
  private static double[] train(Training training, Task task, int seed) {
    var losses = new double[STEPS];
    training.restart();
    for (int step = 0; step < STEPS; step++) {
      var x = Numbers.of(1000 * seed + step, BATCH * SIZE * SIZE);
      var t = new float[BATCH];
      for (int i = 0; i < x.length; i++) {
        int sample = i / (SIZE * SIZE);
        t[sample] = Numbers.at(2000 * seed + step, sample) > 0 ? 1 : 0;
        boolean right = i % SIZE >= SIZE / 2;
        x[i] += right == t[sample] > 0 ? 0.5f : 0;
      }
      training.put(task.x(), x);
      training.put(task.t(), t);
      losses[step] = training.gradients()[0];
      training.update();
    }
    return losses;
  }

  /** The losses of a training for each seed, compiled once. */
  private static List<double[]> train(Executor executor) {
    var task = Task.of();
    try (var training = new Training(executor, task.c())) {
      return IntStream.rangeClosed(1, SEEDS).mapToObj(seed -> train(training, task, seed)).toList();
    }
  }

  /** The mean loss of the last ten steps. */
  private static double end(double[] losses) {
    double sum = 0;
    for (int step = STEPS - 10; step < STEPS; step++) {
      sum += losses[step] / 10;
    }
    return sum;
  }

  @ParameterizedTest
  @FieldSource("DEVICES")
  void comesToTheSame(DeviceUnderTest device) {
    double portableEnd = 0;
    double deviceEnd = 0;
    double first = 0;
    List<double[]> rights;
    try (var portable = new JvmExecutor(2, Version.PORTABLE)) {
      rights = train(portable);
    }
    var trained = train(device.executor());
    for (int seed = 0; seed < SEEDS; seed++) {
      var right = rights.get(seed);
      var losses = trained.get(seed);
      for (int step = 0; step < 10; step++) {
        var tolerance = step < 5 ? Tolerances.FIVE_LOSSES : Tolerances.TEN_LOSSES;
        tolerance.check(
            "loss of step " + (step + 1),
            new double[] {right[step]},
            new float[] {(float) losses[step]});
      }
      portableEnd += end(right) / SEEDS;
      deviceEnd += end(losses) / SEEDS;
      first += right[0] / SEEDS;
    }
    assertTrue(
        deviceEnd < first / 2,
        "training halves the loss: %.3f, then %.3f".formatted(first, deviceEnd));
    double apart = Math.abs(deviceEnd - portableEnd) / portableEnd;
    assertTrue(
        apart <= Tolerances.FINAL_LOSS,
        "mean loss at the end %.4f, portable %.4f".formatted(deviceEnd, portableEnd));
  }
}

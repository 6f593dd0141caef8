package org.tornadonn.cli.machine;

import static org.tornadonn.layer.Layers.linear;

import java.util.Locale;
import java.util.Random;
import org.tornadonn.device.Device;
import org.tornadonn.exec.ExecutionException;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.Predictor;

/**
 * How a device did with one small plan: a linear layer, compared with double precision on the JVM.
 *
 * @param device its name
 * @param status {@code ok}, {@code failed}, or {@code skipped}
 * @param result what happened, in words
 */
record SelfTest(String device, String status, String result) {

  private static final int IN = 207;
  private static final int OUT = 13;
  private static final int SAMPLES = 7;

  /** Inputs and weights are at most 1, so sums of 207 products differ by less than this. */
  private static final double TOLERANCE = 1e-4;

  /** Runs the plan; a device that throws has failed. */
  static SelfTest of(Device device) {
    var model = new Model(linear(IN, OUT), Shape.of(IN), 1);
    var x = new float[SAMPLES * IN];
    var random = new Random(2);
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextFloat() * 2 - 1;
    }
    long start = System.nanoTime();
    try (var predictor = new Predictor(model, SAMPLES, device)) {
      var y = predictor.predict(x, SAMPLES);
      return judge(device, difference(model, x, y), (System.nanoTime() - start) / 1e9);
    } catch (ExecutionException e) {
      return new SelfTest(device.name(), "failed", String.valueOf(e.getMessage()));
    }
  }

  /** An FPGA is not tested unless it is asked for: its compilation can take hours. */
  static SelfTest skipped(Device device) {
    return new SelfTest(
        device.name(),
        "skipped",
        "compiling for it can take hours; to test it: doctor --device " + device.name());
  }

  private static SelfTest judge(Device device, double difference, double seconds) {
    boolean right = difference <= TOLERANCE; // NaN is not
    return new SelfTest(
        device.name(),
        right ? "ok" : "failed",
        String.format(
            Locale.ROOT,
            right
                ? "differs from the JVM's double precision by %.1e at most, %.2f s"
                : "wrong numbers: differs from the JVM's double precision by %.1e, %.2f s. Another driver, or another device, is the way out",
            difference,
            seconds));
  }

  private static double difference(Model model, float[] x, float[] y) {
    var values = model.values();
    double largest = 0;
    for (int n = 0; n < SAMPLES; n++) {
      for (int o = 0; o < OUT; o++) {
        double sum = values[OUT * IN + o];
        for (int i = 0; i < IN; i++) {
          sum += (double) values[o * IN + i] * x[n * IN + i];
        }
        double difference = Math.abs(sum - y[n * OUT + o]);
        largest = difference <= largest ? largest : difference; // keeps NaN
      }
    }
    return largest;
  }
}

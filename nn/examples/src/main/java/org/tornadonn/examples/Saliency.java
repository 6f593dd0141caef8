package org.tornadonn.examples;

import static org.tornadonn.layer.Layers.*;

import java.util.Random;
import org.tornadonn.data.Batch;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.*;

/** Which pixels decide? The gradient of a score with respect to the picture shows it. */
public final class Saliency {

  /** Noise, whose last two rows are brighter in pictures of class 1. */
  private static Batch pictures(int n, Random random) {
    float[] x = new float[n * 64], y = new float[n];
    for (int i = 0; i < n; i++) {
      y[i] = random.nextInt(2);
      for (int p = 0; p < 64; p++) {
        x[64 * i + p] = (float) random.nextGaussian() + (p >= 48 ? 0.7f * y[i] : 0);
      }
    }
    return new Batch(x, y, n);
  }

  public static void main(String... args) {
    var device = Device.of(args.length > 0 ? args[0] : "jvm");
    var random = new Random(1);
    var layers =
        sequential(
            conv2d(1, 8, 3).padding(1),
            relu(),
            conv2d(8, 8, 3).padding(1),
            relu(),
            flatten(),
            linear(512, 2));
    var model = new Model(layers, Shape.of(1, 8, 8), 1);
    try (var trainer = new Trainer(model, Loss.crossEntropy(), Optimizer.adam(3e-3f), 32, device)) {
      for (int step = 0; step < 200; step++) {
        trainer.step(pictures(32, random));
      }
    }
    try (var gradient = new InputGradient(model, y -> F.select(y.only(), 1, 1), 100, device)) {
      float[] slopes = gradient.of(pictures(100, random).x(), 100);
      double all = 0, deciding = 0;
      for (int i = 0; i < slopes.length; i++) {
        all += Math.abs(slopes[i]);
        deciding += i % 64 >= 48 ? Math.abs(slopes[i]) : 0;
      }
      System.out.printf("share %.3f of all slopes is in rows that decide%n", deciding / all);
    }
  }
}

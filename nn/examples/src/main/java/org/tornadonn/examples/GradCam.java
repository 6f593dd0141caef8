package org.tornadonn.examples;

import static org.tornadonn.layer.Layers.*;

import java.util.Random;
import org.tornadonn.data.Batch;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.*;

/** Where does a network look? Grad-CAM weighs what a layer gives by the gradients of that. */
public final class GradCam {

  /** Noise, in which pictures of class 1 have a brighter square of 4 × 4 pixels at a corner. */
  private static Batch pictures(int n, int corner, Random random) {
    float[] x = new float[n * 256], y = new float[n];
    int from = corner == 0 ? 2 : 10;
    for (int i = 0; i < n; i++) {
      y[i] = corner < 0 ? random.nextInt(2) : 1;
      int at = corner < 0 && random.nextBoolean() ? 2 : from;
      for (int p = 0; p < 256; p++) {
        boolean bright = p / 16 >= at && p / 16 < at + 4 && p % 16 >= at && p % 16 < at + 4;
        x[256 * i + p] = (float) random.nextGaussian() + (bright ? 2 * y[i] : 0);
      }
    }
    return new Batch(x, y, n);
  }

  public static void main(String... args) {
    var device = Device.of(args.length > 0 ? args[0] : "jvm");
    var random = new Random(1);
    var body =
        named("body", conv2d(1, 8, 3).padding(1), relu(), maxPool2d(2), conv2d(8, 8, 3), relu());
    var layers = sequential(body, adaptiveAvgPool2d(1), flatten(), linear(8, 2));
    var model = new Model(layers, Shape.of(1, 16, 16), 1);
    try (var trainer = new Trainer(model, Loss.crossEntropy(), Optimizer.adam(1e-2f), 32, device)) {
      for (int step = 0; step < 200; step++) {
        trainer.step(pictures(32, -1, random));
      }
    }
    try (var gradient =
        new InputGradient(model, y -> F.select(y.only(), 1, 1), 50, device, "body")) {
      gradient.of(pictures(50, 0, random).x(), 50);
      float[] a = gradient.activations().get("body").values();
      float[] da = gradient.activationGradients().get("body").values();
      double all = 0, there = 0;
      for (int i = 0; i < 50; i++) {
        var map = new double[36];
        for (int c = 8 * i; c < 8 * i + 8; c++) {
          double weight = 0;
          for (int p = 0; p < 36; p++) {
            weight += da[36 * c + p] / 36;
          }
          for (int p = 0; p < 36; p++) {
            map[p] += weight * a[36 * c + p];
          }
        }
        for (int p = 0; p < 36; p++) {
          all += Math.max(0, map[p]);
          there += p / 6 < 3 && p % 6 < 3 ? Math.max(0, map[p]) : 0;
        }
      }
      System.out.printf("share %.3f of the map is in the quarter with the square%n", there / all);
    }
  }
}

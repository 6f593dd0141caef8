package org.tornadonn.examples;

import static org.tornadonn.layer.Layers.*;

import java.util.Random;
import org.tornadonn.data.TensorDataset;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.*;

/** A convolutional network reads digits, drawn at random places of noisy pictures. */
public final class DigitsCnn {

  private static final String[] FONT =
      "75557 26227 71747 71717 55711 74717 74757 71111 75757 75717".split(" ");

  private static TensorDataset digits(int n, Random random) {
    float[] x = new float[n * 64], y = new float[n];
    for (int i = 0; i < n; i++) {
      int digit = random.nextInt(10), down = random.nextInt(4), right = random.nextInt(6);
      for (int p = 0; p < 64; p++) {
        int row = p / 8 - down, column = p % 8 - right;
        boolean inside = row >= 0 && row < 5 && column >= 0 && column < 3;
        x[64 * i + p] = 0.5f * random.nextFloat();
        x[64 * i + p] += inside ? FONT[digit].charAt(row) >> (2 - column) & 1 : 0;
      }
      y[i] = digit;
    }
    return new TensorDataset(x, y, n);
  }

  public static void main(String... args) {
    var device = Device.of(args.length > 0 ? args[0] : "jvm");
    var random = new Random(1);
    var train = digits(2000, random);
    var test = digits(500, random);
    var layers =
        sequential(
            conv2d(1, 16, 3).padding(1),
            relu(),
            maxPool2d(2),
            conv2d(16, 32, 3).padding(1),
            relu(),
            maxPool2d(2),
            flatten(),
            linear(128, 10));
    var model = new Model(layers, Shape.of(1, 8, 8), 1);
    try (var trainer = new Trainer(model, Loss.crossEntropy(), Optimizer.adam(5e-3f), 50, device)) {
      new Fit(8, 1).run(trainer, train);
      float[] scores = trainer.predict(test.x(), test.size());
      System.out.printf("accuracy %.3f%n", Accuracy.of(scores, test.y()).share());
    }
  }
}

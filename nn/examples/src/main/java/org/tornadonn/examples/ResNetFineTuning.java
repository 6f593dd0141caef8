package org.tornadonn.examples;

import java.util.Random;
import org.tornadonn.data.Batch;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.*;
import org.tornadonn.zoo.Zoo;

/** A trained ResNet gets a new last layer for another question; the rest stays as it is. */
public final class ResNetFineTuning {

  /** Stripes in four directions; with two classes, straight ones and diagonal ones. */
  private static Batch stripes(int n, int classes, Random random) {
    int[][] directions = {{1, 0}, {0, 1}, {1, 1}, {1, -1}};
    float[] x = new float[n * 3 * 256], y = new float[n];
    for (int i = 0; i < n; i++) {
      int kind = random.nextInt(4);
      double phase = random.nextDouble(6);
      for (int p = 0; p < 3 * 256; p++) {
        int row = p % 256 / 16, column = p % 16;
        double along = directions[kind][0] * row + directions[kind][1] * column;
        x[768 * i + p] = (float) random.nextGaussian(Math.sin(along + phase), 0.5);
      }
      int answer = kind * classes / 4;
      y[i] = answer;
    }
    return new Batch(x, y, n);
  }

  public static void main(String... args) {
    var device = Device.of(args.length > 0 ? args[0] : "jvm");
    var random = new Random(1);
    var loss = Loss.crossEntropy();
    var trained = new Model(Zoo.network("resnet18", 4), Shape.of(3, 16, 16), 1);
    try (var trainer = new Trainer(trained, loss, Optimizer.adam(1e-3f), 16, device)) {
      for (int step = 0; step < 15; step++) {
        trainer.step(stripes(16, 4, random));
      }
    }
    var model = new Model(Zoo.network("resnet18", 2), Shape.of(3, 16, 16), 1);
    var weights = trained.state();
    weights.keySet().removeIf(name -> name.startsWith("fc."));
    model.load(weights, false);
    model.freezeAllBut("fc");
    try (var trainer = new Trainer(model, loss, Optimizer.adam(1e-2f), 16, device)) {
      for (int step = 0; step < 15; step++) {
        trainer.step(stripes(16, 2, random));
      }
      var test = stripes(100, 2, random);
      var accuracy = Accuracy.of(trainer.predict(test.x(), 100), test.y());
      System.out.printf("accuracy %.3f%n", accuracy.share());
    }
  }
}

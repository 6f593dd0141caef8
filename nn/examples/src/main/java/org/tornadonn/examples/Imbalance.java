package org.tornadonn.examples;

import static org.tornadonn.layer.Layers.*;

import java.util.Random;
import org.tornadonn.data.TensorDataset;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.*;

/** One sample of thirty is what is looked for: each of these weighs thirty times as much. */
public final class Imbalance {

  private static TensorDataset samples(int n, Random random) {
    float[] x = new float[n * 8], y = new float[n];
    for (int i = 0; i < n; i++) {
      y[i] = random.nextInt(30) == 0 ? 1 : 0;
      for (int k = 0; k < 8; k++) {
        x[8 * i + k] = (float) random.nextGaussian() + y[i];
      }
    }
    return new TensorDataset(x, y, n);
  }

  public static void main(String... args) {
    var device = Device.of(args.length > 0 ? args[0] : "jvm");
    var random = new Random(1);
    var train = samples(3000, random);
    var test = samples(3000, random);
    var model = new Model(sequential(linear(8, 16), relu(), linear(16, 2)), Shape.of(8), 1);
    var loss = Loss.crossEntropy().weight(1, 30);
    try (var trainer = new Trainer(model, loss, Optimizer.adam(3e-3f), 50, device)) {
      new Fit(5, 1).run(trainer, train);
      var found = new ConfusionMatrix(2);
      found.add(trainer.predict(test.x(), test.size()), test.y());
      System.out.printf(
          "recall %.3f, mean of both classes: %.3f, %.3f%n",
          found.macroRecall(), found.recall(0), found.recall(1));
    }
  }
}

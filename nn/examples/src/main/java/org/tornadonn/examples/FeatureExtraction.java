package org.tornadonn.examples;

import static org.tornadonn.layer.Layers.*;

import java.util.Random;
import org.tornadonn.data.Batch;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.*;

/** Features that a network has learned of ten kinds let one layer tell five others apart. */
public final class FeatureExtraction {

  private static final Random RANDOM = new Random(1);
  private static final double[] HIDDEN = RANDOM.doubles(15 * 4, -2, 2).toArray();
  private static final double[] MIXING = RANDOM.doubles(4 * 32, -1, 1).toArray();

  /** Each kind is a mixture of four hidden numbers, in noise; it is counted from the first. */
  private static Batch samples(int n, int first, int last) {
    float[] x = new float[32 * n], y = new float[n];
    int[] kinds = RANDOM.ints(n, first, last).toArray();
    for (int i = 0; i < x.length; i++) {
      double sum = 0;
      for (int k = 0; k < 4; k++) {
        sum += HIDDEN[4 * kinds[i / 32] + k] * MIXING[4 * (i % 32) + k];
      }
      x[i] = (float) RANDOM.nextGaussian(Math.tanh(sum), 0.5);
      y[i / 32] = kinds[i / 32] - first;
    }
    return new Batch(x, y, n);
  }

  public static void main(String... args) {
    var device = Device.of(args.length > 0 ? args[0] : "jvm");
    var body = named("body", linear(32, 32), relu(), linear(32, 8));
    var model = new Model(sequential(body, relu(), linear(8, 10)), Shape.of(32), 1);
    try (var trainer = new Trainer(model, Loss.crossEntropy(), Optimizer.adam(1e-2f), 64, device)) {
      for (int step = 0; step < 200; step++) {
        trainer.step(samples(64, 0, 10));
      }
    }
    var features = new Model(sequential(body), Shape.of(32), 1);
    features.load(model.state(), false);
    var probe = new Model(linear(8, 5), Shape.of(8), 1);
    try (var extractor = new Predictor(features, 50, device);
        var trainer = new Trainer(probe, Loss.crossEntropy(), Optimizer.adam(3e-2f), 50, device)) {
      var few = samples(50, 10, 15);
      for (int step = 0; step < 100; step++) {
        trainer.step(extractor.predict(few.x(), 50), few.y(), 50);
      }
      var test = samples(500, 10, 15);
      float[] scores = trainer.predict(extractor.predict(test.x(), 500), 500);
      System.out.printf("accuracy %.3f%n", Accuracy.of(scores, test.y()).share());
    }
  }
}

package org.tornadonn.examples;

import static org.tornadonn.layer.Layers.*;

import java.util.Random;
import org.tornadonn.data.Batch;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.*;

/** Parameter groups: a slow body, a fast head, and no weight decay for biases and norms. */
public final class ParameterGroups {

  /** Points within a ring or around it. */
  private static Batch rings(int n, Random random) {
    float[] x = new float[2 * n], y = new float[n];
    for (int i = 0; i < n; i++) {
      y[i] = random.nextInt(2);
      double angle = random.nextDouble(6.3), radius = random.nextGaussian(1 + y[i], 0.2);
      x[2 * i] = (float) (radius * Math.cos(angle));
      x[2 * i + 1] = (float) (radius * Math.sin(angle));
    }
    return new Batch(x, y, n);
  }

  public static void main(String... args) {
    var device = Device.of(args.length > 0 ? args[0] : "jvm");
    var random = new Random(1);
    var body = sequential(linear(2, 32), layerNorm(32), relu(), linear(32, 32), relu());
    var model = new Model(sequential(body, linear(32, 2)), Shape.of(2), 1);
    var fast = Optimizer.adamW(1e-2f);
    var groups =
        StepOptions.plain()
            .group(p -> p.shape().rank() < 2, Optimizer.adamW(1e-2f).weightDecay(0))
            .group(p -> p.name().startsWith("0."), Optimizer.adamW(1e-3f));
    try (var trainer = new Trainer(model, Loss.crossEntropy(), fast, 64, device, groups)) {
      for (int step = 0; step < 200; step++) {
        trainer.step(rings(64, random));
      }
      var test = rings(1000, random);
      var accuracy = Accuracy.of(trainer.predict(test.x(), 1000), test.y());
      System.out.printf("accuracy %.3f%n", accuracy.share());
    }
  }
}

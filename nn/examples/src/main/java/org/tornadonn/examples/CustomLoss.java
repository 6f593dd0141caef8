package org.tornadonn.examples;

import static org.tornadonn.layer.Layers.*;

import java.util.Random;
import org.tornadonn.data.Batch;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.op.F;
import org.tornadonn.plan.*;
import org.tornadonn.train.*;

/** A loss of one's own, ln(1 + d²), bears with wrong answers among the right ones. */
public final class CustomLoss {

  private static Value cauchy(Value output, Value target) {
    return F.log1p(F.square(F.sub(output, target)));
  }

  /** A curve, on which some of the answers are far too large. */
  private static Batch samples(int n, double wrong, Random random) {
    float[] x = new float[n], y = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = random.nextFloat(-2, 2);
      y[i] = (float) random.nextGaussian(Math.sin(2 * x[i]), 0.1);
      y[i] += random.nextDouble() < wrong ? 10 : 0;
    }
    return new Batch(x, y, n);
  }

  private static double error(Loss loss, Device device) {
    var random = new Random(1);
    var model = new Model(sequential(linear(1, 32), tanh(), linear(32, 1)), Shape.of(1), 1);
    try (var trainer = new Trainer(model, loss, Optimizer.adam(1e-2f), 64, device)) {
      for (int step = 0; step < 400; step++) {
        trainer.step(samples(64, 0.1, random));
      }
      var test = samples(500, 0, random);
      return 1 - RegressionErrors.of(trainer.predict(test.x(), 500), test.y()).rSquared();
    }
  }

  public static void main(String... args) {
    var device = Device.of(args.length > 0 ? args[0] : "jvm");
    double squares = error(Loss.meanSquaredError(), device);
    System.out.printf("squares: error %.3f of the variance%n", squares);
    System.out.printf("error %.3f of the variance%n", error(Loss.of(CustomLoss::cauchy), device));
  }
}

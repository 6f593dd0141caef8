package org.tornadonn.examples;

import static org.tornadonn.layer.Layers.*;

import java.util.Random;
import org.tornadonn.data.Batch;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.*;

/** An exponential moving average of the weights is calmer than the weights of the last step. */
public final class WeightAverage {

  private static Batch samples(int n, double noise, Random random) {
    float[] x = new float[n], y = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = random.nextFloat(-2, 2);
      y[i] = (float) (Math.sin(2 * x[i]) + noise * random.nextGaussian());
    }
    return new Batch(x, y, n);
  }

  public static void main(String... args) {
    var device = Device.of(args.length > 0 ? args[0] : "jvm");
    var random = new Random(1);
    var layers = sequential(linear(1, 32), tanh(), linear(32, 1));
    var model = new Model(layers, Shape.of(1), 1);
    var last = new Model(layers, Shape.of(1), 1);
    var average = StepOptions.plain().average(new Ema(0.98));
    var adam = Optimizer.adam(3e-2f);
    try (var trainer = new Trainer(model, Loss.meanSquaredError(), adam, 16, device, average);
        var predictor = new Predictor(last, device)) {
      for (int step = 0; step < 400; step++) {
        trainer.step(samples(16, 1, random));
      }
      var curve = samples(500, 0, random);
      last.load(trainer.weights());
      var errors = RegressionErrors.of(predictor.predict(curve.x(), 500), curve.y());
      System.out.printf("last step: error %.3f of the variance%n", 1 - errors.rSquared());
      errors = RegressionErrors.of(trainer.predict(curve.x(), 500), curve.y());
      System.out.printf("error %.3f of the variance%n", 1 - errors.rSquared());
    }
  }
}

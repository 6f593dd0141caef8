package org.tornadonn.examples;

import static org.tornadonn.layer.Layers.*;

import java.util.Random;
import org.tornadonn.data.Batch;
import org.tornadonn.device.Device;
import org.tornadonn.layer.*;
import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;
import org.tornadonn.train.*;

/** A convolution and an LSTM say how a noisy wave goes on. */
public final class SeriesForecast {

  private static Value forecaster(Scope scope, Value x) {
    var features = F.relu(scope.call("conv", conv1d(1, 8, 5).padding(2), x));
    var last = scope.call("lstm", lstm(8, 16).lastOutput(), F.transpose(features, 1, 2));
    return scope.call("out", linear(16, 1), last);
  }

  private static Batch waves(int n, Random random) {
    float[] x = new float[n * 24], y = new float[n];
    for (int i = 0; i < n; i++) {
      double speed = random.nextDouble(0.3, 0.9), phase = random.nextDouble(6);
      for (int t = 0; t <= 24; t++) {
        float wave = (float) (Math.sin(speed * t + phase) + 0.1 * random.nextGaussian());
        (t < 24 ? x : y)[t < 24 ? 24 * i + t : i] = wave;
      }
    }
    return new Batch(x, y, n);
  }

  public static void main(String... args) {
    var device = Device.of(args.length > 0 ? args[0] : "jvm");
    var random = new Random(1);
    var model = new Model(SeriesForecast::forecaster, Shape.of(1, 24), 1);
    var optimizer = Optimizer.adam(1e-2f);
    try (var trainer = new Trainer(model, Loss.meanSquaredError(), optimizer, 32, device)) {
      for (int step = 0; step < 200; step++) {
        trainer.step(waves(32, random));
      }
      var test = waves(500, random);
      var errors = RegressionErrors.of(trainer.predict(test.x(), 500), test.y());
      System.out.printf("error %.3f of the variance%n", 1 - errors.rSquared());
    }
  }
}

package org.tornadonn.examples;

import static org.tornadonn.layer.Layers.*;

import java.util.Random;
import org.tornadonn.data.TensorDataset;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.*;

/** A picture of a blob becomes four numbers, and of these a picture again. */
public final class Autoencoder {

  private static TensorDataset blobs(int n, Random random) {
    float[] x = new float[n * 64];
    for (int i = 0; i < n; i++) {
      float down = random.nextFloat(1, 7), right = random.nextFloat(1, 7);
      float size = random.nextFloat(1, 2);
      for (int p = 0; p < 64; p++) {
        int row = p / 8, column = p % 8;
        double distance = Math.hypot(row - down, column - right) / size;
        x[64 * i + p] = (float) Math.exp(-distance * distance);
      }
    }
    return new TensorDataset(x, x, n);
  }

  public static void main(String... args) {
    var device = Device.of(args.length > 0 ? args[0] : "jvm");
    var random = new Random(1);
    var train = blobs(1000, random);
    var test = blobs(200, random);
    var encoder =
        sequential(conv2d(1, 8, 3).stride(2).padding(1), relu(), flatten(), linear(128, 4));
    var decoder =
        sequential(
            linear(4, 128),
            relu(),
            unflatten(1, 8, 4, 4),
            convTranspose2d(8, 1, 4).stride(2).padding(1),
            sigmoid());
    var model = new Model(sequential(encoder, decoder), Shape.of(1, 8, 8), 1);
    var optimizer = Optimizer.adam(5e-3f);
    try (var trainer = new Trainer(model, Loss.meanSquaredError(), optimizer, 50, device)) {
      new Fit(20, 1).run(trainer, train);
      var errors = RegressionErrors.of(trainer.predict(test.x(), test.size()), test.y());
      System.out.printf("error %.3f of the variance%n", 1 - errors.rSquared());
    }
  }
}

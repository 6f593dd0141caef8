package org.tornadonn.examples;

import static org.tornadonn.layer.Layers.*;

import java.io.IOException;
import java.nio.file.*;
import java.util.Random;
import org.tornadonn.data.Batch;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.*;

/** A training that goes on with what its optimizer remembers goes on as if it had not stopped. */
public final class OptimizerState {

  private static Model net() {
    return new Model(sequential(linear(2, 16), tanh(), linear(16, 1)), Shape.of(2), 1);
  }

  private static float train(Trainer trainer, int first, int last) {
    float loss = 0;
    for (int step = first; step < last; step++) {
      var random = new Random(step);
      float[] x = new float[64], y = new float[32];
      for (int i = 0; i < 32; i++) {
        x[2 * i] = (float) random.nextGaussian();
        x[2 * i + 1] = (float) random.nextGaussian();
        y[i] = x[2 * i] * x[2 * i + 1];
      }
      loss = trainer.step(new Batch(x, y, 32));
    }
    return loss;
  }

  public static void main(String... args) throws IOException {
    var device = Device.of(args.length > 0 ? args[0] : "jvm");
    var file = Files.createTempFile("training", ".checkpoint");
    var loss = Loss.meanSquaredError();
    var adam = Optimizer.adam(1e-2f);
    float first, without, resumed;
    try (var trainer = new Trainer(net(), loss, adam, 32, device)) {
      first = train(trainer, 0, 1);
      train(trainer, 1, 100);
      Checkpoint.first(trainer.state()).write(file);
      without = train(trainer, 100, 200);
    }
    var saved = Checkpoint.read(file).training();
    try (var trainer = new Trainer(net(), loss, adam, 32, device, saved)) {
      resumed = train(trainer, 100, 200);
    }
    System.out.printf("loss %.3f at first, %.6f, %.6f with a stop%n", first, without, resumed);
    System.out.printf("difference %.6f%n", Math.abs(resumed - without));
  }
}

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

/** A transformer encoder finds the largest number of a sequence. */
public final class SequenceTransformer {

  private record Largest(int numbers, int length, int width) implements Layer {

    @Override
    public Value forward(Scope scope, Value x) {
      var start = Initializer.normal(0, 0.02);
      var position = scope.parameter("position", Shape.of(length, width), start);
      var embedded = scope.call("embedding", embedding(numbers, width), x);
      var layer = transformerEncoderLayer(width, 4).dimFeedforward(64).dropout(0);
      var y = scope.call("encoder", transformerEncoder(layer, 2), F.add(embedded, position));
      return scope.call("out", linear(width, numbers), F.select(y, 1, 0));
    }
  }

  private static Batch sequences(int n, Random random) {
    float[] x = new float[n * 10], y = new float[n];
    for (int i = 0; i < n; i++) {
      int largest = random.nextInt(8);
      for (int t = 0; t < 10; t++) {
        x[10 * i + t] = random.nextInt(largest + 1);
      }
      x[10 * i + random.nextInt(10)] = largest;
      y[i] = largest;
    }
    return new Batch(x, y, n);
  }

  public static void main(String... args) {
    var device = Device.of(args.length > 0 ? args[0] : "jvm");
    var random = new Random(1);
    var model = new Model(new Largest(8, 10, 32), Shape.of(10), 1);
    var optimizer = Optimizer.adamW(3e-3f);
    try (var trainer = new Trainer(model, Loss.crossEntropy(), optimizer, 32, device)) {
      for (int step = 0; step < 150; step++) {
        trainer.step(sequences(32, random));
      }
      var test = sequences(500, random);
      var accuracy = Accuracy.of(trainer.predict(test.x(), 500), test.y());
      System.out.printf("accuracy %.3f%n", accuracy.share());
    }
  }
}

package org.tornadonn.examples;

import static org.tornadonn.layer.Layers.*;

import java.util.Map;
import java.util.Random;
import org.tornadonn.device.Device;
import org.tornadonn.layer.*;
import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.*;

/** A picture and a number go in; a class and a number come out. */
public final class TwoInputsTwoHeads {

  private record Samples(Map<String, Tensor> inputs, Map<String, Tensor> targets) {}

  private static Values net(Scope scope, Values in) {
    var picture = scope.call("picture", sequential(flatten(), linear(64, 32)), in.get("picture"));
    var size = scope.call("size", linear(1, 32), in.get("size"));
    var both = F.relu(F.add(picture, size));
    return Values.of(
        "quarter", scope.call("quarter", linear(32, 4), both),
        "price", scope.call("price", linear(32, 1), both));
  }

  /** One quarter of a picture is brighter; the price is made of its brightness and the size. */
  private static Samples samples(int n, Random random) {
    float[] picture = new float[n * 64], size = new float[n];
    float[] quarter = new float[n], price = new float[n];
    for (int i = 0; i < n; i++) {
      quarter[i] = random.nextInt(4);
      size[i] = (float) random.nextGaussian();
      float light = random.nextFloat(1, 2);
      for (int p = 0; p < 64; p++) {
        int here = p / 32 * 2 + p % 8 / 4;
        picture[64 * i + p] = 0.5f * (float) random.nextGaussian();
        picture[64 * i + p] += here == quarter[i] ? light : 0;
      }
      price[i] = light + size[i];
    }
    var one = Shape.of(n, 1);
    return new Samples(
        Map.of("picture", new Tensor(Shape.of(n, 1, 8, 8), picture), "size", new Tensor(one, size)),
        Map.of("quarter", new Tensor(Shape.of(n), quarter), "price", new Tensor(one, price)));
  }

  public static void main(String... args) {
    var device = Device.of(args.length > 0 ? args[0] : "jvm");
    var random = new Random(1);
    var inputs = Signature.of("picture", Shape.of(1, 8, 8)).and("size", Shape.of(1));
    var model = new Model(TwoInputsTwoHeads::net, inputs, 1);
    var loss = Loss.on("quarter", Loss.crossEntropy()).and("price", 0.5f, Loss.meanSquaredError());
    try (var trainer = new Trainer(model, loss, Optimizer.adam(1e-2f), 32, device)) {
      for (int step = 0; step < 150; step++) {
        var batch = samples(32, random);
        trainer.step(batch.inputs, batch.targets);
      }
      var test = samples(500, random);
      var found = trainer.predict(test.inputs);
      var accuracy =
          Accuracy.of(found.get("quarter").values(), test.targets.get("quarter").values());
      var errors =
          RegressionErrors.of(found.get("price").values(), test.targets.get("price").values());
      System.out.printf(
          "accuracy %.3f, error %.3f of the variance%n", accuracy.share(), 1 - errors.rSquared());
    }
  }
}

package org.tornadonn.examples;

import static org.tornadonn.layer.Layers.*;

import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.tornadonn.device.Device;
import org.tornadonn.layer.*;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.*;

/** A DCGAN: a generator and a discriminator take turns, here on pictures bright on one side. */
public final class Dcgan {

  private static Tensor pictures(int n, Random random) {
    var noise = Tensor.randn(Shape.of(n, 1, 8, 8), random);
    for (int p = 0; p < 64 * n; p++) {
      noise.values()[p] = 0.1f * noise.values()[p] + (p % 8 < 4 ? 0.75f : -0.75f);
    }
    return noise;
  }

  private static double contrast(Tensor x) {
    var signed = IntStream.range(0, x.values().length);
    return signed.mapToDouble(p -> (p % 8 < 4 ? 2 : -2) * x.values()[p]).average().orElseThrow();
  }

  public static void main(String... args) {
    var device = Device.of(args.length > 0 ? args[0] : "jvm");
    var random = new Random(1);
    var generator =
        sequential(
            convTranspose2d(4, 16, 4).bias(false),
            batchNorm2d(16),
            relu(),
            convTranspose2d(16, 1, 4).stride(2).padding(1),
            tanh());
    var discriminator =
        sequential(
            conv2d(1, 8, 4).stride(2).padding(1), leakyRelu(0.2f), conv2d(8, 1, 4), flatten());
    Block gan =
        (scope, in) -> {
          var made = scope.call("generator", generator, in.get("noise"));
          var fake = scope.call("discriminator", discriminator, made);
          return Values.of("made", made, "fake", fake)
              .and("real", scope.call("discriminator", discriminator, in.get("picture")));
        };
    var inputs = Signature.of("noise", Shape.of(4, 1, 1)).and("picture", Shape.of(1, 8, 8));
    var model = new Model(gan, inputs, 1);
    var isReal = Loss.binaryCrossEntropyWithLogits();
    var both = Loss.on("real", isReal).and("fake", isReal);
    var forD = new Turn(both, Optimizer.adam(1e-3f).betas(0.5, 0.999), "discriminator");
    var forG = Optimizer.adam(2e-3f).betas(0.5, 0.999);
    var deceived = new Turn(Loss.on("fake", isReal), forG, "generator");
    Tensor yes = Tensor.full(Shape.of(32, 1), 1), no = Tensor.full(Shape.of(32, 1), 0);
    var turns = Trainer.inTurn(model, 32, device, forD.keepStates("generator"), deceived);
    var noise = Shape.of(32, 4, 1, 1);
    try (var finder = turns.get(0);
        var maker = turns.get(1)) {
      for (int step = 0; step < 300; step++) {
        var in = Map.of("noise", Tensor.randn(noise, random), "picture", pictures(32, random));
        finder.step(in, Map.of("real", yes, "fake", no));
        maker.step(in, Map.of("fake", yes));
      }
      var in = Map.of("noise", Tensor.randn(noise, random), "picture", pictures(32, random));
      System.out.printf("contrast %.3f%n", contrast(maker.predict(in).get("made")));
    }
  }
}

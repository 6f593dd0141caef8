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

/** MobileNetV2's block, written as a layer of one's own, tells stripes by their direction. */
public final class MobileNetBlock {

  /** Sandler and others, https://arxiv.org/abs/1801.04381 */
  private record InvertedResidual(int channels, int expansion) implements Layer {

    @Override
    public Value forward(Scope scope, Value x) {
      int hidden = channels * expansion;
      var conv =
          sequential(
              conv2d(channels, hidden, 1).bias(false),
              batchNorm2d(hidden),
              relu6(),
              conv2d(hidden, hidden, 3).padding(1).groups(hidden).bias(false),
              batchNorm2d(hidden),
              relu6(),
              conv2d(hidden, channels, 1).bias(false),
              batchNorm2d(channels));
      return F.add(x, scope.call("conv", conv, x));
    }
  }

  private static Batch stripes(int n, Random random) {
    int[][] directions = {{1, 0}, {0, 1}, {1, 1}, {1, -1}};
    float[] x = new float[n * 64], y = new float[n];
    for (int i = 0; i < n; i++) {
      int kind = random.nextInt(4);
      double phase = 6 * random.nextDouble();
      for (int p = 0; p < 64; p++) {
        int along = directions[kind][0] * (p / 8) + directions[kind][1] * (p % 8);
        x[64 * i + p] = (float) (Math.sin(2 * along + phase) + random.nextGaussian());
      }
      y[i] = kind;
    }
    return new Batch(x, y, n);
  }

  public static void main(String... args) {
    var device = Device.of(args.length > 0 ? args[0] : "jvm");
    var random = new Random(1);
    var layers =
        sequential(
            conv2d(1, 8, 3).stride(2).padding(1).bias(false),
            batchNorm2d(8),
            relu6(),
            new InvertedResidual(8, 4),
            new InvertedResidual(8, 4),
            adaptiveAvgPool2d(1),
            flatten(),
            linear(8, 4));
    var model = new Model(layers, Shape.of(1, 8, 8), 1);
    var optimizer = Optimizer.adamW(1e-2f);
    try (var trainer = new Trainer(model, Loss.crossEntropy(), optimizer, 32, device)) {
      for (int step = 0; step < 200; step++) {
        trainer.step(stripes(32, random));
      }
      var test = stripes(500, random);
      var accuracy = Accuracy.of(trainer.predict(test.x(), 500), test.y());
      System.out.printf("accuracy %.3f%n", accuracy.share());
    }
  }
}

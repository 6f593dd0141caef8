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

/** A small U-Net says of each pixel whether it belongs to a disc, to a ring, or to neither. */
public final class UNetSegmentation {

  private record UNet(int width, int classes) implements Layer {

    private static Layer twice(int inputs, int outputs) {
      return sequential(
          conv2d(inputs, outputs, 3).padding(1),
          batchNorm2d(outputs), // without, ReLUs die, and with some first weights half of all
          relu(),
          conv2d(outputs, outputs, 3).padding(1),
          batchNorm2d(outputs),
          relu());
    }

    @Override
    public Value forward(Scope scope, Value x) {
      var fine = scope.call("first", twice(1, width), x);
      var down = scope.call("down", sequential(maxPool2d(2), twice(width, 2 * width)), fine);
      var coarse = scope.call("up", convTranspose2d(2 * width, width, 2).stride(2), down);
      var last = sequential(twice(2 * width, width), conv2d(width, classes, 1));
      return scope.call("last", last, F.cat(1, fine, coarse));
    }
  }

  private static Batch scenes(int n, Random random) {
    float[] x = new float[n * 256], y = new float[n * 256];
    for (int i = 0; i < n; i++) {
      int kind = random.nextInt(2);
      float down = random.nextFloat(4, 12), right = random.nextFloat(4, 12);
      float size = random.nextFloat(3, 5);
      for (int p = 0; p < 256; p++) {
        int row = p / 16, column = p % 16;
        double distance = Math.hypot(row - down, column - right);
        boolean inside = kind == 0 ? distance < size : Math.abs(distance - size) < 1;
        x[256 * i + p] = (inside ? 1 : 0) + 0.2f * (float) random.nextGaussian();
        y[256 * i + p] = inside ? kind + 1 : 0;
      }
    }
    return new Batch(x, y, n);
  }

  public static void main(String... args) {
    var device = Device.of(args.length > 0 ? args[0] : "jvm");
    var random = new Random(1);
    var model = new Model(new UNet(8, 3), Shape.of(1, 16, 16), 1);
    var optimizer = Optimizer.adam(3e-3f);
    try (var trainer = new Trainer(model, Loss.crossEntropy(), optimizer, 16, device)) {
      for (int step = 0; step < 200; step++) {
        trainer.step(scenes(16, random));
      }
      var test = scenes(100, random);
      var scores = trainer.predict(new Tensor(Shape.of(100, 1, 16, 16), test.x()));
      float[] found = scores.argmax(1).values();
      int both = 0, either = 0;
      for (int p = 0; p < found.length; p++) {
        both += test.y()[p] > 0 && found[p] == test.y()[p] ? 1 : 0;
        either += test.y()[p] > 0 || found[p] > 0 ? 1 : 0;
      }
      System.out.printf("IoU %.3f%n", (float) both / either);
    }
  }
}

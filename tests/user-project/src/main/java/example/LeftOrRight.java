package example;

import static org.tornadonn.layer.Layers.*;

import java.nio.file.Path;
import java.util.Random;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;
import org.tornadonn.store.ModelFile;
import org.tornadonn.train.*;

/** The example of the README: which half of a picture is brighter? */
public class LeftOrRight {
  public static void main(String[] args) {
    var layers = sequential(
        named("conv", conv2d(1, 8, 3).padding(1), relu(), maxPool2d(2)),
        named("flatten", flatten()),
        named("fc", lazyLinear(16), relu(), linear(16, 2)));
    var model = new Model(layers, Shape.of(1, 16, 16), 42);
    var device = Device.auto();
    float[] images = new float[64 * 256], labels = new float[64];
    var random = new Random(1);
    try (var trainer = new Trainer(model, Loss.crossEntropy(), Optimizer.adam(1e-3f), 64, device)) {
      for (int step = 1; step <= 100; step++) {
        for (int i = 0; i < 64; i++) {
          labels[i] = random.nextInt(2); // 0: left, 1: right
          for (int p = 0; p < 256; p++)
            images[256 * i + p] = random.nextFloat() + (p % 16 / 8 == labels[i] ? 0.3f : 0);
        }
        float loss = trainer.step(images, labels, 64);
        if (step % 20 == 0) System.out.printf("step %d: loss %.3f%n", step, loss);
      }
    }
    ModelFile.save(Path.of(args.length > 0 ? args[0] : "left-or-right.safetensors"), model, "custom");
    try (var predictor = new Predictor(model, device)) {
      float[] logits = predictor.predict(images, 1);
      System.out.println((logits[0] > logits[1] ? "left" : "right") + " on " + device);
    }
  }
}

package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.device.Device;
import org.tornadonn.device.Devices;
import org.tornadonn.layer.Layers;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.Loss;
import org.tornadonn.train.Optimizer;
import org.tornadonn.train.Predictor;
import org.tornadonn.train.Trainer;

/** What a user does with the library works, on every device found. */
class ExampleTest {

  static Stream<Device> devices() {
    return Devices.find().devices().stream();
  }

  private static Model model() {
    return new Model(
        Layers.sequential(Layers.named("block", new ResidualBlock(3)), Layers.linear(3, 1)),
        Shape.of(3),
        5);
  }

  private static float[] random(int n, long seed) {
    var random = new Random(seed);
    var values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return values;
  }

  /** The float64 definition of the model, by hand. */
  private static double loss(float[] w, float[] x, float[] y, int n) {
    double sum = 0;
    for (int s = 0; s < n; s++) {
      double out = w[18 + 6 + 18 + 3 + 3];
      for (int j = 0; j < 3; j++) {
        double residual = x[3 * s + j] + w[18 + 6 + 18 + j];
        for (int h = 0; h < 6; h++) {
          double hidden = w[18 + h];
          for (int k = 0; k < 3; k++) {
            hidden += (double) w[3 * h + k] * x[3 * s + k];
          }
          residual += w[18 + 6 + 6 * j + h] * hidden / (1 + Math.exp(-hidden));
        }
        out += w[18 + 6 + 18 + 3 + j] * residual;
      }
      sum += (out - y[s]) * (out - y[s]);
    }
    return sum / n;
  }

  @ParameterizedTest
  @MethodSource("devices")
  void anOperationOfOnesOwnIsDifferentiatedRightly(Device device) {
    var model = model();
    var x = random(12, 1);
    var y = random(4, 2);
    try (var trainer =
        new Trainer(model, Loss.meanSquaredError(), Optimizer.sgd(0), 4, device)) {
      assertEquals(loss(model.values(), x, y, 4), trainer.gradients(x, y, 4), 1e-6);
      var gradients = trainer.fetchGradients();
      for (int i = 0; i < model.values().length; i++) {
        var w = model.values().clone();
        float step = 1e-3f;
        w[i] += step;
        double up = loss(w, x, y, 4);
        w[i] -= 2 * step;
        double down = loss(w, x, y, 4);
        assertEquals((up - down) / (2 * step), gradients[i], 1e-4, device + ", parameter " + i);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("devices")
  void itTrains(Device device) {
    var model = model();
    var x = random(48, 1);
    var y = random(16, 2);
    try (var trainer =
        new Trainer(model, Loss.meanSquaredError(), Optimizer.adam(0.05f), 16, device)) {
      float first = trainer.step(x, y, 16);
      float last = first;
      for (int i = 0; i < 100; i++) {
        last = trainer.step(x, y, 16);
      }
      assertTrue(last < first / 4, first + " → " + last);
    }
    try (var predictor = new Predictor(model, device)) {
      assertEquals(16, predictor.predict(x, 16).length);
    }
  }

  @Test
  void theExampleOfTheReadmeRuns(@TempDir Path folder) throws Exception {
    var out = new ByteArrayOutputStream();
    var stdout = System.out;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      LeftOrRight.main(new String[] {folder.resolve("model.safetensors").toString()});
    } finally {
      System.setOut(stdout);
    }
    var text = out.toString(StandardCharsets.UTF_8);
    var losses = Pattern.compile("loss (\\d+[.,]\\d+)").matcher(text).results().toList();
    assertEquals(5, losses.size(), text);
    assertTrue(Double.parseDouble(losses.getLast().group(1).replace(',', '.')) < 0.1, text);
    assertTrue(Files.size(folder.resolve("model.safetensors")) > 1000);
  }

  @Test
  void theReadmeShowsThatExample() throws Exception {
    var readme = Files.readString(Path.of("../../README.md"));
    var source = Files.readString(Path.of("src/main/java/example/LeftOrRight.java"));
    var body = source.substring(source.indexOf("    var layers"), source.lastIndexOf("  }\n}"));
    assertTrue(readme.contains(body.stripTrailing().stripIndent()), "README.md does not show LeftOrRight.java");
  }
}

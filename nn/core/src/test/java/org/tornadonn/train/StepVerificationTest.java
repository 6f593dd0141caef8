package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.maxPool2d;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.device.Device;
import org.tornadonn.exec.Difference;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;

/** What a verification says of a step on devices that are right. */
class StepVerificationTest {

  /**
   * An even area with a little noise, as skies and pages have it: in every window the largest
   * numbers are nearly equal, so that rounding decides which one a pool takes.
   */
  @ParameterizedTest
  @MethodSource("org.tornadonn.train.DevicesUnderTest#all")
  void nearTiesAreNoDifferences(Device device) {
    int n = 4;
    var model =
        new Model(
            sequential(
                conv2d(1, 8, 3).padding(1),
                relu(),
                maxPool2d(2),
                conv2d(8, 8, 3).padding(1),
                maxPool2d(2),
                flatten(),
                linear(8 * 8 * 8, 2)),
            Shape.of(1, 32, 32),
            1);
    var random = new Random(2);
    var x = new float[n * 32 * 32];
    for (int i = 0; i < x.length; i++) {
      x[i] = 0.7f + 1e-7f * random.nextFloat();
    }
    try (var trainer =
        new Trainer(model, Loss.meanSquaredError(), Optimizer.adam(1e-3f), n, device)) {
      var verification = trainer.verify(x, new float[n * 2], n);
      assertEquals("", verification.first().map(Difference::toString).orElse(""));
    }
  }
}

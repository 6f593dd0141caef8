package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.tornadonn.layer.Layers.batchNorm2d;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.sequential;

import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Tensor;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.Loss;
import org.tornadonn.train.Optimizer;
import org.tornadonn.train.Predictor;
import org.tornadonn.train.Trainer;

/** The layer's running statistics, and what it makes of them, as PyTorch's. */
class PyTorchBatchNormTest {

  private static final int N = 3;
  private static final Shape INPUT = Shape.of(5, 7, 3);
  private static final float TOLERANCE = 1e-5f;

  static List<Fixture.OfBatchNorm> fixtures() {
    return Fixture.batchNorms();
  }

  private static float[] batch(int seed) {
    return Numbers.of(seed, N * INPUT.size());
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void statisticsFollowTheBatchesAsPyTorchsDo(Fixture.OfBatchNorm fixture) {
    var norm = batchNorm2d(5).momentum(fixture.momentum()).affine(fixture.affine());
    var training = new Model(sequential(norm, flatten(), linear(INPUT.size(), 1)), INPUT, 1);
    if (fixture.affine()) {
      training.freeze("0.weight"); // as PyTorch's, which only looks at the batches
      training.freeze("0.bias");
    }
    try (var trainer =
        new Trainer(training, Loss.meanSquaredError(), Optimizer.adam(1e-3f), N, Device.jvm())) {
      for (int i = 0; i < 3; i++) {
        trainer.step(batch(931 + i), new float[N], N);
      }
    }
    var state = new LinkedHashMap<String, Tensor>();
    training
        .state()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith("0.")) {
                state.put(name, tensor);
              }
            });
    assertEquals(fixture.state().size(), state.size(), "names are PyTorch's: " + state.keySet());
    fixture
        .state()
        .forEach(
            (name, values) -> {
              var tensor = state.get("0." + name);
              assertArrayEquals(values, tensor == null ? null : tensor.values(), TOLERANCE, name);
            });
    var alone = new Model(sequential(norm), INPUT, 1);
    alone.load(state, true);
    try (var predictor = new Predictor(alone, N, Device.jvm())) {
      assertArrayEquals(fixture.y(), predictor.predict(batch(934), N), TOLERANCE);
    }
  }
}

package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadonn.data.ClusterDataset;
import org.tornadonn.data.Dataset;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;

/** A sweep over learning rates on a problem whose limits are known. */
class LearningRateFinderTest {

  /**
   * Two standard normal inputs, and a linear function of them: the curvature of the mean squared
   * error is about 2 along every weight, so plain descent diverges at rates above 1.
   */
  private record Plane(int size) implements Dataset {

    @Override
    public int inputLength() {
      return 2;
    }

    @Override
    public int targetLength() {
      return 1;
    }

    @Override
    public void read(int index, int epoch, float[] x, int xAt, float[] y, int yAt) {
      var random = new Random(index);
      x[xAt] = (float) random.nextGaussian();
      x[xAt + 1] = (float) random.nextGaussian();
      y[yAt] = 3 * x[xAt] - 2 * x[xAt + 1] + 1;
    }
  }

  private static final Plane DATA = new Plane(200);

  private static Trainer trainer(Optimizer optimizer) {
    return new Trainer(
        new Model(linear(2, 1), Shape.of(2), 1),
        Loss.meanSquaredError(),
        optimizer,
        16,
        Device.jvm());
  }

  private static double lossAfter(float rate) {
    try (var trainer = trainer(Optimizer.sgd(rate))) {
      return new Fit(6, 7).run(trainer, DATA, null).getLast().trainLoss();
    }
  }

  @Test
  void suggestsARateThatTrains() {
    LearningRateSweep sweep;
    try (var trainer = trainer(Optimizer.sgd(0.5f))) {
      sweep = new LearningRateFinder().run(trainer, DATA, 7, 1);
    }
    assertTrue(sweep.suggestion() > 0.01 && sweep.suggestion() < 1, "rate " + sweep.suggestion());
    double trained = lossAfter(sweep.suggestion());
    assertTrue(trained < 0.1 * lossAfter(sweep.suggestion() / 100), "loss " + trained);
  }

  @Test
  void ratesGrowByEqualRatios() {
    LearningRateSweep sweep;
    try (var trainer = trainer(Optimizer.sgd(0.5f))) {
      sweep = new LearningRateFinder(1e-4f, 0.1f, 31, 2, 0.9).run(trainer, DATA, 7, 1);
    }
    var points = sweep.points();
    assertEquals(31, points.size());
    assertEquals(1e-4, points.get(0).rate(), 1e-9);
    assertEquals(1e-3, points.get(10).rate(), 1e-8);
    assertEquals(0.1, points.get(30).rate(), 1e-6);
    assertTrue(sweep.isClear());
  }

  /** Small batches are noisy, and the suggestion must not follow the noise. */
  @ParameterizedTest
  @ValueSource(ints = {4, 16})
  void seedsHardlyChangeTheSuggestion(int batch) {
    var rows = new ClusterDataset(600, 10, 3, 1);
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int seed = 1; seed <= 8; seed++) {
      var model = new Model(sequential(linear(10, 5), relu(), linear(5, 3)), Shape.of(10), seed);
      try (var trainer =
          new Trainer(model, Loss.crossEntropy(), Optimizer.adam(1e-3f), batch, Device.jvm())) {
        double rate = new LearningRateFinder().run(trainer, rows, seed, 1).suggestion();
        least = Math.min(least, rate);
        most = Math.max(most, rate);
      }
    }
    assertTrue(most < 3.2 * least, "from %s to %s".formatted(least, most));
    assertTrue(least > 0.01 && most < 0.2, "from %s to %s".formatted(least, most));
  }

  @Test
  void everythingIsPutBack() {
    float expected;
    try (var trainer = trainer(Optimizer.adam(0.01f))) {
      step(trainer);
      expected = step(trainer);
    }
    try (var trainer = trainer(Optimizer.adam(0.01f))) {
      step(trainer);
      var before = trainer.state();
      new LearningRateFinder().run(trainer, DATA, 7, 1);
      var after = trainer.state();
      assertEquals(before.steps(), after.steps());
      assertEquals(0.01f, trainer.learningRate());
      assertArrayEquals(before.moments().getFirst(), after.moments().getFirst());
      assertEquals(expected, step(trainer));
    }
  }

  private static float step(Trainer trainer) {
    return trainer.step(new float[] {1, 2, 3, 4}, new float[] {5, 6}, 2);
  }

  @Test
  void aLossThatFallsNowhereIsSaid() {
    try (var trainer = trainer(Optimizer.sgd(0.1f))) {
      var e =
          assertThrows(
              TrainingException.class,
              () -> new LearningRateFinder(100, 1000, 20, 2, 0).run(trainer, DATA, 7, 1));
      assertTrue(
          String.valueOf(e.getMessage()).contains("sweep over smaller rates"), e.getMessage());
    }
    assertThrows(IllegalArgumentException.class, () -> new LearningRateFinder(0, 1, 100, 1, 0.9));
    assertThrows(IllegalArgumentException.class, () -> new LearningRateFinder(1, 10, 10, 1, 0.9));
  }
}

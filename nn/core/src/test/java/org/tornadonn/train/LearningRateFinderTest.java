package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.linear;

import java.util.Random;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.junit.jupiter.api.Test;
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
    var last = sweep.points().getLast();
    assertTrue(last.rate() > 0.5 && last.rate() < 10, "diverges at " + last.rate());
    assertTrue(sweep.suggestion() > 0.01 && sweep.suggestion() < 1, "rate " + sweep.suggestion());
    double trained = lossAfter(sweep.suggestion());
    assertTrue(trained < 0.1 * lossAfter(sweep.suggestion() / 100), "loss " + trained);
  }

  /** By hand: s = β·s + (1 − β)·loss, over 1 − βⁱ; rates at equal ratios. */
  @Test
  void ratesAndSmoothedLossesAreAsDefined() {
    LearningRateSweep sweep;
    try (var trainer = trainer(Optimizer.sgd(0.5f))) {
      sweep = new LearningRateFinder(1e-4f, 0.1f, 31, 0.9).run(trainer, DATA, 7, 1);
    }
    var points = sweep.points();
    assertEquals(31, points.size());
    assertEquals(1e-4, points.get(0).rate(), 1e-9);
    assertEquals(1e-3, points.get(10).rate(), 1e-8);
    assertEquals(0.1, points.get(30).rate(), 1e-6);
    double first = points.get(0).loss();
    double second = points.get(1).loss();
    assertEquals(first, points.get(0).smoothed(), 1e-6);
    assertEquals((0.9 * first + second) / 1.9, points.get(1).smoothed(), 1e-6);
    var rates = points.stream().map(LearningRateSweep.Point::rate).toList();
    int chosen = rates.indexOf(sweep.suggestion());
    assertTrue(chosen >= 3 && chosen < 28, "step " + chosen);
    for (int i = 3; i < 28; i++) {
      assertTrue(slope(sweep, chosen) <= slope(sweep, i) + 1e-9, "steeper at step " + i);
    }
  }

  /** Of the line through seven losses. */
  private static double slope(LearningRateSweep sweep, int middle) {
    var line = new SimpleRegression();
    for (var point : sweep.points().subList(middle - 3, middle + 4)) {
      line.addData(Math.log(point.rate()), point.loss());
    }
    return line.getSlope();
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
              () -> new LearningRateFinder(100, 1000, 20, 0).run(trainer, DATA, 7, 1));
      assertTrue(
          String.valueOf(e.getMessage()).contains("sweep over smaller rates"), e.getMessage());
    }
    assertThrows(IllegalArgumentException.class, () -> new LearningRateFinder(0, 1, 100, 0.9));
    assertThrows(IllegalArgumentException.class, () -> new LearningRateFinder(1, 10, 10, 0.9));
  }
}

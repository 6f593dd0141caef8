package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Curves whose steepest descent is known: at a rate of 1e-2, the step 62 of 100. */
class LearningRateCurveTest {

  private static final int STEPS = 100;
  private static final double STEEPEST = 1e-2;

  private static float[] rates() {
    var rates = new float[STEPS];
    for (int i = 0; i < STEPS; i++) {
      rates[i] = (float) (1e-7 * Math.pow(1e8, i / (STEPS - 1.0)));
    }
    return rates;
  }

  /** From 1 to a half around the rate, then up as steeply as divergence is. */
  private static List<Float> losses(Random random, double noise) {
    var losses = new ArrayList<Float>();
    for (float rate : rates()) {
      double learnt = 0.5 / (1 + Math.pow(STEEPEST / rate, 2));
      double diverged = Math.pow(rate / 0.5, 4);
      losses.add((float) Math.max(0, 1 - learnt + diverged + noise * random.nextGaussian()));
      if (losses.getLast() > 8) {
        return losses;
      }
    }
    return losses;
  }

  private static LearningRateSweep sweep(int sweeps, long seed, double noise) {
    var random = new Random(seed);
    var all = new ArrayList<List<Float>>();
    for (int i = 0; i < sweeps; i++) {
      all.add(losses(random, noise));
    }
    return new LearningRateCurve(rates(), all).sweep();
  }

  @Test
  void theSteepestDescentIsFound() {
    var sweep = sweep(1, 1, 0);
    assertEquals(STEEPEST, sweep.suggestion(), 0.3 * STEEPEST);
    assertTrue(sweep.isClear());
    assertEquals(1, sweep.points().getFirst().smoothed(), 1e-3);
    assertEquals(1, sweep.points().getLast().loss(), 1e-3, "a sweep that ended learns nothing");
  }

  /** The noise of a step is as large as all that is learnt. */
  @Test
  void noiseHardlyMovesIt() {
    var found = new ArrayList<Float>();
    for (long seed = 1; seed <= 20; seed++) {
      found.add(sweep(5, seed, 0.5).suggestion());
    }
    Collections.sort(found);
    assertTrue(found.getFirst() > STEEPEST / 3 && found.getLast() < 3 * STEEPEST, found.toString());
  }

  @Test
  void oneSweepIsNotEnoughForThat() {
    var found = new ArrayList<Float>();
    for (long seed = 1; seed <= 20; seed++) {
      found.add(sweep(1, seed, 0.5).suggestion());
    }
    assertTrue(Collections.max(found) > 5 * Collections.min(found), found.toString());
  }

  @Test
  void noiseAloneIsNotClear() {
    int clear = 0;
    for (int seed = 0; seed < 100; seed++) {
      var random = new Random(seed);
      var noise = new ArrayList<Float>();
      for (int i = 0; i < STEPS; i++) {
        noise.add((float) (1 + 0.5 * random.nextGaussian()));
      }
      try {
        clear += new LearningRateCurve(rates(), List.of(noise)).sweep().isClear() ? 1 : 0;
      } catch (TrainingException e) {
        assertTrue(String.valueOf(e.getMessage()).contains("falls at no learning rate"));
      }
    }
    assertTrue(clear <= 5, clear + " of 100 are called clear");
  }

  @Test
  void whatOnlyRisesHasNoSuggestion() {
    var rising = List.of(1f, 2f, 3f, Float.POSITIVE_INFINITY);
    var curve = new LearningRateCurve(rates(), List.of(rising, rising));
    assertThrows(TrainingException.class, curve::sweep);
    assertThrows(
        TrainingException.class,
        new LearningRateCurve(rates(), List.of(List.of(Float.NaN)))::sweep);
  }
}

package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.sequential;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tornadonn.data.ClusterDataset;
import org.tornadonn.data.Dataset;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;

/** The training loop: where it stops, how it goes on, what it changes the learning rate by. */
class FitTest {

  private static final Dataset DATA = new ClusterDataset(10, 4, 3, 1);

  private static Model model() {
    return new Model(sequential(named("fc", linear(4, 3))), Shape.of(4), 1);
  }

  private static Trainer trainer(Model model) {
    return new Trainer(model, Loss.crossEntropy(), Optimizer.adam(0.1f), 4, Device.jvm());
  }

  private static Fit fit(ReduceOnPlateau plateau, EarlyStopping stopping, double... goals) {
    return new Fit(
        goals.length,
        1,
        1,
        Schedule.constant(),
        plateau,
        stopping,
        Goal.highest("made up", report -> goals[report.epoch() - 1]));
  }

  @Test
  void stopsEarlyAndRestoresTheBest() {
    var model = model();
    var fit = fit(new ReduceOnPlateau(), new EarlyStopping(2, 0), 1, 3, 2, Double.NaN, 9, 9);
    var states = new ArrayList<FitState>();
    var weights = new ArrayList<float[]>();
    try (var trainer = trainer(model)) {
      var reports =
          fit.run(
              trainer,
              DATA,
              null,
              FitState.FIRST,
              new FitWatch() {
                @Override
                public boolean epoch(EpochReport report, FitState state) {
                  trainer.sync();
                  weights.add(model.values().clone());
                  states.add(state);
                  return true;
                }
              });
      assertEquals(4, reports.size());
    }
    assertTrue(fit.isStopped(states.getLast()));
    assertFalse(fit.isStopped(states.get(2)));
    assertEquals(2, states.getLast().best().epoch());
    assertArrayEquals(weights.get(1), model.values());
  }

  /** At 0.5 above the last improvement, 0.4 is none. */
  @Test
  void minDeltaCounts() {
    var fit = fit(new ReduceOnPlateau(), new EarlyStopping(2, 0.5), 1, 1.4, 1.6, 1.7, 2, 9);
    try (var trainer = trainer(model())) {
      assertEquals(5, fit.run(trainer, DATA, null).size());
    }
  }

  @Test
  void aPlateauReducesTheRateOfTheNextEpoch() {
    var fit = fit(new ReduceOnPlateau(0.5, 0, 0, true, 0, 0), new EarlyStopping(9, 0), 1, 1, 2, 2);
    var rates = new ArrayList<Float>();
    try (var trainer = trainer(model())) {
      var _ =
          fit.run(
              trainer,
              DATA,
              null,
              FitState.FIRST,
              new FitWatch() {
                @Override
                public boolean step(FitProgress progress, FitState state) {
                  if (progress.step() == 1) {
                    rates.add(trainer.learningRate());
                  }
                  return true;
                }
              });
      assertEquals(0.1f, trainer.learningRate());
    }
    assertEquals(List.of(0.1f, 0.1f, 0.05f, 0.05f), rates);
  }

  /** A training that a watch stops after a step goes on with the same numbers. */
  @Test
  void goesOnWithinAnEpoch() {
    var whole = model();
    var fit = new Fit(3, 7);
    List<EpochReport> expected;
    try (var trainer = trainer(whole)) {
      expected = fit.run(trainer, DATA, null);
    }
    for (int stop = 1; stop <= 9; stop++) {
      var model = model();
      var at = new Stop(stop);
      TrainingState state;
      try (var trainer = trainer(model)) {
        assertEquals((stop - 1) / 3, fit.run(trainer, DATA, null, FitState.FIRST, at).size());
        state = trainer.state();
      }
      var other = model();
      try (var trainer =
          new Trainer(other, Loss.crossEntropy(), Optimizer.adam(0.1f), 4, Device.jvm(), state)) {
        var reports = fit.run(trainer, DATA, null, at.state, FitWatch.NONE);
        assertEquals(expected.getLast().trainLoss(), reports.getLast().trainLoss());
        assertEquals(3 - (stop - 1) / 3, reports.size());
      }
      assertArrayEquals(whole.values(), other.values());
    }
  }

  private static final class Stop implements FitWatch {

    private int left;
    private FitState state = FitState.FIRST;

    Stop(int steps) {
      left = steps;
    }

    @Override
    public boolean step(FitProgress progress, FitState now) {
      state = now;
      left--;
      return left != 0;
    }
  }

  @Test
  void otherDataOrBatchesAreRefused() {
    var at = new Stop(1);
    try (var trainer = trainer(model())) {
      var _ = new Fit(1, 1).run(trainer, DATA, null, FitState.FIRST, at);
      var e =
          assertThrows(
              TrainingException.class,
              () ->
                  new Fit(1, 1)
                      .run(
                          trainer, new ClusterDataset(11, 4, 3, 1), null, at.state, FitWatch.NONE));
      assertEquals(
          "The training began with 10 samples in batches of 4, now there are 11 in batches of 4: go on with the same, or begin anew.",
          e.getMessage());
    }
  }
}

package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.batchNorm2d;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.sequential;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.data.ClusterDataset;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Summary;
import org.tornadonn.plan.Shape;

/** What users print says something, and a wrong goal is an error in words. */
class ReadableTest {

  private static Model model() {
    return new Model(
        sequential(
            named("conv", conv2d(1, 2, 3).padding(1), batchNorm2d(2)),
            named("head", flatten(), linear(32, 2))),
        Shape.of(1, 4, 4),
        1);
  }

  @Test
  void aModelSaysItsSizesAndWhatIsFrozen() {
    var model = model();
    assertEquals("Model (1, 4, 4) → (2), 90 parameters, 5 running states", model.toString());
    model.freeze("conv");
    model.freeze("head.1.bias");
    assertEquals(
        "Model (1, 4, 4) → (2), 90 parameters, 5 running states, frozen: conv, head.1.bias",
        model.toString());
  }

  @Test
  void aSummaryIsATable() {
    var lines = Summary.of(model()).toString().lines().toList();
    assertEquals(
        List.of("layer", "operation", "output", "parameters", "FLOP"),
        List.of(lines.getFirst().split(" +")));
    assertEquals(6, lines.size());
    assertTrue(lines.get(1).startsWith("conv.0 "), lines.get(1));
    assertTrue(lines.getLast().startsWith("90 parameters, 90 of them trained; "), lines.getLast());
  }

  @Test
  void aConfusionMatrixShowsItsCounts() {
    var confusion = new ConfusionMatrix(2);
    confusion.add(new float[] {1, 0, 0, 1, 1, 0}, new float[] {0, 1, 1});
    assertEquals(
        List.of(
            "3 samples in 2 classes, accuracy 0.6667, macro F1 0.6667",
            "    0:       1       0",
            "    1:       1       1"),
        confusion.toString().lines().toList());
    assertEquals(1, new ConfusionMatrix(1000).toString().lines().count());
  }

  static Stream<Object> printed() {
    var model = model();
    var x = new float[32];
    var y = new float[4];
    var trainer =
        new Trainer(model, Loss.meanSquaredError(), Optimizer.adam(1e-3f), 2, Device.jvm());
    trainer.step(x, y, 2);
    var state = trainer.state();
    var kept = new FitState.Best(1, 0.5, state.parameters());
    var fit =
        new FitState(
            1, 0, 0, 0, 2, 2, kept, ReduceOnPlateau.State.FIRST, EarlyStopping.State.FIRST);
    var evaluation = new Evaluation(y, y);
    var all =
        Stream.<Object>of(
            model,
            model.weights(),
            model.parameters().getFirst(),
            Objects.requireNonNull(model.state().get("conv.0.weight")),
            model.load(model.state(), true),
            model.load(Map.of(), false),
            Summary.of(model),
            trainer,
            trainer.verify(x, y, 2),
            trainer.placements().getFirst(),
            state,
            Checkpoint.first(state),
            new Checkpoint(state, fit),
            new Predictor(model, Device.jvm()),
            new GradientWorker(model, Loss.l1(), 2, Device.jvm()),
            new Share(2, 2, 2, 0.5f, x, y),
            new ConfusionMatrix(3),
            new RegressionErrors(),
            evaluation,
            new EpochReport(1, 0.5, evaluation, 1, 1, 1),
            Goal.trainLoss(),
            Goal.highest("accuracy", EpochReport::trainLoss),
            new Fit(2, 1),
            new Fit(2, 1, 1, Schedule.cosine(2).warmUp(1, 0.1)),
            Schedule.step(2, 0.5),
            Schedule.linear(0.5, 1, 3),
            Loss.crossEntropy(),
            Optimizer.sgd(1),
            Clipping.norm(1),
            StepOptions.plain(),
            MeasuredStep.prediction(model, 2),
            Device.jvm());
    trainer.close();
    return all;
  }

  @ParameterizedTest
  @MethodSource("printed")
  void nothingIsAnAddress(Object one) {
    assertFalse(one.toString().matches("(?s).*(@[0-9a-f]{3}|Lambda).*"), one.toString());
  }

  @Test
  void aGoalOnValidationNeedsAValidationSet() {
    var data = new ClusterDataset(20, 3, 2, 1);
    var model = new Model(linear(3, 2), Shape.of(3), 1);
    var before = model.values().clone();
    for (var goal :
        List.of(
            Goal.lowest(
                "validation loss",
                report -> Objects.requireNonNull(report.validation()).answers()[0]),
            Goal.highest(
                "validation loss", report -> report.validation() == null ? Double.NaN : 1))) {
      try (var trainer =
          new Trainer(model, Loss.crossEntropy(), Optimizer.sgd(1), 5, Device.jvm())) {
        var fit = new Fit(1, 1).withGoal(goal);
        var e = assertThrows(TrainingException.class, () -> fit.run(trainer, data, null));
        assertEquals(
            "The goal 'validation loss' needs a validation set, but there is none: give one, or take Goal.trainLoss().",
            e.getMessage());
        assertEquals(0, trainer.steps());
      }
      assertArrayEquals(before, model.values());
    }
  }
}

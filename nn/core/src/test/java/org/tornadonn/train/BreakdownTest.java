package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.batchNorm2d;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.lazyLinear;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.data.Dataset;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.Breakdown.Kind;

/** The first number of a step that is not finite is named. */
class BreakdownTest {

  private static final float INFINITY = Float.POSITIVE_INFINITY;
  private static final Optimizer SGD = Optimizer.sgd(0.1f);

  static Stream<Device> devices() {
    return DevicesUnderTest.all().stream();
  }

  /** Two layers of one number each: {@code y = w₂ · relu(w₁ · x)}. */
  private static Model chain(float w1, float w2) {
    var model =
        new Model(
            sequential(
                named("first", linear(1, 1)), named("then", relu()), named("last", linear(1, 1))),
            Shape.of(1),
            1);
    System.arraycopy(new float[] {w1, 0, w2, 0}, 0, model.values(), 0, 4);
    return model;
  }

  private static Trainer trainer(Model model, int batchSize, int microBatches, Device device) {
    return new Trainer(
        model,
        Loss.meanSquaredError(),
        SGD,
        batchSize,
        device,
        StepOptions.plain().accumulate(microBatches));
  }

  private static Breakdown breakdown(Model model, float x, float y) {
    try (var trainer = trainer(model, 1, 1, Device.jvm())) {
      return trainer.breakdown(new float[] {x}, new float[] {y}, 1).orElseThrow();
    }
  }

  @Test
  void samplesAreNamed() {
    try (var trainer = trainer(chain(1, 1), 2, 2, Device.jvm())) {
      var fine = new float[] {1, 2, 3, 4};
      var bad = new float[] {1, Float.NaN, 3, INFINITY};
      assertEquals(Optional.empty(), trainer.breakdown(fine, fine, 4));
      assertEquals(
          Optional.of(new Breakdown(Kind.INPUT, "", "", Float.NaN, List.of(1, 3))),
          trainer.breakdown(bad, bad, 4));
      assertEquals(
          "the target of samples 1, 3 of the batch, counted from 0, holds NaN",
          trainer.breakdown(fine, bad, 4).orElseThrow().toString());
    }
  }

  @ParameterizedTest
  @MethodSource("devices")
  void theFirstLayerIsNamed(Device device) {
    var model =
        new Model(
            sequential(
                named("conv", conv2d(1, 3, 3).padding(1), batchNorm2d(3), relu()),
                named("fc", flatten(), lazyLinear(5), relu(), linear(5, 2))),
            Shape.of(1, 5, 6),
            1);
    var x = new float[2 * 30];
    for (int i = 0; i < x.length; i++) {
      x[i] = i % 7 - 3;
    }
    var hidden = model.parameters().stream().filter(p -> p.name().equals("fc.1.weight")).toList();
    Arrays.fill(
        model.values(),
        hidden.getFirst().offset(),
        hidden.getFirst().offset() + hidden.getFirst().shape().size(),
        3e38f);
    try (var trainer = trainer(model, 2, 1, device)) {
      var before = trainer.state();
      float loss = trainer.step(x, new float[4], 2);
      assertTrue(!Float.isFinite(loss), "loss " + loss);
      var breakdown = trainer.breakdown(x, new float[4], 2).orElseThrow();
      assertEquals(Kind.ACTIVATION, breakdown.kind());
      assertEquals("fc.1", breakdown.name());
      assertEquals("linear forward", breakdown.call());
      assertEquals(before.steps(), trainer.state().steps());
    }
  }

  @Test
  void theLossItselfMayBeTheFirst() {
    assertEquals(
        new Breakdown(Kind.LOSS, "loss", "mse_loss row loss", INFINITY, List.of()),
        breakdown(chain(1, 1e25f), 1, 0));
  }

  /**
   * A finite loss whose gradient is not: the update spoils a parameter, the next step says which.
   */
  @Test
  void theGradientOfAParameterIsNamed() {
    var model = chain(1, 0);
    assertEquals(
        "the gradient of 'last' is the first to hold -Infinity (linear weight gradient parts)",
        breakdown(model, 1e30f, 1e15f).toString());
    try (var trainer = trainer(model, 1, 1, Device.jvm())) {
      assertTrue(Float.isFinite(trainer.step(new float[] {1e30f}, new float[] {1e15f}, 1)));
      assertEquals(
          "parameter 'last.weight' holds Infinity since the update of an earlier step",
          trainer.breakdown().orElseThrow().toString());
      assertTrue(Float.isNaN(trainer.step(new float[] {0}, new float[] {1}, 1)));
      assertEquals(
          Kind.PARAMETER,
          trainer.breakdown(new float[] {0}, new float[] {1}, 1).orElseThrow().kind());
    }
  }

  @Test
  void everyMicroBatchIsSearched() {
    try (var trainer = trainer(chain(10, 1), 1, 3, Device.jvm())) {
      assertEquals(
          "layer 'first' is the first to give Infinity (linear forward)",
          trainer.breakdown(new float[] {1, 2, 3e38f}, new float[3], 3).orElseThrow().toString());
    }
  }

  /** One number in, one out, of which one sample is spoilt. */
  private record Line(int size, int spoilt) implements Dataset {

    @Override
    public int inputLength() {
      return 1;
    }

    @Override
    public int targetLength() {
      return 1;
    }

    @Override
    public void read(int index, int epoch, float[] x, int xAt, float[] y, int yAt) {
      x[xAt] = index == spoilt ? Float.NaN : index;
      y[yAt] = 2 * index;
    }
  }

  private static String said(Dataset data, float rate) {
    var model = chain(1, 1);
    try (var trainer = trainer(model, 4, 1, Device.jvm())) {
      trainer.learningRate(rate);
      var e = assertThrows(TrainingException.class, () -> new Fit(3, 1).run(trainer, data, null));
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void fittingStopsAndSaysWhere() {
    var spoilt = said(new Line(16, 5), 0);
    assertTrue(
        spoilt.matches(
            "The loss became NaN at step \\d of epoch 1: the input of sample \\d of the batch,"
                + " counted from 0, holds NaN\\. Repair or remove these samples\\."),
        spoilt);
    var fast = said(new Line(16, -1), 1e25f);
    assertTrue(
        fast.startsWith("The loss became Infinity at step 2 of epoch 1: ")
            && fast.endsWith(
                "Use a smaller learning rate than 1.0E25, or clip gradients by their norm."),
        fast);
  }
}

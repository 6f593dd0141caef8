package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.sequential;
import static org.tornadonn.layer.Layers.tanh;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;

/** What every optimizer does in a trainer; the conformance suite holds its numbers to PyTorch's. */
class EveryOptimizerTest {

  private static final float[] X = {1, -2, 3, 0.5f, 2, -1};
  private static final float[] Y = {1, -1};

  @TempDir Path folder;

  static Stream<Optimizer> optimizers() {
    return Stream.of(
        new SGD(0.05f, 0.9f, true, 0.01f),
        Optimizer.adam(0.01f),
        Optimizer.adamW(0.01f),
        Optimizer.nadam(0.01f),
        Optimizer.adamax(0.01f),
        Optimizer.lion(0.01f),
        new RMSprop(0.01f, 0.99, 1e-8f, 0, 0.9f, true),
        new Adagrad(0.1f, 0.1, 0, 0.25f, 1e-10f),
        Optimizer.adadelta(1));
  }

  @Test
  void numbersAreChangedOneByOne() {
    assertEquals(
        new SGD(0.1f, 0.9f, true, 1e-4f),
        Optimizer.sgd(0.1f).momentum(0.9f).nesterov(true).weightDecay(1e-4f));
    assertEquals(
        new Adam(0.1f, 0.5, 0.9, 1e-8f, 0.2f),
        Optimizer.adam(0.1f).betas(0.5, 0.9).weightDecay(0.2f));
    assertEquals(
        new AdamW(0.1f, 0.5, 0.9, 1e-8f, 0), Optimizer.adamW(0.1f).betas(0.5, 0.9).weightDecay(0));
    assertEquals(
        new NAdam(0.1f, 0.5, 0.9, 1e-8f, 0.2f, 4e-3, false),
        Optimizer.nadam(0.1f).betas(0.5, 0.9).weightDecay(0.2f));
    assertEquals(
        new Adamax(0.1f, 0.5, 0.9, 1e-8f, 0.2f),
        Optimizer.adamax(0.1f).betas(0.5, 0.9).weightDecay(0.2f));
    assertEquals(
        new Lion(0.1f, 0.5, 0.9, 0.2f), Optimizer.lion(0.1f).betas(0.5, 0.9).weightDecay(0.2f));
    assertEquals(
        new RMSprop(0.1f, 0.99, 1e-8f, 0.2f, 0.9f, true),
        Optimizer.rmsprop(0.1f).weightDecay(0.2f).momentum(0.9f).centered(true));
    assertEquals(new Adagrad(0.1f, 0, 0.2f, 0, 1e-10f), Optimizer.adagrad(0.1f).weightDecay(0.2f));
    assertEquals(new Adadelta(0.1f, 0.9, 1e-6f, 0.2f), Optimizer.adadelta(0.1f).weightDecay(0.2f));
    assertThrows(IllegalArgumentException.class, () -> Optimizer.adam(1).betas(1, 0.9));
    assertThrows(IllegalArgumentException.class, () -> Optimizer.lion(1).weightDecay(-1));
  }

  private static Model model() {
    return new Model(sequential(linear(3, 4), tanh(), linear(4, 1)), Shape.of(3), 1);
  }

  private static Trainer trainer(Optimizer optimizer, TrainingState state) {
    var options =
        StepOptions.plain()
            .clip(Clipping.norm(1))
            .group(p -> p.name().endsWith("bias"), Optimizer.sgd(0.01f));
    return new Trainer(
        model(), Loss.meanSquaredError(), optimizer, 2, Device.jvm(), state, options);
  }

  private static float steps(Trainer trainer, int n) {
    float loss = 0;
    for (int i = 0; i < n; i++) {
      loss = trainer.step(X, Y, 2);
    }
    return loss;
  }

  /** The same bits as without a stop, through a file, with clipping and a group of its own. */
  @ParameterizedTest
  @MethodSource("optimizers")
  void goesOnAsIfItHadNotStopped(Optimizer optimizer) {
    var file = folder.resolve("checkpoint.safetensors");
    float[] expected;
    try (var trainer = trainer(optimizer, TrainingState.first(model()))) {
      float first = steps(trainer, 1);
      steps(trainer, 2);
      Checkpoint.first(trainer.state()).write(file);
      assertTrue(steps(trainer, 3) < first, "the loss falls");
      trainer.sync();
      expected = trainer.model().values().clone();
    }
    try (var trainer = trainer(optimizer, Checkpoint.read(file).training())) {
      steps(trainer, 3);
      trainer.sync();
      assertArrayEquals(expected, trainer.model().values());
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aRateOfZeroChangesNothing(Optimizer optimizer) {
    try (var trainer = trainer(optimizer, TrainingState.first(model()))) {
      trainer.learningRate(0);
      steps(trainer, 2);
      trainer.sync();
      assertArrayEquals(model().values(), trainer.model().values());
    }
  }

  /** NAdam's product of momenta ends where 1 no longer feels it, whatever the step. */
  @Test
  void aLateStepOfNadamIsAsQuickAsAnEarlyOne() {
    var nadam = Optimizer.nadam(1e-3f);
    float[] late = nadam.control(1L << 40, 1e-3f);
    assertArrayEquals(new float[] {0.9e-3f, 1, 1, 0.1e-3f}, late, 1e-9f);
    assertTrue(Arrays.equals(late, nadam.control((1L << 40) + 1, 1e-3f)));
  }

  @Test
  void numbersOutsideTheirRangeAreRefused() {
    refused("alpha must lie in [0, 1), not 1.0", () -> new RMSprop(0.1f, 1, 0, 0, 0, false));
    refused("rho must lie in [0, 1), not -0.1", () -> new Adadelta(1, -0.1, 0, 0));
    refused("betas must lie in [0, 1), not (0.9, 1.0)", () -> new Lion(1, 0.9, 1, 0));
    refused("epsilon must be 0 or more, not -1.0", () -> new Adamax(1, 0.9, 0.9, -1, 0));
    refused("accumulator must be 0 or more, not NaN", () -> new Adagrad(1, 0, 0, Float.NaN, 0));
    refused("momentum decay must be 0 or more", () -> new NAdam(1, 0.9, 0.9, 0, 0, -1, false));
  }

  private static void refused(String words, Executable made) {
    var message = assertThrows(IllegalArgumentException.class, made).getMessage();
    assertTrue(String.valueOf(message).contains(words), message);
  }
}

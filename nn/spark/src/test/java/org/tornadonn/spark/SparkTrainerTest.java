package org.tornadonn.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.sequential;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.data.DataException;
import org.tornadonn.data.Dataset;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.Ema;
import org.tornadonn.train.Fit;
import org.tornadonn.train.FitState;
import org.tornadonn.train.FitWatch;
import org.tornadonn.train.Loss;
import org.tornadonn.train.Optimizer;
import org.tornadonn.train.StepOptions;
import org.tornadonn.train.Stepping;
import org.tornadonn.train.Trainer;
import org.tornadonn.train.TrainingException;

class SparkTrainerTest {

  private static JavaSparkContext spark;

  @BeforeAll
  static void start() {
    spark =
        new JavaSparkContext(
            new SparkConf()
                .setMaster("local[3]")
                .setAppName("test")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1"));
  }

  @AfterAll
  static void stop() {
    Replica.end();
    spark.stop();
  }

  private static SparkTrainer cluster() {
    return new SparkTrainer(spark).on("jvm");
  }

  @ParameterizedTest
  @EnumSource
  void aStepIsThatOfOneMachineBitForBit(Summation way) {
    for (Layer layers : new Layer[] {Lesson.plain(), Lesson.masked()}) {
      var lesson = new Lesson(layers, Optimizer.adam(0.01f), 4, 3);
      var alone = lesson.train(Stepping.LOCAL, 2);
      var together = lesson.train(cluster().summation(way), 2);
      assertEquals(alone.losses(), together.losses());
      assertArrayEquals(alone.values(), together.values());
    }
  }

  static Stream<Optimizer> optimizers() {
    return Stream.of(
        Optimizer.sgd(0.05f).momentum(0.9f),
        Optimizer.adamW(0.01f),
        Optimizer.nadam(0.01f),
        Optimizer.adamax(0.01f),
        Optimizer.lion(0.001f),
        Optimizer.rmsprop(0.01f).centered(true),
        Optimizer.adagrad(0.01f),
        Optimizer.adadelta(1));
  }

  /** In steps of gradients, and in rounds of one step of one machine. */
  @ParameterizedTest
  @MethodSource("optimizers")
  void everyOptimizerIsThatOfOneMachine(Optimizer optimizer) {
    var lesson = new Lesson(Lesson.plain(), optimizer, 4, 3);
    assertArrayEquals(
        lesson.train(Stepping.LOCAL, 2).values(), lesson.train(cluster(), 2).values());
    var step = new Lesson(Lesson.plain(), optimizer, 4, 1);
    assertArrayEquals(
        step.train(Stepping.LOCAL, 2).values(), step.train(cluster().localSteps(1), 2).values());
  }

  /** What executors know nothing of. */
  @Test
  void optionsThatCannotBeSentAreRefused() {
    refused(cluster(), StepOptions.plain().hook("conv"), "without hooks");
    refused(
        cluster().localSteps(2),
        StepOptions.plain().average(new Ema(0.5)),
        "average of weights cannot");
    refused(
        cluster().localSteps(2),
        StepOptions.plain().group(p -> true, Optimizer.sgd(1)),
        "Groups of parameters cannot");
  }

  private static void refused(SparkTrainer cluster, StepOptions options, String said) {
    var model = new Model(Lesson.plain(), Shape.of(1, 6, 6), 7);
    try (var trainer =
        new Trainer(model, Loss.crossEntropy(), Optimizer.sgd(1), 4, Device.jvm(), options)) {
      var fit = new Fit(1, 3);
      var refusal =
          assertThrows(
              TrainingException.class,
              () ->
                  fit.run(trainer, Lesson.DATA, null, FitState.FIRST, new FitWatch() {}, cluster));
      assertTrue(String.valueOf(refusal.getMessage()).contains(said), refusal::getMessage);
    }
  }

  /** Micro-batches, and whole steps, of which the loss leaves all out are among them. */
  @ParameterizedTest
  @EnumSource
  void aStepWithoutSomeSamplesIsThatOfOneMachineToo(Summation way) {
    var loss = Loss.crossEntropy(0.1f).ignoreIndex(1);
    for (int size : new int[] {4, 1}) {
      var lesson = new Lesson(Lesson.masked(), Optimizer.adam(0.01f), size, 2, loss);
      var alone = lesson.train(Stepping.LOCAL, 1);
      var together = lesson.train(cluster().summation(way), 1);
      assertEquals(size == 1, alone.losses().contains(0f), "a step of nothing");
      assertEquals(alone.losses(), together.losses());
      assertArrayEquals(alone.values(), together.values());
    }
    var steps = new Lesson(Lesson.plain(), Optimizer.adam(0.01f), 1, 1, loss);
    var rounds = new Lesson(Lesson.plain(), Optimizer.adam(0.01f), 1, 5, loss);
    assertArrayEquals(
        steps.train(Stepping.LOCAL, 1).values(), rounds.train(cluster().localSteps(5), 1).values());
  }

  /** A label of 2 where the model has two classes. */
  @Test
  void executorsRefuseALabelThatIsNoClass() {
    var two = sequential(flatten(), linear(36, 2));
    for (var stepping : List.of(cluster(), cluster().localSteps(1))) {
      var lesson = new Lesson(two, Optimizer.sgd(0.1f), 25, 2);
      var refusal = assertThrows(DataException.class, () -> lesson.train(stepping, 1));
      var said = String.valueOf(refusal.getMessage());
      assertTrue(
          said.matches("sample \\d+: class 2, but the model has 2 classes, 0 to 1\\. .*"), said);
    }
  }

  @Test
  void oneTrainerOnSparkDoesOneTrainingAfterAnother() {
    var both = cluster();
    for (Layer layers : new Layer[] {Lesson.plain(), Lesson.masked()}) {
      var lesson = new Lesson(layers, Optimizer.sgd(0.05f), 4, 3);
      assertArrayEquals(lesson.train(Stepping.LOCAL, 1).values(), lesson.train(both, 1).values());
    }
  }

  @Test
  void manyOrLargeGradientsAreAddedUpInSlices() {
    assertEquals(Summation.DRIVER, Summation.of(1, 1L << 40));
    assertEquals(Summation.DRIVER, Summation.of(1000, 1000));
    assertEquals(Summation.SLICES, Summation.of(1000, Summation.LIMIT / 999));
  }

  @Test
  void theNumberOfMicroBatchesChangesRoundingOnly() {
    var whole = new Lesson(Lesson.plain(), Optimizer.sgd(0.05f), 12, 1).train(Stepping.LOCAL, 2);
    for (int shares : new int[] {2, 3, 6}) {
      var shared =
          new Lesson(Lesson.plain(), Optimizer.sgd(0.05f), 12 / shares, shares).train(cluster(), 2);
      assertArrayEquals(whole.values(), shared.values(), 1e-5f);
      for (int i = 0; i < whole.losses().size(); i++) {
        assertEquals(whole.losses().get(i), shared.losses().get(i), 1e-5f);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void runningStatesMoveOnceAStep(Summation way) {
    var lesson = new Lesson(Lesson.normalised(), Optimizer.sgd(0.05f), 4, 3);
    var alone = lesson.train(Stepping.LOCAL, 1);
    var together = lesson.train(cluster().summation(way), 1);
    assertArrayEquals(alone.values(), together.values(), "weights do not depend on them");
    int batches = together.states().length - 1;
    assertEquals(5, together.states()[batches], "steps of 12, 12, 12, 12 and 2 samples");
    assertEquals(13, alone.states()[batches], "batches of 4, and one of 2");
  }

  @Test
  void oneLocalStepOfPlainGradientDescentIsAStepTogether() {
    var lesson = new Lesson(Lesson.plain(), Optimizer.sgd(0.05f), 4, 3);
    var together = lesson.train(cluster(), 2);
    var apart = lesson.train(cluster().localSteps(1), 2);
    assertArrayEquals(together.values(), apart.values(), 1e-6f);
  }

  @Test
  void localStepsOfOneExecutorAreOrdinarySteps() {
    var adam = Optimizer.adam(0.01f);
    var alone = new Lesson(Lesson.plain(), adam, 4, 1).train(Stepping.LOCAL, 2);
    var rounds = new Lesson(Lesson.plain(), adam, 4, 5).train(cluster().localSteps(5), 2);
    assertArrayEquals(alone.values(), rounds.values());
  }

  @Test
  void localStepsCanBeRepeatedAndLearn() {
    var lesson = new Lesson(Lesson.plain(), Optimizer.adam(0.01f), 4, 6);
    var once = lesson.train(cluster().localSteps(2), 6);
    var again = lesson.train(cluster().localSteps(2), 6);
    assertArrayEquals(once.values(), again.values());
    assertTrue(once.losses().getLast() < 0.8 * once.losses().getFirst(), once.losses().toString());
  }

  @Test
  void whatCannotTravelIsRefused() {
    var own =
        new Dataset() {
          @Override
          public int size() {
            return 4;
          }

          @Override
          public int inputLength() {
            return 1;
          }

          @Override
          public int targetLength() {
            return 1;
          }

          @Override
          public void read(int index, int epoch, float[] x, int xAt, float[] y, int yAt) {}
        };
    var refusal = assertThrows(DataException.class, own::source);
    assertTrue(String.valueOf(refusal.getMessage()).contains("Dataset.source()"));
  }

  @Test
  void executorsWithoutWorkAreNamed() {
    assertEquals(Optional.empty(), IdleExecutors.warning(0, 1, 1));
    assertEquals(Optional.empty(), IdleExecutors.warning(1, 1, 1));
    assertEquals(Optional.empty(), IdleExecutors.warning(2, 8, 4));
    assertTrue(IdleExecutors.warning(2, 1, 1).orElseThrow().contains("(--accumulate 2)"));
    assertTrue(IdleExecutors.warning(3, 8, 4).orElseThrow().contains("(--accumulate 12)"));
  }
}

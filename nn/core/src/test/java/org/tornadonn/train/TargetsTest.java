package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.sequential;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.data.Batch;
import org.tornadonn.data.DataException;
import org.tornadonn.data.Dataset;
import org.tornadonn.data.LabelledDataset;
import org.tornadonn.data.Subset;
import org.tornadonn.data.TensorDataset;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Signature;
import org.tornadonn.plan.Shape;

/**
 * Targets that a loss does not take: refused by every way in, on every device, with nothing run.
 */
class TargetsTest {

  private static final float NAN = Float.NaN;
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  /** What is said of a label where there are 3 classes. */
  private static final Map<Float, String> LABELS =
      Map.of(
          3f,
          "class 3, but the model has 3 classes, 0 to 2. Labels that are counted from 1",
          7f,
          "class 7, but the model has 3 classes, 0 to 2. Labels are counted from 0",
          -1f,
          "class -1, but the model has 3 classes, 0 to 2. Labels are counted from 0",
          -100f,
          "Loss.crossEntropy().ignoreIndex(-100)",
          1e9f,
          "class 1000000000, but the model has 3 classes, 0 to 2.",
          0.5f,
          "class 0.5, which is no whole number; the model has 3 classes, 0 to 2.",
          2.9f,
          "class 2.9, which is no whole number",
          NAN,
          "class NaN, which is no whole number",
          INFINITY,
          "class Infinity, which is no whole number");

  private static final float[] X = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

  /** Rows of two numbers, in three classes. */
  private static Model model() {
    return new Model(sequential(linear(2, 3)), Shape.of(2), 1);
  }

  private static Trainer trainer(Model model, int microBatches, Device device) {
    return new Trainer(
        model,
        Loss.crossEntropy(),
        Optimizer.sgd(0.1f),
        5,
        device,
        StepOptions.plain().accumulate(microBatches));
  }

  private static float[] labels(float fourth) {
    return new float[] {0, 1, 2, fourth, 1};
  }

  private static Dataset data(float... labels) {
    return new TensorDataset(X, labels, labels.length);
  }

  /** The ways in: each gets five samples, of which the fourth has a label that is no class. */
  enum Entry {
    STEP {
      @Override
      void run(Model model, Device device, float[] y) {
        try (var trainer = trainer(model, 1, device)) {
          trainer.step(X, y, 5);
        }
      }
    },
    MICRO_BATCHES {
      @Override
      void run(Model model, Device device, float[] y) {
        try (var trainer =
            new Trainer(
                model,
                Loss.crossEntropy(0.1f),
                Optimizer.sgd(0.1f),
                2,
                device,
                StepOptions.plain().accumulate(3))) {
          trainer.step(X, y, 5);
        }
      }
    },
    GRADIENTS {
      @Override
      void run(Model model, Device device, float[] y) {
        try (var trainer = trainer(model, 1, device)) {
          trainer.gradients(X, y, 5);
        }
      }
    },
    VERIFY {
      @Override
      void run(Model model, Device device, float[] y) {
        try (var trainer = trainer(model, 1, device)) {
          trainer.verify(X, y, 5);
        }
      }
    },
    WORKER {
      @Override
      void run(Model model, Device device, float[] y) {
        try (var worker = new GradientWorker(model, Loss.crossEntropy(), 5, device)) {
          worker.gradients(new Batch(X, y, 5), 1, 1, 0);
        }
      }
    },
    FIT {
      @Override
      void run(Model model, Device device, float[] y) {
        try (var trainer = trainer(model, 1, device)) {
          new Fit(1, 1).run(trainer, data(y), null);
        }
      }
    },
    VALIDATION {
      @Override
      void run(Model model, Device device, float[] y) {
        try (var trainer = trainer(model, 1, device)) {
          trainer.learningRate(0);
          new Fit(1, 1).run(trainer, data(labels(0)), data(y));
        }
      }
    },
    FINDER {
      @Override
      void run(Model model, Device device, float[] y) {
        try (var trainer = trainer(model, 1, device)) {
          new LearningRateFinder().run(trainer, data(y), 1, 0);
        }
      }
    },
    EVALUATION {
      @Override
      void run(Model model, Device device, float[] y) {
        try (var predictor = new Predictor(model, 2, device)) {
          Evaluation.of(predictor::predict, data(y), 2, 0);
        }
      }
    },
    EVALUATION_BY_LOSS {
      @Override
      void run(Model model, Device device, float[] y) {
        try (var predictor = new Predictor(model, 2, device)) {
          Evaluation.of(predictor::predict, Loss.crossEntropy(), data(y), 2, 0);
        }
      }
    },
    MEASURES {
      @Override
      void run(Model model, Device device, float[] y) {
        try (var predictor = new Predictor(model, 2, device)) {
          Evaluation.each(predictor::predict, data(y), 2, 0, batch -> {});
        }
      }
    };

    /** Goes in with five targets. */
    abstract void run(Model model, Device device, float[] y);
  }

  static Stream<Arguments> entries() {
    return DevicesUnderTest.all().stream()
        .flatMap(device -> Arrays.stream(Entry.values()).map(e -> Arguments.of(device, e)));
  }

  private static String refusal(Entry entry, Model model, Device device, float[] y) {
    var e = assertThrows(RuntimeException.class, () -> entry.run(model, device, y));
    assertTrue(
        e instanceof IllegalArgumentException || e instanceof DataException,
        () -> entry + ": " + e);
    return String.valueOf(e.getMessage());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("entries")
  void aLabelThatIsNoClassIsRefused(Device device, Entry entry) {
    // What is refused here reaches no device: one label, that would crash it, is enough there.
    var labels = device.isJvm() ? LABELS.keySet() : Set.of(1e9f);
    for (float label : labels) {
      var model = model();
      var before = model.values().clone();
      var said = refusal(entry, model, device, labels(label));
      assertTrue(said.contains(Objects.requireNonNull(LABELS.get(label))), said);
      assertTrue(said.startsWith("sample 3: ") || said.startsWith("sample 4: "), said);
      assertArrayEquals(before, model.values(), "nothing was trained");
    }
  }

  @ParameterizedTest
  @EnumSource(names = "FINDER", mode = EnumSource.Mode.EXCLUDE) // five rows are no curve
  void classesAreTaken(Entry entry) {
    entry.run(model(), Device.jvm(), new float[] {0, 1, 2, -0f, 2});
  }

  @ParameterizedTest
  @EnumSource
  void theMessageIsWholeAndSaysWhatToDo(Entry entry) {
    boolean hasNames =
        !List.of("STEP", "MICRO_BATCHES", "GRADIENTS", "VERIFY", "WORKER").contains(entry.name());
    assertEquals(
        (hasNames ? "sample 4" : "sample 3")
            + ": class 3, but the model has 3 classes, 0 to 2. Labels that are counted from 1 are"
            + " the usual cause: subtract 1 from each."
            + (hasNames ? "" : " (Samples are counted from 0.)"),
        refusal(entry, model(), Device.jvm(), labels(3)));
  }

  /** A loss, a target of two numbers, and what is said of it. */
  static Stream<Arguments> others() {
    var finite =
        List.of(
            Loss.meanSquaredError(),
            Loss.l1(),
            Loss.huber(1),
            Loss.smoothL1(0),
            Loss.binaryCrossEntropyWithLogits());
    var notFinite =
        finite.stream()
            .flatMap(
                loss ->
                    Stream.of(NAN, INFINITY, -INFINITY)
                        .map(
                            bad ->
                                Arguments.of(
                                    loss, bad, "target " + bad + ", but a loss takes finite")));
    var noProbability =
        Stream.of(-0.01f, 1.01f, 3f, -1f)
            .map(
                bad ->
                    Arguments.of(
                        Loss.binaryCrossEntropyWithLogits(),
                        bad,
                        "target "
                            + bad
                            + ", but binary cross-entropy takes probabilities of yes, from 0 to"
                            + " 1."));
    return Stream.concat(notFinite, noProbability);
  }

  @ParameterizedTest
  @MethodSource("others")
  void otherLossesSayWhatTheyTake(Loss loss, float bad, String expected) {
    var model = new Model(sequential(linear(2, 2)), Shape.of(2), 1);
    var before = model.values().clone();
    var y = new float[] {0, 1, 0.5f, bad, 0, 0};
    try (var trainer = new Trainer(model, loss, Optimizer.sgd(1), 3, Device.jvm())) {
      var step = assertThrows(IllegalArgumentException.class, () -> trainer.step(X, y, 3));
      assertTrue(
          String.valueOf(step.getMessage()).startsWith("sample 1: " + expected), step.getMessage());
      var data = new TensorDataset(Arrays.copyOf(X, 6), y, 3);
      var fit = assertThrows(DataException.class, () -> new Fit(1, 1).run(trainer, data, null));
      assertTrue(
          String.valueOf(fit.getMessage()).startsWith("sample 2: " + expected), fit.getMessage());
      y[3] = 1;
      assertTrue(Float.isFinite(trainer.step(X, y, 3)));
      trainer.learningRate(0);
    }
    assertEquals(before.length, model.values().length);
  }

  @Test
  void whatLiesBehindTheSamplesIsNotLookedAt() {
    try (var trainer = trainer(model(), 1, Device.jvm())) {
      assertTrue(Float.isFinite(trainer.step(X, labels(9), 3)));
    }
  }

  @Test
  void moreSamplesThanAnIntCountsNumbersAreRefused() {
    var same = new Model(sequential(linear(4, 4)), Shape.of(4), 1);
    var options = StepOptions.plain().accumulate(1 << 30);
    var state = TrainingState.first(same);
    try (var trainer =
        new Trainer(
            same, Loss.meanSquaredError(), Optimizer.sgd(1), 1, Device.jvm(), state, options)) {
      var thrown =
          assertThrows(
              IllegalArgumentException.class,
              () -> trainer.step(new float[4], new float[4], 1 << 30));
      assertEquals(
          "1073741824 inputs need 4294967296 numbers, but there are 4.", thrown.getMessage());
    }
  }

  @Test
  void measuresOfClassesRefuseThem() {
    var scores = new float[6];
    for (float label : LABELS.keySet()) {
      var answers = new float[] {1, label};
      var accuracy =
          assertThrows(IllegalArgumentException.class, () -> Accuracy.of(scores, answers));
      var matrix =
          assertThrows(
              IllegalArgumentException.class, () -> new ConfusionMatrix(3).add(scores, answers));
      assertTrue(
          String.valueOf(accuracy.getMessage()).startsWith("sample 1: class "),
          accuracy.getMessage());
      assertEquals(accuracy.getMessage(), matrix.getMessage());
    }
  }

  /** Four rows whose labels are known without reading them. */
  private record Labelled(int... labels) implements LabelledDataset {

    @Override
    public List<String> classes() {
      return List.of("a", "b", "c", "d");
    }

    @Override
    public int label(int index) {
      return labels[index];
    }

    @Override
    public String name(int index) {
      return "row " + index;
    }

    @Override
    public List<Integer> inputShape() {
      return List.of(2);
    }

    @Override
    public int size() {
      return labels.length;
    }

    @Override
    public void read(int index, int epoch, float[] x, int xAt, float[] y, int yAt) {
      throw new AssertionError("read before the labels were checked");
    }
  }

  @Test
  void knownLabelsAreCheckedBeforeTheFirstStep() {
    var labelled = new Labelled(0, 1, 2, 0, 1, 3);
    try (var trainer = trainer(model(), 1, Device.jvm())) {
      var training =
          assertThrows(DataException.class, () -> new Fit(1, 1).run(trainer, labelled, null));
      var part = new Subset(labelled, new int[] {5, 0});
      var validation =
          assertThrows(
              DataException.class, () -> new Fit(1, 1).run(trainer, data(labels(0)), part));
      assertTrue(
          String.valueOf(training.getMessage())
              .startsWith("row 5: class 3, but the model has 3 classes, 0 to 2."),
          training.getMessage());
      assertEquals(training.getMessage(), validation.getMessage());
      assertEquals(0, trainer.steps());
    }
  }

  /** Numbers that would be read as those of other samples. */
  @Test
  void dataOfOtherLengthsAreRefused() {
    try (var trainer = trainer(model(), 1, Device.jvm())) {
      for (var data :
          List.of(new TensorDataset(X, new float[10], 5), new TensorDataset(X, X, 10))) {
        var e = assertThrows(DataException.class, () -> new Fit(1, 1).run(trainer, data, null));
        assertTrue(String.valueOf(e.getMessage()).contains("belong together"), e.getMessage());
      }
    }
  }

  @Test
  void moreClassesThanFloatsCanCountAreRefused() {
    var loss = Loss.crossEntropy();
    assertEquals(Shape.of(), loss.targets(output((1 << 24) + 1)).sample());
    var e =
        assertThrows(
            org.tornadonn.plan.ShapeException.class, () -> loss.targets(output((1 << 24) + 2)));
    assertTrue(String.valueOf(e.getMessage()).contains("16777217"), e.getMessage());
  }

  private static Signature output(int classes) {
    return Signature.of(Signature.OUTPUT, Shape.of(classes));
  }
}

package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.batchNorm2d;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.lazyLinear;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.sequential;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadonn.data.Batch;
import org.tornadonn.data.DataException;
import org.tornadonn.data.TensorDataset;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Signature;
import org.tornadonn.plan.Shape;

/** Samples that cross-entropy leaves out: the mean is over the others, however they are batched. */
class IgnoreIndexTest {

  private static final int OUT = -100;

  private static final float[] X = {
    0.5f, -1, 2, 1.5f, 0.25f, -0.75f, 0, 3, 1, -2, 0.5f, 0.125f, 1, 1, -1
  };
  private static final float[] W = {0.3f, -0.2f, 0.1f, 0.05f, 0.4f, -0.6f, -0.25f, 0.15f, 0.35f};

  /** What PyTorch makes of a loss, of labels. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record PyTorch(Loss loss, float[] y, double value, double... gradient) {}

  /** PyTorch 2.13 in float64: cross_entropy(x @ w.T, y, ignore_index, label_smoothing). */
  private static final List<PyTorch> PYTORCH =
      List.of(
          new PyTorch(
              Loss.crossEntropy().ignoreIndex(OUT),
              new float[] {2, OUT, 1, OUT, 0},
              1.0866358061092294,
              -0.175928471,
              -0.295368207,
              0.635633223,
              0.221843308,
              -0.416485450,
              -0.374960643,
              -0.045914837,
              0.711853656,
              -0.260672580),
          new PyTorch(
              Loss.crossEntropy(0.1f).ignoreIndex(OUT),
              new float[] {2, OUT, 1, OUT, 0},
              1.110802472775896,
              -0.159261804,
              -0.295368207,
              0.580077667,
              0.205176641,
              -0.349818783,
              -0.363849532,
              -0.045914837,
              0.645186990,
              -0.216228135),
          new PyTorch(
              Loss.crossEntropy().ignoreIndex(0),
              new float[] {2, 0, 1, 0, 0},
              0.8784398116859313,
              0.124879499,
              -0.054280105,
              0.564677629,
              0.014914729,
              -0.942578407,
              -0.244590732,
              -0.139794229,
              0.996858512,
              -0.320086896));

  private static Model linearModel() {
    var model = new Model(sequential(linear(3, 3).bias(false)), Shape.of(3), 1);
    System.arraycopy(W, 0, model.values(), 0, W.length);
    return model;
  }

  private static Trainer trainer(
      Model model, Loss loss, int batchSize, int microBatches, Device device) {
    return new Trainer(
        model,
        loss,
        Optimizer.sgd(0.1f),
        batchSize,
        device,
        StepOptions.plain().accumulate(microBatches));
  }

  static Stream<Arguments> fixtures() {
    return DevicesUnderTest.all().stream()
        .flatMap(device -> PYTORCH.stream().map(p -> Arguments.of(device, p)));
  }

  /** In one batch, in one that is not full, and in micro-batches of which some are left out. */
  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("fixtures")
  void isAsInPyTorch(Device device, PyTorch expected) {
    boolean isJvm = device.isJvm();
    var all = new int[][] {{2, 3}, {5, 1}, {8, 1}, {1, 5}, {4, 2}};
    for (int[] batches : isJvm ? all : Arrays.copyOf(all, 1)) {
      try (var trainer = trainer(linearModel(), expected.loss, batches[0], batches[1], device)) {
        var what = Arrays.toString(batches);
        assertEquals(expected.value, trainer.gradients(X, expected.y, 5), 2e-6, what);
        var gradients = trainer.fetchGradients();
        for (int i = 0; i < gradients.length; i++) {
          assertEquals(expected.gradient[i], gradients[i], 1e-6, what);
        }
        assertTrue(!isJvm || trainer.verify(X, expected.y, 5).first().isEmpty(), what);
      }
    }
  }

  /** The mean of −log p over the samples with a class, in double precision. */
  private static double definition(float[] w, float[] y, double smoothing) {
    double sum = 0;
    int counted = 0;
    for (int n = 0; n < y.length; n++) {
      if (y[n] == OUT) {
        continue;
      }
      var logits = new double[3];
      double all = 0;
      for (int c = 0; c < 3; c++) {
        for (int i = 0; i < 3; i++) {
          logits[c] += (double) X[3 * n + i] * w[3 * c + i];
        }
        all += Math.exp(logits[c]);
      }
      for (int c = 0; c < 3; c++) {
        double p = smoothing / 3 + (c == y[n] ? 1 - smoothing : 0);
        sum += p * (Math.log(all) - logits[c]);
      }
      counted++;
    }
    return sum / counted;
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 0.3f})
  void gradientsAreSlopesOfTheDefinition(float smoothing) {
    var loss = Loss.crossEntropy(smoothing).ignoreIndex(OUT);
    var y = new float[] {OUT, 0, 1, OUT, 2};
    float h = 1 / 128f;
    try (var trainer = trainer(linearModel(), loss, 2, 3, Device.jvm())) {
      assertEquals(definition(W, y, smoothing), trainer.gradients(X, y, 5), 1e-6);
      var gradients = trainer.fetchGradients();
      for (int i = 0; i < W.length; i++) {
        var up = W.clone();
        var down = W.clone();
        up[i] += h;
        down[i] -= h;
        double slope =
            (definition(up, y, smoothing) - definition(down, y, smoothing)) / (up[i] - down[i]);
        assertEquals(slope, gradients[i], 1e-4);
      }
    }
  }

  @Test
  void withoutIgnoringNothingIsLeftOut() {
    var y = new float[] {2, 0, 1, 0, 0};
    try (var plain = trainer(linearModel(), Loss.crossEntropy(), 2, 3, Device.jvm());
        var none =
            trainer(linearModel(), Loss.crossEntropy().ignoreIndex(OUT), 2, 3, Device.jvm());
        var refusing = trainer(linearModel(), Loss.crossEntropy(), 5, 1, Device.jvm())) {
      assertEquals(plain.step(X, y, 5), none.step(X, y, 5));
      assertArrayEquals(plain.fetchGradients(), none.fetchGradients());
      y[1] = OUT;
      assertThrows(IllegalArgumentException.class, () -> refusing.step(X, y, 5));
    }
  }

  @Test
  void everyOtherLabelHasToBeAClass() {
    try (var trainer =
        trainer(linearModel(), Loss.crossEntropy().ignoreIndex(OUT), 5, 1, Device.jvm())) {
      var y = new float[] {2, OUT, 3, OUT, 0};
      var e = assertThrows(IllegalArgumentException.class, () -> trainer.step(X, y, 5));
      assertTrue(
          String.valueOf(e.getMessage())
              .startsWith(
                  "sample 2: class 3, but the model has 3 classes, 0 to 2 (and -100 to be left"
                      + " out)."),
          e.getMessage());
    }
  }

  @ParameterizedTest
  @MethodSource("org.tornadonn.train.DevicesUnderTest#all")
  void aStepWithoutAnyOtherIsRefused(Device device) {
    var y = new float[5];
    Arrays.fill(y, OUT);
    for (int batchSize : new int[] {5, 2}) {
      var model = linearModel();
      try (var trainer =
          trainer(model, Loss.crossEntropy().ignoreIndex(OUT), batchSize, 3, device)) {
        var e = assertThrows(IllegalArgumentException.class, () -> trainer.step(X, y, 5));
        assertTrue(
            String.valueOf(e.getMessage())
                .startsWith(
                    "The loss leaves all samples of the step out (5 of 5, by its ignoreIndex)"),
            e.getMessage());
      }
      assertArrayEquals(W, model.values());
    }
  }

  private static Model normalised() {
    var layers = sequential(conv2d(1, 3, 2), batchNorm2d(3), flatten(), lazyLinear(3));
    return new Model(layers, Shape.of(1, 3, 3), 8);
  }

  private static float[] pictures(int n) {
    var random = new Random(5);
    var x = new float[n * 9];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextFloat();
    }
    return x;
  }

  /** Samples without a class are in the batch all the same: batch norms see them, as in PyTorch. */
  @Test
  void batchNormsCountAllSamples() {
    var some = normalised();
    var all = normalised();
    var x = pictures(4);
    try (var one = trainer(some, Loss.crossEntropy().ignoreIndex(OUT), 4, 1, Device.jvm());
        var other = trainer(all, Loss.crossEntropy(), 4, 1, Device.jvm())) {
      one.step(x, new float[] {OUT, 1, OUT, 2}, 4);
      other.step(x, new float[] {0, 1, 0, 2}, 4);
    }
    assertArrayEquals(all.stateValues(), some.stateValues(), 1e-6f);
  }

  /** Shares weigh by the samples that count, and running states by all: bit for bit on the JVM. */
  @ParameterizedTest
  @MethodSource("org.tornadonn.train.DevicesUnderTest#all")
  void workersMakeTheStepOfOneMachine(Device device) {
    var loss = Loss.crossEntropy(0.1f).ignoreIndex(OUT);
    var x = pictures(8);
    var y = new float[] {OUT, 2, 1, OUT, OUT, OUT, 0, 1};
    var alone = normalised();
    var together = normalised();
    try (var one = trainer(alone, loss, 2, 4, Device.jvm());
        var driver = trainer(together, loss, 2, 4, Device.jvm());
        var worker = new GradientWorker(normalised(), loss, 2, device)) {
      worker.load(together.values(), together.stateValues());
      var shares = new ArrayList<Share>();
      for (int i = 0; i < 8; i += 2) {
        var batch =
            new Batch(Arrays.copyOfRange(x, 9 * i, 9 * i + 18), Arrays.copyOfRange(y, i, i + 2), 2);
        shares.add(worker.gradients(batch, driver.seed(), 1, i / 2));
      }
      assertEquals(
          List.of(1, 1, 0, 2), shares.stream().map(Share::counted).toList(), "labels that count");
      var mean = Share.mean(shares);
      assertEquals(4, mean.counted());
      assertEquals(one.step(x, y, 8), driver.step(mean), 1e-6f);
      var nothing = Share.mean(List.of(shares.get(2), shares.get(2)));
      assertThrows(IllegalArgumentException.class, () -> driver.step(nothing));
      one.sync();
      driver.sync();
    }
    float tolerance = device.isJvm() ? 0 : 1e-5f;
    assertArrayEquals(alone.values(), together.values(), tolerance);
  }

  /** An epoch in batches of two has the training loss of one in a single batch. */
  @Test
  void anEpochIsTheMeanOfTheSamplesThatCount() {
    var y = new float[] {2, OUT, 1, 1, 0};
    var data = new TensorDataset(X, y, y.length);
    var reports = new ArrayList<EpochReport>();
    for (int batchSize : new int[] {2, 5}) {
      try (var trainer =
          trainer(
              linearModel(), Loss.crossEntropy().ignoreIndex(OUT), batchSize, 1, Device.jvm())) {
        trainer.learningRate(0);
        reports.add(new Fit(1, 3).run(trainer, data, data).getFirst());
      }
    }
    for (var report : reports) {
      assertEquals(definition(W, y, 0), report.trainLoss(), 1e-6);
      var seen = Objects.requireNonNull(report.validation());
      assertArrayEquals(new float[] {2, 1, 1, 0}, seen.answers());
      assertEquals(4, Accuracy.of(seen.predictions(), seen.answers()).samples());
    }
  }

  @Test
  void aFitPassesOverBatchesWithoutAnyOther() {
    var loss = Loss.crossEntropy().ignoreIndex(OUT);
    var some = new TensorDataset(X, new float[] {OUT, 1, OUT, 0, OUT}, 5);
    var all = new TensorDataset(X, new float[] {OUT, OUT, OUT, OUT, OUT}, 5);
    try (var trainer = trainer(linearModel(), loss, 1, 1, Device.jvm())) {
      assertTrue(Double.isFinite(new Fit(1, 3).run(trainer, some, null).getFirst().trainLoss()));
      assertEquals(2, trainer.steps());
      var finder = new LearningRateFinder(1e-6f, 1, 20, 1, 0.9);
      var before = trainer.state().steps();
      assertThrows(TrainingException.class, () -> finder.run(trainer, all, 1, 0));
      assertEquals(before, trainer.steps());
      var e = assertThrows(TrainingException.class, () -> new Fit(1, 3).run(trainer, all, null));
      assertTrue(String.valueOf(e.getMessage()).contains("all 5 samples"), e.getMessage());
    }
  }

  @Test
  void anEvaluationLeavesThemOut() {
    var loss = Loss.crossEntropy().ignoreIndex(OUT);
    var data = new TensorDataset(X, new float[] {OUT, 2, OUT, OUT, 1}, 5);
    var nothing = new TensorDataset(X, new float[] {OUT, OUT, OUT, OUT, OUT}, 5);
    try (var predictor = new Predictor(linearModel(), 2, Device.jvm())) {
      var all = predictor.predict(X, 5);
      var seen = Evaluation.of(predictor::predict, loss, data, 2, 0);
      assertArrayEquals(new float[] {2, 1}, seen.answers());
      assertArrayEquals(
          new float[] {all[3], all[4], all[5], all[12], all[13], all[14]}, seen.predictions());
      assertThrows(
          DataException.class, () -> Evaluation.of(predictor::predict, data, 2, 0), "not asked");
      var e =
          assertThrows(
              DataException.class, () -> Evaluation.of(predictor::predict, loss, nothing, 2, 0));
      assertTrue(String.valueOf(e.getMessage()).contains("all 5 samples"), e.getMessage());
    }
  }

  /** Of a step that breaks down, the numbers of samples that are left out are not looked at. */
  @Test
  void aBreakdownIsNotLookedForInThem() {
    var y = new float[] {OUT, OUT, 1, OUT, 0};
    try (var trainer =
        trainer(linearModel(), Loss.crossEntropy().ignoreIndex(OUT), 2, 3, Device.jvm())) {
      assertTrue(trainer.breakdown(X, y, 5).isEmpty());
    }
  }

  @Test
  void benchmarksCountTheirSamples() {
    for (int index : new int[] {OUT, 0, 2}) {
      var y = MeasuredStep.targets(Loss.crossEntropy().ignoreIndex(index), linearModel(), 4);
      assertEquals(
          4,
          Loss.crossEntropy()
              .ignoreIndex(index)
              .counted(y, 0, 4, Signature.of("output", Shape.of(3))));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16_777_217, Integer.MAX_VALUE, -16_777_219})
  void anIndexThatNoFloatIsIsRefused(int index) {
    var e =
        assertThrows(IllegalArgumentException.class, () -> Loss.crossEntropy().ignoreIndex(index));
    assertTrue(String.valueOf(e.getMessage()).contains("No float is " + index), e.getMessage());
    assertEquals(255, Loss.crossEntropy().ignoreIndex(255).ignoreIndex());
  }
}

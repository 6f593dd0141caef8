package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.batchNorm2d;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;
import static org.tornadonn.layer.Layers.tanh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;

/** A predictor that serves while its model changes, on every device. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PredictorTest {

  private static final int BATCH = 2;
  private static final int N = 5; // three batches
  private static final int CLIENTS = 3;
  private static final float[] X = random(N * 36, 7);

  private static float[] random(int n, long seed) {
    var random = new Random(seed);
    var values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return values;
  }

  /** With parameters and running states, both of the seed. */
  private static Model model(long seed) {
    var model =
        new Model(
            sequential(
                named("conv", conv2d(1, 3, 3).padding(1), batchNorm2d(3), relu()),
                named("head", flatten(), linear(108, 2))),
            Shape.of(1, 6, 6),
            seed);
    for (int i = 0; i < 6; i++) { // means and variances
      model.stateValues()[i] = i < 3 ? seed * 0.1f : 1 + seed;
    }
    model.changed();
    return model;
  }

  private static float[] answer(Model model, Device device) {
    try (var predictor = new Predictor(model, BATCH, device)) {
      return predictor.predict(X, N);
    }
  }

  /** Predicts in several threads until a change was made so many times; returns all answers. */
  private static List<float[]> answersDuring(
      Predictor predictor, int changes, Consumer<Long> change) throws Exception {
    var answers = new ArrayList<float[]>();
    var done = new AtomicBoolean();
    try (var threads = Executors.newFixedThreadPool(CLIENTS)) {
      Callable<List<float[]>> client =
          () -> {
            var own = new ArrayList<float[]>();
            do {
              own.add(predictor.predict(X, N));
            } while (!done.get());
            return own;
          };
      var clients = new ArrayList<Future<List<float[]>>>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(threads.submit(client));
      }
      try {
        for (int i = 0; i < changes; i++) {
          change.accept(i % 2L);
        }
      } finally {
        done.set(true);
      }
      for (var one : clients) {
        answers.addAll(one.get());
      }
    }
    return answers;
  }

  /** A device builds its chain of graphs anew for each. */
  private static int changes(Device device) {
    return device.isJvm() ? 3000 : 5;
  }

  private static void assertEachIsOneOf(float[] one, float[] other, List<float[]> answers) {
    assertFalse(Arrays.equals(one, other));
    for (var answer : answers) {
      assertTrue(
          Arrays.equals(one, answer) || Arrays.equals(other, answer),
          () -> "of neither version: " + Arrays.toString(answer));
    }
  }

  @ParameterizedTest
  @MethodSource("org.tornadonn.train.DevicesUnderTest#all")
  void everyPredictionIsOfOneVersion(Device device) throws Exception {
    var states = List.of(model(0).state(), model(1).state());
    var model = model(0);
    try (var predictor = new Predictor(model, BATCH, device)) {
      var answers =
          answersDuring(
              predictor, changes(device), next -> model.load(states.get(next.intValue()), true));
      assertEachIsOneOf(answer(model(0), device), answer(model(1), device), answers);
      assertArrayEquals(answer(model, device), predictor.predict(X, N), "the last one");
    }
  }

  /** The arrays may be edited meanwhile: what counts is what stands there at {@code changed}. */
  @ParameterizedTest
  @MethodSource("org.tornadonn.train.DevicesUnderTest#all")
  void anEditedModelIsOfOneVersionToo(Device device) throws Exception {
    var versions = List.of(model(0).weights(), model(1).weights());
    var model = model(0);
    try (var predictor = new Predictor(model, BATCH, device)) {
      var answers =
          answersDuring(
              predictor,
              changes(device),
              next -> {
                var version = versions.get(next.intValue());
                var values = version.values();
                var states = version.stateValues();
                System.arraycopy(values, 0, model.values(), 0, values.length);
                System.arraycopy(states, 0, model.stateValues(), 0, states.length);
                model.changed();
              });
      assertEachIsOneOf(answer(model(0), device), answer(model(1), device), answers);
    }
  }

  @ParameterizedTest
  @MethodSource("org.tornadonn.train.DevicesUnderTest#all")
  void reloadsWithoutAFailedRequest(Device device) throws Exception {
    var models = List.of(model(0), model(1));
    try (var predictor = new Predictor(models.get(0), BATCH, device)) {
      var answers =
          answersDuring(
              predictor, changes(device), next -> predictor.reload(models.get(next.intValue())));
      assertEachIsOneOf(answer(models.get(0), device), answer(models.get(1), device), answers);
      predictor.reload(models.get(0));
      assertArrayEquals(answer(models.get(0), device), predictor.predict(X, N));
      models.get(0).load(model(2).state(), true);
      assertArrayEquals(answer(model(2), device), predictor.predict(X, N), "follows the other");
    }
  }

  static Stream<Arguments> others() {
    var input = Shape.of(2, 3, 3);
    Layer base = sequential(conv2d(2, 2, 3).padding(1), relu());
    return Stream.of(
            new Model(base, Shape.of(2, 4, 4), 1),
            new Model(sequential(conv2d(2, 2, 3).padding(1), tanh()), input, 1),
            new Model(sequential(conv2d(2, 3, 3).padding(1), relu()), input, 1),
            new Model(sequential(conv2d(2, 2, 3).stride(2).padding(1), relu()), input, 1),
            new Model(sequential(conv2d(2, 2, 3).padding(1), batchNorm2d(2)), input, 1),
            new Model(sequential(conv2d(2, 2, 3).padding(1)), input, 1),
            new Model(
                sequential(named("a", conv2d(2, 2, 3).padding(1)), named("b", relu())), input, 1))
        .map(other -> Arguments.of(new Model(base, input, 1), other));
  }

  /** What has the same parameters may still compute something else. */
  @ParameterizedTest
  @MethodSource("others")
  void refusesAnotherArchitecture(Model model, Model other) {
    float[] x = random(18, 1);
    try (var predictor = new Predictor(model, Device.jvm())) {
      float[] before = predictor.predict(x, 1);
      var e = assertThrows(IllegalArgumentException.class, () -> predictor.reload(other));
      var said = String.valueOf(e.getMessage());
      assertTrue(said.startsWith("The model cannot take the place of the one before: it"), said);
      assertTrue(said.endsWith("Open another Predictor for it."), said);
      assertArrayEquals(before, predictor.predict(x, 1));
    }
  }

  @ParameterizedTest
  @MethodSource("org.tornadonn.train.DevicesUnderTest#all")
  void closingWaitsForWhatIsInFlight(Device device) throws Exception {
    var model = model(3);
    var expected = answer(model, device);
    var held = new HeldDevice(device);
    var predictor = new Predictor(model, BATCH, held.asDevice());
    try (var threads = Executors.newCachedThreadPool()) {
      var first = threads.submit(() -> predictor.predict(X, N));
      held.begun.await();
      var closing = new Thread(predictor::close);
      closing.start();
      while (closing.getState() != Thread.State.WAITING) {
        assertTrue(closing.isAlive(), "closed under a prediction");
        Thread.sleep(1);
      }
      held.goesOn.countDown();
      assertArrayEquals(expected, first.get());
      closing.join();
    }
    assertClosed("Predictor", () -> predictor.predict(X, N));
    assertClosed("Predictor", () -> predictor.verify(X, N));
    assertClosed("Predictor", predictor::timings);
    assertClosed("Predictor", () -> predictor.reload(model(4)));
    assertDoesNotThrow(predictor::close);
  }

  private static void assertClosed(String what, Runnable use) {
    var e = assertThrows(IllegalStateException.class, use::run);
    assertEquals("This %s is closed: open another one.".formatted(what), e.getMessage());
  }

  private static Trainer trainer(Model model, Device device) {
    return new Trainer(model, Loss.meanSquaredError(), Optimizer.adam(1e-2f), N, device);
  }

  /** The model changes at sync and close alone. */
  @ParameterizedTest
  @MethodSource("org.tornadonn.train.DevicesUnderTest#all")
  void besideATrainerItSeesWhatWasSynced(Device device) {
    var model = model(1);
    var y = random(N * 2, 8);
    try (var predictor = new Predictor(model, BATCH, device)) {
      var trainer = trainer(model, device);
      float[] seen = predictor.predict(X, N);
      var first = trainer.state();
      trainer.step(X, y, N);
      assertArrayEquals(seen, predictor.predict(X, N), "after a step");
      var second = trainer.state();
      assertTrue(trainer.verify(X, y, N).first().isEmpty());
      assertTrue(trainer.breakdown().isEmpty());
      trainer.restore(first);
      trainer.load(second.parameters());
      assertArrayEquals(seen, predictor.predict(X, N), "after all but a sync");
      var weights = model.weights();
      trainer.sync();
      assertFalse(Arrays.equals(weights.values(), model.values()));
      assertFalse(Arrays.equals(weights.stateValues(), model.stateValues()));
      float[] synced = predictor.predict(X, N);
      assertArrayEquals(trainer.predict(X, N), synced, 1e-6f);
      trainer.step(X, y, N);
      assertArrayEquals(synced, predictor.predict(X, N), "after another step");
      trainer.close();
      float[] closed = predictor.predict(X, N);
      assertFalse(Arrays.equals(synced, closed));
      assertArrayEquals(answer(model, device), closed);
    }
  }

  @Test
  void aClosedTrainerSaysSo() {
    var model = model(1);
    var trainer = trainer(model, Device.jvm());
    var y = new float[N * 2];
    trainer.close();
    var values = model.values();
    var share = new Share(1, 1, 1, 0, new float[values.length], model.stateValues());
    for (Runnable use :
        List.<Runnable>of(
            () -> trainer.step(X, y, N),
            () -> trainer.step(share),
            () -> trainer.gradients(X, y, N),
            () -> trainer.verify(X, y, N),
            () -> trainer.breakdown(X, y, N),
            trainer::breakdown,
            trainer::placements,
            trainer::bytes,
            trainer::timings,
            trainer::fetchGradients,
            () -> trainer.predict(X, N),
            trainer::state,
            () -> trainer.restore(TrainingState.first(model)),
            () -> trainer.load(model.state()),
            trainer::sync)) {
      assertClosed("Trainer", use);
    }
    assertDoesNotThrow(trainer::close);
    assertArrayEquals(values, model.values());
    var worker = new GradientWorker(model, Loss.meanSquaredError(), N, Device.jvm());
    worker.close();
    assertClosed("GradientWorker", () -> worker.load(values, model.stateValues()));
  }
}

package org.tornadonn.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadonn.device.Device;

/** The numbers of the generated classifier's trace, recomputed here from the trace itself. */
class ClassifierTraceTest {

  private static final Trace TRACE = new ClassifierTrace(1, 5).run(Device.jvm(), null);

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 7, 42, -5, 1000, 123_456_789, Long.MAX_VALUE})
  void learnsInFiveEpochs(long seed) {
    var trace = new ClassifierTrace(seed, 5).run(Device.jvm(), null);
    var training = Objects.requireNonNull(trace.training());
    assertEquals(5, trace.epochs().size());
    assertEquals(1.1, training.start().loss(), 0.15);
    assertEquals(1.1, trace.epochs().getFirst().loss(), 0.2);
    assertTrue(training.start().accuracy() < 0.7, training.toString());
    assertTrue(trace.epochs().getLast().loss() <= 0.45, trace.epochs().toString());
    assertTrue(trace.epochs().getLast().accuracy() >= 0.85, trace.epochs().toString());
    assertTrue(training.unseen().accuracy() >= 0.85, training.toString());
    assertEquals(3, trace.quiz().size());
  }

  @Test
  void aSeedDecidesEverything() {
    assertEquals(TRACE.epochs(), new ClassifierTrace(1, 5).run(Device.jvm(), null).epochs());
    assertNotEquals(TRACE.epochs(), new ClassifierTrace(2, 5).run(Device.jvm(), null).epochs());
  }

  @Test
  void theStagesAreThoseOfTheModel() {
    assertEquals(
        List.of("input", "fc.0", "fc.1", "fc.2", "scores"),
        TRACE.stages().stream().map(Stage::name).toList());
    assertEquals(
        List.of(
            List.of(1000, 10),
            List.of(1000, 5),
            List.of(1000, 5),
            List.of(1000, 3),
            List.of(1000, 3)),
        TRACE.stages().stream().map(Stage::shape).toList());
    assertEquals(List.of(0, 55, 0, 18, 0), TRACE.stages().stream().map(Stage::parameters).toList());
    var linear = TRACE.stages().get(1).sample();
    var relu = TRACE.stages().get(2).sample();
    for (int row = 0; row < linear.size(); row++) {
      for (int i = 0; i < 5; i++) {
        assertEquals(Math.max(0f, linear.get(row).get(i)), relu.get(row).get(i));
      }
    }
    assertEquals(0f, TRACE.stages().get(2).statistics().min());
  }

  @Test
  void thePredictionFollowsFromItsScores() {
    var prediction = TRACE.prediction();
    double sum = prediction.scores().stream().mapToDouble(score -> Math.exp(score)).sum();
    int predicted = Objects.requireNonNull(prediction.predicted());
    var shares = Objects.requireNonNull(prediction.shares());
    for (int c = 0; c < 3; c++) {
      assertEquals(Math.exp(prediction.scores().get(c)) / sum, shares.get(c), 1e-12);
      assertTrue(prediction.scores().get(c) <= prediction.scores().get(predicted));
    }
    assertEquals(prediction.scores(), prediction.layers().getLast().sample().getFirst());
  }

  @Test
  void aNeuronIsItsProductsAndItsBias() {
    for (var name : List.of(new UnitName("fc.0", 3), new UnitName("fc.2", 0))) {
      var neuron =
          Objects.requireNonNull(new ClassifierTrace(1, 5).run(Device.jvm(), name).neuron());
      int inputs = name.layer().equals("fc.0") ? 0 : 2;
      var x = TRACE.prediction().layers().get(inputs).sample().getFirst();
      assertEquals(x.size(), neuron.terms().size());
      double sum = 0;
      for (var term : neuron.terms()) {
        assertEquals(x.get(term.input()), term.x());
        assertEquals((double) term.x() * term.weight(), term.product());
        sum += term.product();
      }
      assertEquals(sum, neuron.sum(), 1e-12);
      assertEquals(sum + Objects.requireNonNull(neuron.bias()), neuron.output(), 1e-12);
      var layer = TRACE.prediction().layers().get(inputs + 1).sample().getFirst();
      assertEquals(layer.get(name.unit()), neuron.layerOutput());
      assertEquals(neuron.output(), neuron.layerOutput(), 1e-5);
      assertEquals(
          name.layer().equals("fc.0") ? Math.max(0, neuron.layerOutput()) : null,
          neuron.afterRelu());
    }
  }

  @Test
  void observationsSayWhatTheNumbersSay() {
    double loss = Objects.requireNonNull(TRACE.training()).start().loss();
    double accuracy = Objects.requireNonNull(TRACE.training()).start().accuracy();
    int steepest = 0;
    for (var epoch : TRACE.epochs()) {
      int rows = (int) Math.round(1000 * (epoch.accuracy() - accuracy));
      assertTrue(epoch.observation().contains(rows + " more rows right"), epoch.toString());
      assertTrue(epoch.observation().contains("loss falls"), epoch.toString());
      steepest += epoch.observation().contains("steepest") ? 1 : 0;
      assertTrue(epoch.loss() < loss);
      loss = epoch.loss();
      accuracy = epoch.accuracy();
    }
    assertEquals(1, steepest);
    assertEquals("loss rises by 0.50, 7 fewer rows right", Observation.of(1, 1.5, -7, false));
    assertEquals("loss hardly moves, as many rows right", Observation.of(1, 1.01, 0, false));
  }

  @Test
  void theQuizIsAboutThisRun() {
    var questions = TRACE.quiz();
    for (var question : questions) {
      assertEquals(question.choices().size(), new HashSet<>(question.choices()).size());
    }
    assertEquals("55", questions.get(0).choices().get(questions.get(0).answer()));
    var relu = TRACE.prediction().layers().get(2).sample().getFirst();
    long zeros = relu.stream().filter(value -> value == 0).count();
    assertEquals(String.valueOf(zeros), questions.get(1).choices().get(questions.get(1).answer()));
    double most = 0;
    int steepest = 0;
    double loss = Objects.requireNonNull(TRACE.training()).start().loss();
    for (var epoch : TRACE.epochs()) {
      if (loss - epoch.loss() > most) {
        most = loss - epoch.loss();
        steepest = epoch.epoch();
      }
      loss = epoch.loss();
    }
    assertEquals("Epoch " + steepest, questions.get(2).choices().get(questions.get(2).answer()));
  }

  @Test
  void oneEpochIsEnoughForATrace() {
    var trace = new ClassifierTrace(1, 1).run(Device.jvm(), null);
    assertEquals(1, trace.epochs().size());
    assertEquals(3, trace.quiz().size());
    assertThrows(IllegalArgumentException.class, () -> new ClassifierTrace(1, 0));
  }
}

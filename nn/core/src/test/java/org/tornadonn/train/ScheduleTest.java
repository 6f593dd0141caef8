package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Learning rates beside PyTorch's; {@code schedule_fixtures.py} has written those. */
class ScheduleTest {

  private static final Map<String, Schedule> SCHEDULES =
      Map.of(
          "step", Schedule.step(3, 0.5),
          "cosine", Schedule.cosine(12),
          "linear", Schedule.linear(1 / 3.0, 0.9, 5),
          "warmCosine", Schedule.cosine(8).warmUp(4, 1 / 3.0),
          "warmStep", Schedule.step(3, 0.5).warmUp(4, 1 / 3.0));

  private static JsonNode pytorch = new ObjectMapper().createObjectNode();

  @BeforeAll
  static void read() throws IOException {
    try (var stream = ScheduleTest.class.getResourceAsStream("schedules.json")) {
      pytorch = new ObjectMapper().readTree(stream);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"step", "cosine", "linear", "warmCosine", "warmStep"})
  void ratesArePyTorchs(String name) {
    var schedule = SCHEDULES.getOrDefault(name, Schedule.constant());
    float base = (float) pytorch.get("base").asDouble();
    var expected = pytorch.get(name);
    assertEquals(12, expected.size());
    for (int epoch = 0; epoch < 12; epoch++) {
      double rate = expected.get(epoch).asDouble();
      assertEquals(rate, schedule.rate(base, epoch), 1e-6 * rate, name + " " + epoch);
    }
  }

  @Test
  void plateausArePyTorchs() {
    plateau("plateauMin", 1, new ReduceOnPlateau(0.5, 1, 1e-4, true, 0, 0));
    plateau("plateauMax", -1, new ReduceOnPlateau(0.5, 1, 1e-4, true, 0, 0));
    plateau("plateauAbs", 1, new ReduceOnPlateau(0.1, 0, 0.01, false, 2, 0));
    plateau("plateauLowest", 1, new ReduceOnPlateau(0.1, 0, 1e-4, true, 0, 0.0005));
    plateau("plateauTiny", 1, new ReduceOnPlateau(1e-4, 0, 1e-4, true, 0, 0));
  }

  private static void plateau(String name, int sign, ReduceOnPlateau reduce) {
    float base = (float) pytorch.get("base").asDouble();
    var expected = pytorch.get(name);
    var state = ReduceOnPlateau.State.FIRST;
    for (int epoch = 0; epoch < expected.size(); epoch++) {
      double measured = sign * pytorch.get("measured").get(epoch).asDouble();
      state = reduce.after(state, measured, sign < 0, base);
      double rate = expected.get(epoch).asDouble();
      assertEquals(rate, base * state.scale(), 1e-6 * rate, name + " " + epoch);
    }
  }

  @Test
  void betweenEpochsTheRateMovesWithEveryStep() {
    var schedule = Schedule.cosine(8).warmUp(2, 0);
    assertEquals(0.25f, schedule.rate(1, 0.5), 1e-6);
    assertEquals(1, schedule.rate(1, 2), 1e-6);
    assertEquals(0.5 * (1 + Math.cos(Math.PI * 0.5 / 8)), schedule.rate(1, 2.5), 1e-6);
    assertEquals(0, schedule.rate(1, 11), 1e-6);
    assertEquals(1, Schedule.step(2, 0.5).rate(1, 1.99), 0);
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Schedule.step(0, 0.5));
    assertThrows(IllegalArgumentException.class, () -> Schedule.step(1, 0));
    assertThrows(IllegalArgumentException.class, () -> Schedule.cosine(0));
    assertThrows(IllegalArgumentException.class, () -> Schedule.linear(2, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new ReduceOnPlateau(1, 1, 1e-4, true, 0, 0));
    assertThrows(
        IllegalArgumentException.class, () -> new ReduceOnPlateau(0.1, -1, 1e-4, true, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new EarlyStopping(0, 0));
    assertThrows(IllegalArgumentException.class, () -> new EarlyStopping(1, -1));
  }
}

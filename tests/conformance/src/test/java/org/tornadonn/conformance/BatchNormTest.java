package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.plan.Shape;

/** Running statistics, on every device: they move, by how much, and what lies beside them stays. */
class BatchNormTest {

  private static final int N = 3;
  private static final int CHANNELS = 5;
  private static final int PLANE = 14;
  private static final int FILL = 2;

  static List<DeviceUnderTest> devices() {
    return DevicesUnderTest.get().present();
  }

  @ParameterizedTest
  @MethodSource("devices")
  void runningStatisticsFollowTheBatches(DeviceUnderTest device) {
    // Twice 0.9 of what was there.
    follow(device, 0.1f, 0.81);
  }

  @ParameterizedTest
  @MethodSource("devices")
  void withoutMomentumTheyAreTheMeanOfAllBatches(DeviceUnderTest device) {
    // There were 6 batches, and two more make 8.
    follow(device, null, 6 / 8.0);
  }

  private static void follow(DeviceUnderTest device, @Nullable Float momentum, double kept) {
    var c = BatchNormCases.training(Shape.of(N, CHANNELS, 2, 7), FILL, 0, momentum, true);
    var lowering = c.training();
    var x = new float[0];
    var states = new float[c.graph().stateSize()];
    for (var leaf : c.leaves().entrySet()) {
      var slice = lowering.slice(leaf.getKey());
      if (c.graph().states().containsValue(leaf.getKey())) {
        System.arraycopy(leaf.getValue(), 0, states, slice.offset(), slice.size());
      } else if (leaf.getKey().name().equals("x")) {
        x = leaf.getValue();
      }
    }
    var expected = twice(states, x, kept);
    try (var program =
        device
            .executor()
            .load(
                List.of(lowering.plan()),
                Map.of(
                    lowering.states(),
                    states,
                    lowering.parameters(),
                    DeviceRun.parameters(lowering, c)))) {
      c.leaves()
          .forEach(
              (value, numbers) -> {
                var buffer = lowering.slice(value).buffer();
                if (!buffer.role().persists() && lowering.plan().buffers().contains(buffer)) {
                  System.arraycopy(numbers, 0, program.array(buffer), 0, numbers.length);
                }
              });
      program.run(lowering.plan());
      program.run(lowering.plan());
      program.fetch(lowering.states());
      assertArrayEquals(expected, program.array(lowering.states()), 1e-6f);
    }
  }

  /** By definition, in float64; the states are two others, means, variances and the batches. */
  private static float[] twice(float[] states, float[] x, double kept) {
    var expected = Arrays.copyOf(states, states.length);
    for (int channel = 0; channel < CHANNELS; channel++) {
      double mean = 0;
      double square = 0;
      for (int i = 0; i < FILL * PLANE; i++) {
        double value = x[(i / PLANE * CHANNELS + channel) * PLANE + i % PLANE];
        mean += value / (FILL * PLANE);
        square += value * value;
      }
      double variance = (square - FILL * PLANE * mean * mean) / (FILL * PLANE - 1);
      expected[2 + channel] = (float) (kept * states[2 + channel] + (1 - kept) * mean);
      int at = 2 + CHANNELS + channel;
      expected[at] = (float) (kept * states[at] + (1 - kept) * variance);
    }
    expected[expected.length - 1] += 2;
    return expected;
  }
}

package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.linear;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Tensor;
import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/** CTC as a loss; the conformance suite has its definition, and PyTorch's numbers. */
class CtcTest {

  private static final int FRAMES = 6;
  private static final int LONGEST = 3;

  /** Two features of each frame say what it is: nothing, or one of two labels. */
  private static final Layer NET =
      (scope, x) -> F.logSoftmax(scope.call("head", linear(2, 3), x), 2);

  static List<Device> devices() {
    return DevicesUnderTest.all();
  }

  private static Model model() {
    return new Model(NET, Shape.of(FRAMES, 2), 1);
  }

  private static Trainer trainer(Model model, Loss loss, Device device) {
    return new Trainer(model, loss, Optimizer.adam(0.1f), 5, device);
  }

  private static final float[][] SPOKEN = {
    {1, 1, 0, 2, 2, 0}, {0, 1, 0, 1, 0, 2}, {2, 2, 2, 1, 0, 0}
  };
  private static final float[][] LABELS = {{1, 2, 0}, {1, 1, 2}, {2, 1, 9}};

  private static Map<String, Tensor> inputs() {
    var x = new float[3 * FRAMES * 2];
    for (int i = 0; i < 3 * FRAMES; i++) {
      float label = SPOKEN[i / FRAMES][i % FRAMES];
      x[2 * i] = label == 1 ? 1 : 0;
      x[2 * i + 1] = label == 2 ? 1 : 0;
    }
    return Map.of("input", new Tensor(Shape.of(3, FRAMES, 2), x));
  }

  private static Map<String, Tensor> targets(float frames, float length) {
    var labels = new float[3 * LONGEST];
    for (int i = 0; i < 3; i++) {
      System.arraycopy(LABELS[i], 0, labels, i * LONGEST, LONGEST);
    }
    return Map.of(
        "targets", new Tensor(Shape.of(3, LONGEST), labels),
        "input_lengths", new Tensor(Shape.of(3), new float[] {6, frames, 5}),
        "target_lengths", new Tensor(Shape.of(3), new float[] {2, length, 2}));
  }

  /** Labels are found without being told where they stand, in a batch that is not full. */
  @ParameterizedTest
  @MethodSource("devices")
  void learnsWhereLabelsStand(Device device) {
    try (var trainer = trainer(model(), Loss.ctc(LONGEST), device)) {
      float first = trainer.step(inputs(), targets(6, 3));
      float last = first;
      for (int step = 0; step < 60; step++) {
        last = trainer.step(inputs(), targets(6, 3));
      }
      assertTrue(last < first / 4, first + " to " + last);
      var y = Objects.requireNonNull(trainer.predict(inputs()).get("output"));
      var found = new float[FRAMES];
      for (int t = 0; t < FRAMES; t++) {
        found[t] = Accuracy.highest(y.values(), 3 * t, 3);
      }
      assertArrayEquals(SPOKEN[0], found);
    }
  }

  /** Three labels, two of them the same, do not go into three frames. */
  @ParameterizedTest
  @MethodSource("devices")
  void noPath(Device device) {
    var model = model();
    var before = model.values().clone();
    try (var trainer = trainer(model, Loss.ctc(LONGEST), device)) {
      assertEquals(Float.POSITIVE_INFINITY, trainer.step(inputs(), targets(3, 3)));
      trainer.sync();
      assertArrayEquals(before, model.values());
      for (float slope : trainer.fetchGradients()) {
        assertTrue(Float.isNaN(slope), "PyTorch has NaN");
      }
    }
    try (var trainer = trainer(model, Loss.ctc(LONGEST, 0, true), device)) {
      float loss = trainer.step(inputs(), targets(3, 3));
      assertTrue(Float.isFinite(loss) && loss > 0, "loss " + loss);
      for (float slope : trainer.fetchGradients()) {
        assertTrue(Float.isFinite(slope));
      }
    }
  }

  /** Of one sample: labels, frames, length, and what the refusal says. */
  @ParameterizedTest
  @CsvSource({
    "3, 1, 6, 2, class 3",
    "1.5, 1, 6, 2, no whole number",
    "0, 1, 6, 2, blank",
    "1, 7, 6, 2, class 7",
    "1, 1, 7, 2, 7.0 frames",
    "1, 1, -1, 2, -1.0 frames",
    "1, 1, 6, 4, 4.0 labels",
    "1, 1, 6, 1.5, 1.5 labels"
  })
  void targetsAreChecked(float label, float second, float frames, float length, String said) {
    float[] y = {label, second, 0, frames, length};
    try (var trainer = trainer(model(), Loss.ctc(LONGEST), Device.jvm())) {
      var refused =
          assertThrows(
              IllegalArgumentException.class, () -> trainer.step(new float[FRAMES * 2], y, 1));
      assertTrue(String.valueOf(refused.getMessage()).contains(said), refused::getMessage);
    }
  }

  @Test
  void shapesAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> Loss.ctc(0));
    var flat = new Model(linear(2, 3), Shape.of(2), 1);
    assertThrows(ShapeException.class, () -> trainer(flat, Loss.ctc(2), Device.jvm()));
    assertThrows(ShapeException.class, () -> trainer(model(), Loss.ctc(2, 3, false), Device.jvm()));
  }
}

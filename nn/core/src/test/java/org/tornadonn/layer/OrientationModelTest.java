package org.tornadonn.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/** The model of the seed text: its size, its names, what it refuses. */
class OrientationModelTest {

  @Test
  void hasTheParametersAndFeaturesOfTheSeed() {
    var model = new Model(OrientationModel.layers(), OrientationModel.input(480), 1);
    assertEquals(2_231_234, model.values().length);
    assertEquals(Shape.of(2), model.output());
    var flatten =
        Summary.of(model).layers().stream()
            .filter(row -> row.name().equals("flatten"))
            .findFirst()
            .orElseThrow();
    assertEquals(Shape.of(28_800), flatten.output());
  }

  @Test
  void namesItsStateAsPyTorchDoes() {
    var model = new Model(OrientationModel.layers(), OrientationModel.input(32), 1);
    assertEquals(
        List.of(
            "conv.0.weight",
            "conv.0.bias",
            "conv.3.weight",
            "conv.3.bias",
            "conv.6.weight",
            "conv.6.bias",
            "conv.9.weight",
            "conv.9.bias",
            "conv.12.weight",
            "conv.12.bias",
            "fc.0.weight",
            "fc.0.bias",
            "fc.2.weight",
            "fc.2.bias"),
        List.copyOf(model.state().keySet()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -32, 31, 33, 100})
  void refusesSizesThatCannotBeHalvedFiveTimes(int size) {
    var error = assertThrows(ShapeException.class, () -> OrientationModel.input(size));
    assertTrue(String.valueOf(error.getMessage()).contains("multiple of 32"), error.getMessage());
  }

  @Test
  void drawsFirstWeightsAsPyTorchDoes() {
    var model = new Model(OrientationModel.layers(), OrientationModel.input(32), 3);
    var weight = tensor(model.state(), "conv.3.weight");
    double bound = 1 / Math.sqrt(32 * 9);
    double sum = 0;
    double squares = 0;
    for (float value : weight.values()) {
      assertTrue(Math.abs(value) <= bound);
      sum += value;
      squares += (double) value * value;
    }
    int n = weight.values().length;
    assertEquals(0, sum / n, 4 * bound / Math.sqrt(3.0 * n));
    assertEquals(bound * bound / 3, squares / n, 0.03 * bound * bound);
  }

  @Test
  void beginsWithTheSameWeightsForTheSameSeedOnly() {
    var one = new Model(OrientationModel.layers(), OrientationModel.input(32), 3);
    var same = new Model(OrientationModel.layers(), OrientationModel.input(32), 3);
    var other = new Model(OrientationModel.layers(), OrientationModel.input(32), 4);
    org.junit.jupiter.api.Assertions.assertArrayEquals(one.values(), same.values());
    assertTrue(one.values()[0] != other.values()[0]);
  }

  private static Tensor tensor(Map<String, Tensor> state, String name) {
    return Objects.requireNonNull(state.get(name), name);
  }
}

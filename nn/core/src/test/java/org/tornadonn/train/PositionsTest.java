package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.embedding;
import static org.tornadonn.layer.Layers.sequential;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.data.DataException;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Model;
import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * Inputs that say positions are looked at before a device makes NaN of those that are not there.
 */
class PositionsTest {

  /** The layer takes three numbers of a sample; the last of them says one of five positions. */
  record Case(String name, UnaryOperator<Value> layer, int low) {

    @Override
    public String toString() {
      return name;
    }
  }

  private static Value table(Value beside, int columns) {
    return F.reshape(
        beside.tape().constant("table", Shape.of(5, columns), new float[5 * columns]), 5, columns);
  }

  private static Value last(Value x) {
    return F.slice(x, 1, 2, 3);
  }

  private static Value cut(Value x) {
    return F.where(F.lt(x, 0), F.ceil(x), F.floor(x));
  }

  private static Value fromEnd(Value x) {
    return F.where(F.lt(x, 0), F.add(x, 5), x);
  }

  static List<Case> cases() {
    return List.of(
        new Case("embedding", x -> F.embedding(x, table(x, 2)), 0),
        new Case("slice", x -> F.embedding(last(x), table(x, 2)), 0),
        new Case("backwards", x -> F.embedding(F.slice(F.flip(x, 1), 1, 0, 1), table(x, 2)), 0),
        new Case(
            "transposed", x -> F.permute(F.take(table(x, 2), 0, F.permute(x, 1, 0)), 1, 0, 2), 0),
        new Case(
            "gather",
            x -> {
              int n = x.shape().dim(0);
              var index = F.expand(F.unsqueeze(last(x), 2), Shape.of(n, 1, 4));
              var all = F.expand(F.unsqueeze(table(x, 4), 0), Shape.of(n, 5, 4));
              return F.gather(all, 1, index);
            },
            0),
        new Case("from the end", x -> F.embedding(fromEnd(x), table(x, 2)), -5),
        new Case("cut", x -> F.embedding(cut(x), table(x, 2)), 0),
        new Case("cut, from the end", x -> F.embedding(fromEnd(cut(x)), table(x, 2)), -5));
  }

  private static float[] predict(Case which, float last) {
    Layer layer = (scope, x) -> which.layer.apply(x);
    try (var predictor = new Predictor(new Model(layer, Shape.of(3), 0), 2, Device.jvm())) {
      return predictor.predict(new float[] {0, 1, 2, 3, 0, 4, 1, 1, last}, 3);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void namesInputSampleAndPlace(Case which) {
    for (float good : new float[] {0, 4, which.low}) {
      for (float y : predict(which, good)) {
        assertEquals(0, y);
      }
    }
    for (float bad : new float[] {5, which.low - 1, 1e9f, Float.NaN, Float.NEGATIVE_INFINITY}) {
      if (Float.isNaN(bad) && which.name.startsWith("cut")) {
        continue;
      }
      var refused = assertThrows(DataException.class, () -> predict(which, bad), "" + bad);
      var words = String.valueOf(refused.getMessage());
      assertTrue(words.startsWith("Input 'input' of sample 2 has "), words);
      assertTrue(words.contains("at place 2"), words);
      assertTrue(words.contains("whole numbers from " + which.low + " to 4"), words);
    }
  }

  @Test
  void fractionsAreNoPositions() {
    var refused = assertThrows(DataException.class, () -> predict(cases().getFirst(), 1.5f));
    assertTrue(String.valueOf(refused.getMessage()).contains("has 1.5 at"), refused.getMessage());
    assertEquals(0, predict(cases().get(6), 4.5f)[0]);
  }

  @Test
  void trainingLooksToo() {
    var model = new Model(sequential(embedding(5, 2)), Shape.of(1), 0);
    try (var trainer =
        new Trainer(model, Loss.meanSquaredError(), Optimizer.sgd(0.1f), 2, Device.jvm())) {
      var refused =
          assertThrows(
              DataException.class, () -> trainer.step(new float[] {1, 5}, new float[4], 2));
      assertTrue(String.valueOf(refused.getMessage()).contains("sample 1 has 5"));
    }
  }
}

package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.tornadonn.layer.Layers.unflatten;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tornadonn.data.TensorDataset;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Tensor;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

class AccuracyTest {

  /** Two samples of three classes at two places, whose scores lie class by class. */
  private static final float[] PLACED = {1, 9, 5, 2, 3, 4, /* */ 0, 7, 8, 6, 1, 1};

  private static final float[] CLASSES = {1, 0, 1, 2};

  /** At the four places, 1, 0, 1 and 0 have the highest scores. */
  @Test
  void scoresOfPixelsLieClassByClass() {
    assertEquals(new Accuracy(4, 3), Accuracy.of(PLACED, CLASSES, 2));
    assertEquals(new Accuracy(4, 3), Accuracy.of(new Evaluation(PLACED, CLASSES, 2)));
    var scores = new Tensor(Shape.of(2, 3, 1, 2), PLACED);
    assertEquals(new Accuracy(4, 3), Accuracy.of(scores, new Tensor(Shape.of(2, 1, 2), CLASSES)));
    assertArrayEquals(new float[] {1, 0, 1, 0}, scores.argmax(1).values());
    var matrix = new ConfusionMatrix(3);
    matrix.add(PLACED, CLASSES, 2);
    assertEquals(
        List.of(2L, 1L, 1L), List.of(matrix.count(1, 1), matrix.count(0, 0), matrix.count(2, 0)));
    assertThrows(IllegalArgumentException.class, () -> Accuracy.of(PLACED, CLASSES, 3));
    assertThrows(IllegalArgumentException.class, () -> matrix.add(PLACED, CLASSES, 3));
    var flat = new Tensor(Shape.of(4), CLASSES);
    assertThrows(ShapeException.class, () -> Accuracy.of(scores, flat));
  }

  /** What is seen of a model that says something of each place is counted place by place. */
  @Test
  void modelsOfPixelsAreEvaluated() {
    var model = new Model(unflatten(1, 3, 2), Shape.of(6), 1);
    var data = new TensorDataset(PLACED, CLASSES, 2);
    try (var predictor = new Predictor(model, 2, Device.jvm())) {
      var seen = Evaluation.of(predictor::predict, Loss.crossEntropy(), data, 2, 0);
      assertEquals(new Accuracy(4, 3), Accuracy.of(seen));
      var matrix = new ConfusionMatrix(3);
      Evaluation.each(predictor::predict, data, 1, 0, matrix::add);
      assertEquals(0.75, matrix.accuracy());
    }
  }

  /** What {@code torch.argmax} takes, which is right if it was taken for a number. */
  @ParameterizedTest
  @CsvSource({
    "1, 3, 2, 1, true",
    "3, 3, 2, 0, true",
    "-0f, 0, -0f, 0, true",
    "-Infinity, -Infinity, -Infinity, 0, true",
    "0, Infinity, 1, 1, true",
    "NaN, 3, 2, 0, false",
    "0, NaN, 1, 1, false",
    "0, NaN, NaN, 1, false",
    "Infinity, 0, NaN, 2, false",
    "NaN, NaN, NaN, 0, false",
  })
  void theHighestScoreIsTakenAndNoNanIsRight(
      float first, float second, float third, int taken, boolean right) {
    float[] scores = {first, second, third};
    assertEquals(taken, Accuracy.highest(scores, 0, 3));
    for (int answer = 0; answer < 3; answer++) {
      int expected = right && answer == taken ? 1 : 0;
      assertEquals(expected, Accuracy.of(scores, new float[] {answer}).right());
    }
  }
}

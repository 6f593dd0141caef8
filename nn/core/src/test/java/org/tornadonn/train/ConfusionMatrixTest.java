package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.linear;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadonn.data.Dataset;
import org.tornadonn.device.Device;
import org.tornadonn.heap.HeapException;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;

/** Measures against the numbers that scikit-learn 1.9.1 gives with {@code zero_division=0}. */
class ConfusionMatrixTest {

  private static final int[] ACTUAL = {0, 0, 0, 1, 1, 2, 0, 1, 1, 1};
  private static final int[] PREDICTED = {0, 1, 0, 1, 1, 0, 0, 4, 1, 0};

  /** Class 2 is never predicted, class 4 never occurs, class 3 is neither. */
  private static ConfusionMatrix matrix() {
    var matrix = new ConfusionMatrix(5);
    for (int from = 0; from < ACTUAL.length; from += 4) {
      int n = Math.min(4, ACTUAL.length - from);
      var scores = new float[n * 5];
      var answers = new float[n];
      for (int i = 0; i < n; i++) {
        scores[i * 5 + PREDICTED[from + i]] = 1;
        answers[i] = ACTUAL[from + i];
      }
      matrix.add(scores, answers);
    }
    return matrix;
  }

  /** 65,536 squared is 0 to an int. */
  @ParameterizedTest
  @ValueSource(ints = {46_341, 65_536, Integer.MAX_VALUE})
  void moreClassesThanAnArrayHoldsAreRefused(int classes) {
    var error = assertThrows(HeapException.class, () -> new ConfusionMatrix(classes));
    assertTrue(
        String.valueOf(error.getMessage())
            .contains("A confusion matrix of " + classes + " classes"),
        error.getMessage());
  }

  @Test
  void equalsScikitLearn() {
    var matrix = matrix();
    long[][] counts = {
      {3, 1, 0, 0, 0}, {1, 3, 0, 0, 1}, {1, 0, 0, 0, 0}, {0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}
    };
    double[] precision = {0.6, 0.75, 0, 0, 0};
    double[] recall = {0.75, 0.6, 0, 0, 0};
    double[] f1 = {2 / 3.0, 2 / 3.0, 0, 0, 0};
    for (int c = 0; c < 5; c++) {
      for (int p = 0; p < 5; p++) {
        assertEquals(counts[c][p], matrix.count(c, p), c + " as " + p);
      }
      assertEquals(Arrays.stream(counts[c]).sum(), matrix.support(c));
      assertEquals(precision[c], matrix.precision(c), 1e-12, "precision of " + c);
      assertEquals(recall[c], matrix.recall(c), 1e-12, "recall of " + c);
      assertEquals(f1[c], matrix.f1(c), 1e-12, "F1 of " + c);
    }
    assertEquals(0.6, matrix.accuracy(), 1e-12);
    assertEquals(0.27, matrix.macroPrecision(), 1e-12);
    assertEquals(0.27, matrix.macroRecall(), 1e-12);
    assertEquals(4 / 15.0, matrix.macroF1(), 1e-12);
    assertEquals(10, matrix.samples());
  }

  @Test
  void nothingCountedIsZero() {
    var matrix = new ConfusionMatrix(2);
    assertEquals(0, matrix.accuracy());
    assertEquals(0, matrix.macroF1());
  }

  @Test
  void whatIsNoClassIsRefused() {
    var matrix = new ConfusionMatrix(2);
    assertThrows(IllegalArgumentException.class, () -> new ConfusionMatrix(1));
    assertThrows(IllegalArgumentException.class, () -> matrix.add(new float[3], new float[2]));
    for (float answer : new float[] {-1, 0.5f, 2, Float.NaN}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> matrix.add(new float[4], new float[] {0, answer}),
          "class " + answer);
    }
    assertEquals(0, matrix.samples());
  }

  @Test
  void regressionEqualsScikitLearn() {
    var errors = new RegressionErrors();
    assertEquals(0, errors.rootMeanSquaredError());
    errors.add(new float[] {1.5f, -2, 0.25f}, new float[] {1, 2, 0.5f});
    errors.add(new float[] {7}, new float[] {-1});
    assertEquals(4, errors.numbers());
    assertEquals(3.1875, errors.meanAbsoluteError(), 1e-12);
    assertEquals(4.480862082, errors.rootMeanSquaredError(), 1e-9);
    assertEquals(-16.133333333, errors.rSquared(), 1e-9);
    var near = RegressionErrors.of(new float[] {1, 2, 3.5f}, new float[] {1, 2, 3});
    assertEquals(0.875, near.rSquared(), 1e-12);
    var same = RegressionErrors.of(new float[] {1, 2}, new float[] {4, 4});
    assertEquals(Double.NaN, same.rSquared());
    assertThrows(IllegalArgumentException.class, () -> errors.add(new float[1], new float[2]));
  }

  /** Sample i is i, of class 1 from 3 on. */
  private record Steps(int size) implements Dataset {

    @Override
    public int inputLength() {
      return 1;
    }

    @Override
    public int targetLength() {
      return 1;
    }

    @Override
    public void read(int index, int epoch, float[] x, int xAt, float[] y, int yAt) {
      x[xAt] = index;
      y[yAt] = index < 3 ? 0 : 1;
    }
  }

  /** Scores 0 and x − 4.5: samples 3 and 4 are taken for class 0. */
  @Test
  void isFilledBatchByBatch() {
    var model = new Model(linear(1, 2), Shape.of(1), 1);
    System.arraycopy(new float[] {0, 1, 0, -4.5f}, 0, model.values(), 0, 4);
    var matrix = new ConfusionMatrix(2);
    try (var predictor = new Predictor(model, 4, Device.jvm())) {
      Evaluation.each(predictor::predict, new Steps(10), 4, 1, matrix::add);
    }
    assertEquals(3, matrix.count(0, 0));
    assertEquals(2, matrix.count(1, 0));
    assertEquals(5, matrix.count(1, 1));
    var errors = new RegressionErrors();
    Evaluation.each((x, n) -> new float[n], new Steps(10), 4, 1, errors::add); // 7 answers are 1
    assertEquals(0.7, errors.meanAbsoluteError(), 1e-6);
  }
}

package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccuracyTest {

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

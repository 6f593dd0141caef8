package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.tornadonn.op.activation.Dropout;
import org.tornadonn.op.activation.DropoutScale;

/**
 * Masks of dropouts: as many zeros as asked for, and nothing in common between steps and layers.
 */
class DropoutTest {

  private static final int SIZE = 1 << 17;

  /** Four standard deviations of a mean of so many coins. */
  private static final double CHANCE = 4 * 0.5 / Math.sqrt(SIZE);

  private static float[] mask(float p, long seed, long step, int layer) {
    var ones = new float[SIZE];
    Arrays.fill(ones, 1);
    var mask = new float[SIZE];
    int threshold = Math.round(p * (1 << 24));
    new DropoutScale(ones, 0, Dropout.key(seed, step), mask, 0, 0, threshold, 1, layer, SIZE)
        .run(0, SIZE);
    return mask;
  }

  private static double share(float... mask) {
    double sum = 0;
    for (float one : mask) {
      sum += one;
    }
    return sum / mask.length;
  }

  @Test
  void dropsAsManyAsAskedFor() {
    for (float p : new float[] {0, 0.1f, 0.5f, 0.9f, 1}) {
      assertEquals(1 - p, share(mask(p, 1, 1, 0)), CHANCE);
    }
  }

  /** Two masks of a half agree in half of their elements, shifted or not. */
  @Test
  void seedsStepsLayersAndElementsAreUnrelated() {
    var mask = mask(0.5f, 1, 1, 0);
    for (var other :
        new float[][] {
          mask(0.5f, 2, 1, 0), mask(0.5f, 1, 2, 0), mask(0.5f, 1, 1, 1), mask(0.5f, 1, 3, 2)
        }) {
      for (int shift : new int[] {0, 1, 2, 16, 1024}) {
        assertEquals(0.5, agreement(mask, other, shift), CHANCE * 1.2);
      }
    }
    for (int shift : new int[] {1, 2, 3, 16, 1024}) {
      assertEquals(0.5, agreement(mask, mask, shift), CHANCE * 1.2);
    }
  }

  private static double agreement(float[] a, float[] b, int shift) {
    int same = 0;
    for (int i = 0; i + shift < SIZE; i++) {
      same += a[i] == b[i + shift] ? 1 : 0;
    }
    return (double) same / (SIZE - shift);
  }

  @Test
  void isAFunctionOfItsKey() {
    assertArrayEquals(mask(0.3f, 7, 8, 9), mask(0.3f, 7, 8, 9));
  }
}

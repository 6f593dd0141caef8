package org.tornadonn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Generated rows: what their classes look like, and that they can be drawn again. */
class ClusterDatasetTest {

  private static Batch all(ClusterDataset data) {
    try (var batches = Batches.inOrder(data, data.size(), 0, 1)) {
      return batches.next();
    }
  }

  @Test
  void classesLieEquallyFarApart() {
    int features = 10;
    var rows = all(new ClusterDataset(6000, features, 3, 4));
    var centres = new double[3][features];
    var counts = new int[3];
    for (int i = 0; i < rows.count(); i++) {
      int label = (int) rows.y()[i];
      counts[label]++;
      for (int f = 0; f < features; f++) {
        centres[label][f] += rows.x()[i * features + f];
      }
    }
    for (int c = 0; c < 3; c++) {
      assertEquals(2000, counts[c], 150);
      for (int f = 0; f < features; f++) {
        centres[c][f] /= counts[c];
      }
    }
    for (int c = 0; c < 3; c++) {
      double square = 0;
      for (int f = 0; f < features; f++) {
        square += Math.pow(centres[c][f] - centres[(c + 1) % 3][f], 2);
      }
      assertEquals(3.6 * 0.6, Math.sqrt(square), 0.1);
    }
  }

  @Test
  void aLargerSetBeginsWithTheSmallerOne() {
    var small = all(new ClusterDataset(10, 4, 2, 9));
    var large = all(new ClusterDataset(20, 4, 2, 9));
    assertArrayEquals(small.x(), Arrays.copyOf(large.x(), 40));
    assertArrayEquals(small.y(), Arrays.copyOf(large.y(), 10));
    assertFalse(Arrays.equals(small.x(), all(new ClusterDataset(10, 4, 2, 8)).x()));
  }

  @Test
  void impossibleSetsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ClusterDataset(0, 4, 2, 1));
    assertThrows(IllegalArgumentException.class, () -> new ClusterDataset(5, 2, 3, 1));
    assertThrows(IllegalArgumentException.class, () -> new ClusterDataset(5, 2, 1, 1));
  }
}

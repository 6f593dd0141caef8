package org.tornadonn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class StandardizationTest {

  /** Rows that are there. */
  private record Rows(float[]... rows) implements Dataset {

    @Override
    public int size() {
      return rows.length;
    }

    @Override
    public int inputLength() {
      return rows[0].length;
    }

    @Override
    public int targetLength() {
      return 1;
    }

    @Override
    public void read(int index, int epoch, float[] x, int xAt, float[] y, int yAt) {
      System.arraycopy(rows[index], 0, x, xAt, inputLength());
    }
  }

  /**
   * {@code StandardScaler().fit(x)} of scikit-learn 1.9.1, x as float64: {@code mean_} and {@code
   * scale_}. The second column is constant, the third has a large mean.
   */
  @Test
  void isScikitLearnsStandardScaler() {
    var rows =
        new Rows(
            new float[] {1, 0.1f, 10000001, -2},
            new float[] {2, 0.1f, 10000002, 0.5f},
            new float[] {4, 0.1f, 10000004, 3},
            new float[] {8, 0.1f, 10000003, 0},
            new float[] {-16, 0.1f, 10000007, 1.25f});
    var found = Standardization.of(rows, 4, 0);
    double[] mean = {-0.2, 0.10000000149011612, 10000003.4, 0.55};
    double[] scale = {8.255906976220118, 1.0, 2.0591260281974, 1.6309506430300091};
    for (int i = 0; i < 4; i++) {
      assertEquals(mean[i], found.mean().get(i), 1e-9);
      assertEquals(scale[i], found.deviation().get(i), 1e-9);
    }
  }

  @Test
  void channelsAreMeasuredAsAWholeForAnyNumberOfWorkers() {
    float[][] pictures = new float[211][2 * 9];
    double[] sum = new double[2];
    var random = new CounterRandom(3);
    for (float[] picture : pictures) {
      for (int i = 0; i < picture.length; i++) {
        picture[i] = (float) random.uniform(-1, i < 9 ? 1 : 4);
        sum[i / 9] += picture[i];
      }
    }
    var data = new Rows(pictures);
    var found = Standardization.of(data, 2, 3);
    assertEquals(found, Standardization.of(data, 2, 0), "bit for bit");
    for (int channel = 0; channel < 2; channel++) {
      double mean = sum[channel] / (211 * 9);
      double squares = 0;
      for (float[] picture : pictures) {
        for (int i = 0; i < 9; i++) {
          squares += Math.pow(picture[9 * channel + i] - mean, 2);
        }
      }
      assertEquals(mean, found.mean().get(channel), 1e-12);
      assertEquals(Math.sqrt(squares / (211 * 9)), found.deviation().get(channel), 1e-12);
    }
  }

  @Test
  void aStandardizedSetHasMeanZeroAndDeviationOne() {
    var data = new ClusterDataset(300, 5, 3, 1);
    var standardized = new StandardizedDataset(data, Standardization.of(data, 5, 2));
    var after = Standardization.of(standardized, 5, 2);
    for (int i = 0; i < 5; i++) {
      assertEquals(0, after.mean().get(i), 1e-6);
      assertEquals(1, after.deviation().get(i), 1e-6);
    }
    float[] y = new float[1];
    standardized.read(7, 0, new float[5], 0, y, 0);
    float[] label = new float[1];
    data.read(7, 0, new float[5], 0, label, 0);
    assertEquals(label[0], y[0], "labels stay");
  }

  @Test
  void aConstantColumnBecomesZeroAndUnseenValuesKeepTheirScale() {
    var constant = Standardization.of(new Rows(new float[] {3}, new float[] {3}), 1, 0);
    assertEquals(new Standardization(List.of(3.0), List.of(1.0)), constant);
    float[] x = {3, 5};
    constant.apply(x, 0, 2);
    assertArrayEquals(new float[] {0, 2}, x);
  }

  @Test
  void impossibleNumbersAreRefused() {
    var one = List.of(1.0);
    assertThrows(IllegalArgumentException.class, () -> new Standardization(one, List.of(0.0)));
    assertThrows(
        IllegalArgumentException.class, () -> new Standardization(one, List.of(Double.NaN)));
    assertThrows(IllegalArgumentException.class, () -> new Standardization(one, List.of(1.0, 1.0)));
    var odd = new Standardization(List.of(0.0, 0.0), List.of(1.0, 1.0));
    assertThrows(IllegalArgumentException.class, () -> odd.apply(new float[3], 0, 3));
  }
}

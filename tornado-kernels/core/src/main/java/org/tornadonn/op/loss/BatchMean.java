package org.tornadonn.op.loss;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code mean[0] = Σ row[i] / (fill · features)} over the first {@code fill} rows, in their order:
 * the last step of a loss.
 */
public record BatchMean(float[] row, float[] fill, float[] mean, int n, int features)
    implements Kernel {

  private static void at(float[] row, float[] fill, float[] mean, int n, int features, int i) {
    float sum = 0;
    for (int j = 0; j < n; j++) {
      if (j < fill[0]) {
        sum += row[j];
      }
    }
    mean[i] = sum / (fill[0] * features);
  }

  static void loop(float[] row, float[] fill, float[] mean, int n, int features, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(row, fill, mean, n, features, i);
    }
  }

  @Override
  public int size() {
    return 1;
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(row, fill, mean, n, features, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, BatchMean::loop, row, fill, mean, n, features, size());
  }
}

package org.tornadonn.op;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code logSum[n] = log Σ(j) exp y[n,j]} and {@code row[n] = logSum[n] − y[n, t[n]]} of {@link
 * CrossEntropy}.
 */
public record CrossEntropyRows(
    float[] y, float[] t, float[] row, float[] logSum, int n, int classes) implements Kernel {

  private static void at(float[] y, float[] t, float[] row, float[] logSum, int classes, int i) {
    float largest = y[i * classes];
    for (int j = 1; j < classes; j++) {
      float logit = y[i * classes + j];
      largest = logit > largest || Float.isNaN(logit) ? logit : largest;
    }
    float sum = 0;
    for (int j = 0; j < classes; j++) {
      sum += (float) Math.exp(y[i * classes + j] - largest);
    }
    float log = largest + (float) Math.log(sum);
    logSum[i] = log;
    row[i] = log - y[i * classes + (int) t[i]];
  }

  static void loop(float[] y, float[] t, float[] row, float[] logSum, int n, int classes) {
    for (@Parallel int i = 0; i < n; i++) {
      at(y, t, row, logSum, classes, i);
    }
  }

  @Override
  public int size() {
    return n;
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(y, t, row, logSum, classes, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, CrossEntropyRows::loop, y, t, row, logSum, n, classes);
  }
}

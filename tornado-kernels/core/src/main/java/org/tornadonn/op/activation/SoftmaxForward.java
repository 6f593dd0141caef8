package org.tornadonn.op.activation;

import org.tornadonn.op.arithmetic.Rows;
import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code y = exp(x − largest) / Σ} of a {@link Softmax}, with the norm from {@link SoftmaxNorm}.
 */
public record SoftmaxForward(float[] x, int xAt, float[] norm, float[] y, Rows rows)
    implements Kernel {

  private static void at(float[] x, int xAt, float[] norm, float[] y, int length, int step, int i) {
    int row = i / (length * step) * step + i % step;
    y[i] = (float) Math.exp(x[xAt + i] - norm[2 * row]) / norm[2 * row + 1];
  }

  static void loop(float[] x, int xAt, float[] norm, float[] y, int length, int step, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(x, xAt, norm, y, length, step, i);
    }
  }

  @Override
  public int size() {
    return rows.elements();
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(x, xAt, norm, y, rows.length(), rows.step(), i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, SoftmaxForward::loop, x, xAt, norm, y, rows.length(), rows.step(), size());
  }
}

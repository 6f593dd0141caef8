package org.tornadonn.op.activation;

import org.tornadonn.op.arithmetic.Rows;
import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/** {@code dx (+)= y · (dy − dot)} of a {@link Softmax}, with the dot from {@link SoftmaxDot}. */
public record SoftmaxInputGradient(
    float[] y, float[] dy, float[] dot, float[] dx, int dxAt, int add, Rows rows)
    implements Kernel {

  private static void at(
      float[] y,
      float[] dy,
      float[] dot,
      float[] dx,
      int dxAt,
      int add,
      int length,
      int step,
      int i) {
    int row = i / (length * step) * step + i % step;
    float value = y[i] * (dy[i] - dot[row]);
    dx[dxAt + i] = add > 0 ? dx[dxAt + i] + value : value;
  }

  static void loop(
      float[] y,
      float[] dy,
      float[] dot,
      float[] dx,
      int dxAt,
      int add,
      int length,
      int step,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(y, dy, dot, dx, dxAt, add, length, step, i);
    }
  }

  @Override
  public int size() {
    return rows.elements();
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(y, dy, dot, dx, dxAt, add, rows.length(), rows.step(), i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id,
        SoftmaxInputGradient::loop,
        y,
        dy,
        dot,
        dx,
        dxAt,
        add,
        rows.length(),
        rows.step(),
        size());
  }
}

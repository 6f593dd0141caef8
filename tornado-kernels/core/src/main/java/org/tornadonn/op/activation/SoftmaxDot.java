package org.tornadonn.op.activation;

import org.tornadonn.op.arithmetic.Rows;
import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/** {@code dot[r] = Σ(j) dy[r,j] · y[r,j]} of a {@link Softmax}. */
public record SoftmaxDot(float[] y, float[] dy, float[] dot, Rows rows) implements Kernel {

  private static void at(float[] y, float[] dy, float[] dot, int length, int step, int i) {
    int first = i / step * length * step + i % step;
    float sum = 0;
    for (int j = 0; j < length; j++) {
      sum += dy[first + j * step] * y[first + j * step];
    }
    dot[i] = sum;
  }

  static void loop(float[] y, float[] dy, float[] dot, int length, int step, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(y, dy, dot, length, step, i);
    }
  }

  @Override
  public int size() {
    return rows.count();
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(y, dy, dot, rows.length(), rows.step(), i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, SoftmaxDot::loop, y, dy, dot, rows.length(), rows.step(), size());
  }
}

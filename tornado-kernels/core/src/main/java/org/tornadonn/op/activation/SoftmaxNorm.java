package org.tornadonn.op.activation;

import org.tornadonn.op.arithmetic.Rows;
import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/** {@code norm[r] = (largest(j) x[r,j], Σ(j) exp(x[r,j] − largest))} of a {@link Softmax}. */
public record SoftmaxNorm(float[] x, int xAt, float[] norm, Rows rows) implements Kernel {

  private static void at(float[] x, int xAt, float[] norm, int length, int step, int i) {
    int first = xAt + i / step * length * step + i % step;
    float largest = x[first];
    for (int j = 1; j < length; j++) {
      float value = x[first + j * step];
      largest = value > largest || Float.isNaN(value) ? value : largest;
    }
    float sum = 0;
    for (int j = 0; j < length; j++) {
      sum += (float) Math.exp(x[first + j * step] - largest);
    }
    norm[2 * i] = largest;
    norm[2 * i + 1] = sum;
  }

  static void loop(float[] x, int xAt, float[] norm, int length, int step, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(x, xAt, norm, length, step, i);
    }
  }

  @Override
  public int size() {
    return rows.count();
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(x, xAt, norm, rows.length(), rows.step(), i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, SoftmaxNorm::loop, x, xAt, norm, rows.length(), rows.step(), size());
  }
}

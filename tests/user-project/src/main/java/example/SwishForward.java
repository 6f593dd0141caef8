package example;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/** {@code y = x / (1 + exp(−x))}; one index is one element. */
public record SwishForward(float[] x, float[] y, int size) implements Kernel {

  private static void at(float[] x, float[] y, int i) {
    y[i] = x[i] / (1 + (float) Math.exp(-x[i]));
  }

  static void loop(float[] x, float[] y, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(x, y, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(x, y, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, SwishForward::loop, x, y, size);
  }
}

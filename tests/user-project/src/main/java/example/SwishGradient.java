package example;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/** {@code dx = dy · (s + x · s · (1 − s))} with {@code s = 1 / (1 + exp(−x))}. */
public record SwishGradient(float[] x, float[] dy, float[] dx, int add, int size)
    implements Kernel {

  private static void at(float[] x, float[] dy, float[] dx, int add, int i) {
    float s = 1 / (1 + (float) Math.exp(-x[i]));
    float gradient = dy[i] * (s + x[i] * s * (1 - s));
    dx[i] = add > 0 ? dx[i] + gradient : gradient;
  }

  static void loop(float[] x, float[] dy, float[] dx, int add, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(x, dy, dx, add, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(x, dy, dx, add, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, SwishGradient::loop, x, dy, dx, add, size);
  }
}

package org.tornadonn.op.update;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * Moves an average a little way to what the parameters are now, as PyTorch's {@code lerp} does:
 *
 * <pre>
 * a = share &lt; 0.5 ? a + share · (w − a) : w − (w − a) · (1 − share)
 * </pre>
 *
 * so that with a share of 1 it is what the parameters are.
 *
 * @param control {@code [share]}
 * @param at the first number that is averaged
 * @param size how many there are
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/optim.html#weight-averaging-swa-and-ema">PyTorch</a>
 */
public record MovingAverage(float[] w, float[] a, float[] control, int at, int size)
    implements Kernel {

  private static void at(float[] w, float[] a, float[] control, int i) {
    float share = control[0];
    float way = w[i] - a[i];
    a[i] = share < 0.5f ? a[i] + share * way : w[i] - way * (1 - share);
  }

  static void loop(float[] w, float[] a, float[] control, int at, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(w, a, control, at + i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(w, a, control, at + i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, MovingAverage::loop, w, a, control, at, size);
  }
}

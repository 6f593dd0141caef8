package org.tornadonn.op.elementwise;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code y} is −1, 0 or 1 as x is below, at or above 0, element by element; 0 for NaN, as in
 * PyTorch. The gradient is 0.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.sign.html">PyTorch</a>
 */
public record Sign() implements FlatUnary {

  @Override
  public int flops() {
    return 2;
  }

  @Override
  public Kernel kernel(float[] x, int xAt, float[] y, int size) {
    return new Map(x, xAt, y, size);
  }

  record Map(float[] x, int xAt, float[] y, int size) implements Kernel {

    private static float at(float x) {
      return Float.isNaN(x) ? 0 : x > 0 ? 1 : x < 0 ? -1 : 0;
    }

    static void loop(float[] x, int xAt, float[] y, int size) {
      for (@Parallel int i = 0; i < size; i++) {
        y[i] = at(x[xAt + i]);
      }
    }

    @Override
    public void run(int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = at(x[xAt + i]);
      }
    }

    @Override
    public void addTo(TaskGraph graph, String id) {
      graph.task(id, Map::loop, x, xAt, y, size);
    }
  }
}

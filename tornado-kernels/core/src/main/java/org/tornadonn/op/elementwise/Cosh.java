package org.tornadonn.op.elementwise;

import org.tornadonn.plan.Composition;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Value;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code y = cosh x}, element by element.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.cosh.html">PyTorch</a>
 */
public record Cosh() implements Unary {

  @Override
  public int flops() {
    return 40;
  }

  @Override
  public Value slope(Composition g) {
    return Binary.of(new Mul(), g.dy(), Unary.of(new Sinh(), g.in(0)));
  }

  @Override
  public Kernel kernel(float[] x, int xAt, float[] y, int size) {
    return new Map(x, xAt, y, size);
  }

  record Map(float[] x, int xAt, float[] y, int size) implements Kernel {

    private static float at(float x) {
      float root = (float) Math.exp(0.5f * Math.abs(x));
      return 0.5f * root * root + 0.5f / (root * root);
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

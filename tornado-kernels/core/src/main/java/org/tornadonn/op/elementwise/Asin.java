package org.tornadonn.op.elementwise;

import org.tornadonn.plan.Composition;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Value;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code y = arcsin x} in radians, element by element; NaN outside −1 to 1.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.asin.html">PyTorch</a>
 */
public record Asin() implements Unary {

  @Override
  public int flops() {
    return 30;
  }

  @Override
  public Value slope(Composition g) {
    return Binary.of(
        new Mul(),
        g.dy(),
        Unary.of(
            new Rsqrt(),
            Binary.of(
                new Sub(), Binary.number(g.in(0), 1), Binary.of(new Mul(), g.in(0), g.in(0)))));
  }

  @Override
  public Kernel kernel(float[] x, int xAt, float[] y, int size) {
    return new Map(x, xAt, y, size);
  }

  record Map(float[] x, int xAt, float[] y, int size) implements Kernel {

    private static float at(float x) {
      return (float) Math.asin(x);
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

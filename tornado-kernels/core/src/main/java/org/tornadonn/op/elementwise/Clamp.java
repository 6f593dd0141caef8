package org.tornadonn.op.elementwise;

import org.tornadonn.plan.Composition;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Value;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code y = min(max(x, low), high)}, element by element; NaN stays NaN. The gradient passes where
 * x lies between them, the bounds included.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.clamp.html">PyTorch</a>
 */
public record Clamp(float low, float high) implements Unary {

  @Override
  public int flops() {
    return 2;
  }

  @Override
  public Value slope(Composition g) {
    var inside =
        Binary.of(
            new Mul(),
            Binary.of(new Ge(), g.in(0), Binary.number(g.in(0), low)),
            Binary.of(new Le(), g.in(0), Binary.number(g.in(0), high)));
    return Where.of(inside, g.dy(), Binary.number(g.dy(), 0));
  }

  @Override
  public Kernel kernel(float[] x, int xAt, float[] y, int size) {
    return new Map(x, xAt, y, low, high, size);
  }

  record Map(float[] x, int xAt, float[] y, float low, float high, int size) implements Kernel {

    private static float at(float x, float low, float high) {
      float y = x < low ? low : x;
      return y > high ? high : y;
    }

    static void loop(float[] x, int xAt, float[] y, float low, float high, int size) {
      for (@Parallel int i = 0; i < size; i++) {
        y[i] = at(x[xAt + i], low, high);
      }
    }

    @Override
    public void run(int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = at(x[xAt + i], low, high);
      }
    }

    @Override
    public void addTo(TaskGraph graph, String id) {
      graph.task(id, Map::loop, x, xAt, y, low, high, size);
    }
  }
}

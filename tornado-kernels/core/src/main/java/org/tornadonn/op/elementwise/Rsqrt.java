package org.tornadonn.op.elementwise;

import org.tornadonn.plan.Composition;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Value;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code y = 1 / √x}, element by element; NaN below 0, ∞ at 0.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.rsqrt.html">PyTorch</a>
 */
public record Rsqrt() implements Unary {

  @Override
  public int flops() {
    return 5;
  }

  @Override
  public Value slope(Composition g) {
    var cube = Binary.of(new Mul(), Binary.of(new Mul(), g.out(), g.out()), g.out());
    return Binary.of(new Mul(), Binary.of(new Mul(), g.dy(), Binary.number(g.in(0), -0.5f)), cube);
  }

  @Override
  public Value decomposition(Value... in) {
    return Unary.of(new Reciprocal(), Unary.of(new Sqrt(), in[0]));
  }

  @Override
  public Kernel kernel(float[] x, int xAt, float[] y, int size) {
    return new Map(x, xAt, y, size);
  }

  record Map(float[] x, int xAt, float[] y, int size) implements Kernel {

    private static float at(float x) {
      return 1 / (float) Math.sqrt(x);
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

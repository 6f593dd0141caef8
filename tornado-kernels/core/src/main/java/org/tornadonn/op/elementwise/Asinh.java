package org.tornadonn.op.elementwise;

import org.tornadonn.op.special.LogOnePlus;
import org.tornadonn.plan.Composition;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Value;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code y = arsinh x}, element by element.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.asinh.html">PyTorch</a>
 */
public record Asinh() implements Unary {

  /** From here on {@code log(2x)} is as near as float32 can be, and squares do not overflow yet. */
  private static final float FAR = 10_000;

  private static final float LOG_2 = 0.6931472f;

  @Override
  public int flops() {
    return 40;
  }

  @Override
  public Value slope(Composition g) {
    return Binary.of(
        new Mul(),
        g.dy(),
        Unary.of(
            new Rsqrt(),
            Binary.of(
                new Add(), Binary.of(new Mul(), g.in(0), g.in(0)), Binary.number(g.in(0), 1))));
  }

  @Override
  public Kernel kernel(float[] x, int xAt, float[] y, int size) {
    return new Map(x, xAt, y, size);
  }

  record Map(float[] x, int xAt, float[] y, int size) implements Kernel {

    private static float at(float x) {
      float a = Math.abs(x);
      float near = LogOnePlus.anywhere(a + a * a / (1 + (float) Math.sqrt(a * a + 1)));
      float y = a > FAR ? (float) Math.log(a) + LOG_2 : near;
      return x < 0 ? -y : y;
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

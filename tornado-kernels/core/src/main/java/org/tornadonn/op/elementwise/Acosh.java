package org.tornadonn.op.elementwise;

import org.tornadonn.op.special.LogOnePlus;
import org.tornadonn.plan.Composition;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Value;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code y = arcosh x}, element by element; NaN below 1.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.acosh.html">PyTorch</a>
 */
public record Acosh() implements Unary {

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
                new Sub(), Binary.of(new Mul(), g.in(0), g.in(0)), Binary.number(g.in(0), 1))));
  }

  @Override
  public Kernel kernel(float[] x, int xAt, float[] y, int size) {
    return new Map(x, xAt, y, size);
  }

  record Map(float[] x, int xAt, float[] y, int size) implements Kernel {

    private static float at(float x) {
      float near = LogOnePlus.anywhere(x - 1 + (float) Math.sqrt(x - 1) * (float) Math.sqrt(x + 1));
      return x > FAR ? (float) Math.log(x) + LOG_2 : near;
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

package org.tornadonn.op.elementwise;

import org.tornadonn.plan.Composition;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Value;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code y = 2ˣ}, element by element.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.exp2.html">PyTorch</a>
 */
public record Exp2() implements Unary {

  @Override
  public int flops() {
    return 40;
  }

  @Override
  public Value slope(Composition g) {
    return Binary.of(
        new Mul(),
        g.dy(),
        Binary.of(new Mul(), g.out(), Binary.number(g.in(0), (float) Math.log(2))));
  }

  @Override
  public Value decomposition(Value... in) {
    return Binary.of(new Pow(), Binary.number(in[0], 2), in[0]);
  }

  @Override
  public Kernel kernel(float[] x, int xAt, float[] y, int size) {
    return new Map(x, xAt, y, size);
  }

  record Map(float[] x, int xAt, float[] y, int size) implements Kernel {

    private static float at(float x) {
      return (float) Math.pow(2, x);
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

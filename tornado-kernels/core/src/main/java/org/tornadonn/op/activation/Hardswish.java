package org.tornadonn.op.activation;

import org.tornadonn.op.elementwise.Add;
import org.tornadonn.op.elementwise.Binary;
import org.tornadonn.op.elementwise.Div;
import org.tornadonn.op.elementwise.Ge;
import org.tornadonn.op.elementwise.Le;
import org.tornadonn.op.elementwise.Mul;
import org.tornadonn.op.elementwise.Unary;
import org.tornadonn.op.elementwise.Where;
import org.tornadonn.plan.Composition;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Value;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code y = x · min(max(x + 3, 0), 6) / 6}, element by element; NaN stays NaN. The gradient is
 * {@code x / 3 + 1/2} between −3 and 3, 0 below and 1 above.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Hardswish.html">PyTorch</a>
 */
public record Hardswish() implements Unary {

  @Override
  public int flops() {
    return 5;
  }

  @Override
  public Value slope(Composition g) {
    var x = g.in(0);
    var middle =
        Binary.of(
            new Mul(),
            g.dy(),
            Binary.of(
                new Add(), Binary.of(new Div(), x, Binary.number(x, 3)), Binary.number(x, 0.5f)));
    return Where.of(
        Binary.of(new Le(), x, Binary.number(x, -3)),
        Binary.number(x, 0),
        Where.of(Binary.of(new Ge(), x, Binary.number(x, 3)), g.dy(), middle));
  }

  @Override
  public Kernel kernel(float[] x, int xAt, float[] y, int size) {
    return new Map(x, xAt, y, size);
  }

  record Map(float[] x, int xAt, float[] y, int size) implements Kernel {

    private static float at(float x) {
      float y = x + 3 < 0 ? 0 : x + 3;
      return x * ((y > 6 ? 6 : y) / 6);
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

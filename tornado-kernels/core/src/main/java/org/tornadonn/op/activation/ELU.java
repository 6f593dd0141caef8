package org.tornadonn.op.activation;

import org.tornadonn.op.elementwise.Add;
import org.tornadonn.op.elementwise.Binary;
import org.tornadonn.op.elementwise.Gt;
import org.tornadonn.op.elementwise.Mul;
import org.tornadonn.op.elementwise.Unary;
import org.tornadonn.op.elementwise.Where;
import org.tornadonn.op.special.ExpMinusOne;
import org.tornadonn.plan.Composition;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Value;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code y = scale · (x > 0 ? x : alpha · (exp(inputScale · x) − 1))}, element by element; NaN
 * stays NaN. ELU, SELU and CELU are of this form. The gradient at 0 is that from below.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.ELU.html">PyTorch</a>
 */
public record ELU(float alpha, float scale, float inputScale) implements Unary {

  @Override
  public int flops() {
    return 24;
  }

  @Override
  public Value slope(Composition g) {
    var x = g.in(0);
    var below =
        Binary.of(
            new Mul(),
            Binary.of(new Add(), g.out(), Binary.number(x, alpha * scale)),
            Binary.number(x, inputScale));
    var slope =
        Where.of(Binary.of(new Gt(), x, Binary.number(x, 0)), Binary.number(x, scale), below);
    return Binary.of(new Mul(), g.dy(), slope);
  }

  @Override
  public Kernel kernel(float[] x, int xAt, float[] y, int size) {
    return new Map(x, xAt, y, alpha, scale, inputScale, size);
  }

  record Map(float[] x, int xAt, float[] y, float alpha, float scale, float inputScale, int size)
      implements Kernel {

    private static float at(float x, float alpha, float scale, float inputScale) {
      return x > 0 ? scale * x : scale * alpha * ExpMinusOne.of(inputScale * x);
    }

    static void loop(
        float[] x, int xAt, float[] y, float alpha, float scale, float inputScale, int size) {
      for (@Parallel int i = 0; i < size; i++) {
        y[i] = at(x[xAt + i], alpha, scale, inputScale);
      }
    }

    @Override
    public void run(int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = at(x[xAt + i], alpha, scale, inputScale);
      }
    }

    @Override
    public void addTo(TaskGraph graph, String id) {
      graph.task(id, Map::loop, x, xAt, y, alpha, scale, inputScale, size);
    }
  }
}

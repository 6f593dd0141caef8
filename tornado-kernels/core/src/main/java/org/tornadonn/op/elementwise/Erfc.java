package org.tornadonn.op.elementwise;

import org.tornadonn.op.special.ErrorFunction;
import org.tornadonn.plan.Composition;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Value;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code y = 1 − erf(x)}, element by element, with all digits where that is near 0.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.erfc.html">PyTorch</a>
 */
public record Erfc() implements Unary {

  @Override
  public int flops() {
    return 40;
  }

  @Override
  public Value slope(Composition g) {
    var x = g.in(0);
    var falling = Unary.of(new Exp(), Unary.of(new Neg(), Binary.of(new Mul(), x, x)));
    return Binary.of(
        new Mul(), g.dy(), Binary.of(new Mul(), falling, Binary.number(x, -1.1283792f)));
  }

  @Override
  public Value decomposition(Value... in) {
    return Binary.of(new Sub(), Binary.number(in[0], 1), Unary.of(new Erf(), in[0]));
  }

  @Override
  public Kernel kernel(float[] x, int xAt, float[] y, int size) {
    return new Map(x, xAt, y, size);
  }

  record Map(float[] x, int xAt, float[] y, int size) implements Kernel {

    private static float at(float x) {
      return ErrorFunction.complement(x);
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

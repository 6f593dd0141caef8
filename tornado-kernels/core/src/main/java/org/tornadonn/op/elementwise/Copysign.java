package org.tornadonn.op.elementwise;

import org.tornadonn.plan.Composition;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Value;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code y = |a|} with the sign of b, element by element, with broadcasting; −0 has one, and that
 * of NaN is a plus. The gradient passes to a alone, with the sign that has come or gone, and is 0
 * where a is 0.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.copysign.html">PyTorch</a>
 */
public record Copysign() implements Binary {

  @Override
  public int flops() {
    return 3;
  }

  @Override
  public Value slope(int input, Composition g) {
    var zero = Binary.number(g.dy(), 0);
    if (input == 1) {
      return Binary.of(new Mul(), g.dy(), zero);
    }
    var signs = Binary.of(new Div(), g.out(), g.in(0));
    var isZero = Binary.of(new Eq(), g.in(0), zero);
    return Where.of(isZero, zero, Binary.of(new Mul(), g.dy(), signs));
  }

  @Override
  public Value decomposition(Value... in) {
    var zero = Binary.number(in[0], 0);
    var below = Binary.of(new Lt(), in[1], zero);
    var inverse = Binary.of(new Lt(), Unary.of(new Reciprocal(), in[1]), zero);
    var y = Unary.of(new Abs(), in[0]);
    return Where.of(Binary.of(new Maximum(), below, inverse), Unary.of(new Neg(), y), y);
  }

  @Override
  public Kernel kernel(Operand a, Operand b, float[] y, int size) {
    return new Map(a, b, y, size);
  }

  record Map(Operand a, Operand b, float[] y, int size) implements Kernel {

    private static float at(float a, float b) {
      float y = Math.abs(a);
      return b < 0 || (b == 0 && 1 / b < 0) ? -y : y;
    }

    private static void strip(float[] a, int aAt, float[] b, int bAt, float[] y, int from, int n) {
      for (int i = 0; i < n; i++) {
        y[from + i] = at(a[aAt + i], b[bAt + i]);
      }
    }

    static void loop(
        float[] a,
        int aAt,
        int aInner,
        int aCount,
        float[] b,
        int bAt,
        int bInner,
        int bCount,
        float[] y,
        int size) {
      for (@Parallel int i = 0; i < size; i++) {
        y[i] = at(a[aAt + i / aInner % aCount], b[bAt + i / bInner % bCount]);
      }
    }

    @Override
    public void run(int from, int to) {
      Strips.run(a, b, y, size, from, to, Map::strip);
    }

    @Override
    public void addTo(TaskGraph graph, String id) {
      graph.task(
          id, Map::loop, a.array(), a.at(), a.inner(), a.count(), b.array(), b.at(), b.inner(),
          b.count(), y, size);
    }
  }
}

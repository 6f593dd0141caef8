package org.tornadonn.op.elementwise;

import org.tornadonn.plan.Composition;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Value;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code y = aᵇ}, element by element, with broadcasting; a negative base needs whole exponents.
 *
 * <p>1 to any power, and any number to the power of 0, is 1, NaN too. The gradient with respect to
 * the exponent is {@code dy · y · ln a}, and 0 where a is 0 and b is not below it.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.pow.html">PyTorch</a>
 */
public record Pow() implements Binary {

  @Override
  public int flops() {
    return 60;
  }

  @Override
  public Value slope(int input, Composition g) {
    return Binary.of(new Mul(), g.dy(), input == 0 ? byBase(g) : byExponent(g));
  }

  private static Value byBase(Composition g) {
    var zero = Binary.number(g.in(0), 0);
    var less = Binary.of(new Sub(), g.in(1), Binary.number(g.in(0), 1));
    var slope = Binary.of(new Mul(), g.in(1), Binary.of(new Pow(), g.in(0), less));
    return Where.of(Binary.of(new Eq(), g.in(1), zero), zero, slope);
  }

  private static Value byExponent(Composition g) {
    var zero = Binary.number(g.in(0), 0);
    var stays =
        Binary.of(
            new Mul(), Binary.of(new Eq(), g.in(0), zero), Binary.of(new Ge(), g.in(1), zero));
    return Where.of(stays, zero, Binary.of(new Mul(), g.out(), Unary.of(new Log(), g.in(0))));
  }

  @Override
  public Kernel kernel(Operand a, Operand b, float[] y, int size) {
    return new Map(a, b, y, size);
  }

  record Map(Operand a, Operand b, float[] y, int size) implements Kernel {

    private static float at(float a, float b) {
      return a == 1 || a == -1 && Float.isInfinite(b) ? 1 : (float) Math.pow(a, b);
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

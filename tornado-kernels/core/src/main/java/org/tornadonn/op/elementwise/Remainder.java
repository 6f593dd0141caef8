package org.tornadonn.op.elementwise;

import org.tornadonn.op.special.WholeNumber;
import org.tornadonn.plan.Composition;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Value;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code y = a − b · ⌊a / b⌋}, which has the sign of b, element by element, with broadcasting.
 *
 * <p>It is exact while a / b is below 2²⁹. The gradient with respect to a is dy, and that with
 * respect to b {@code −dy · ⌊a / b⌋}.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.remainder.html">PyTorch</a>
 */
public record Remainder() implements Binary {

  @Override
  public int flops() {
    return 4;
  }

  @Override
  public Value slope(int input, Composition g) {
    if (input == 0) {
      return g.dy();
    }
    var multiples =
        Unary.of(
            new Round(), Binary.of(new Div(), Binary.of(new Sub(), g.in(0), g.out()), g.in(1)));
    var floor =
        Where.of(
            Binary.of(new Eq(), g.in(1), Binary.number(g.dy(), 0)),
            Binary.of(new Div(), g.in(0), g.in(1)),
            multiples);
    return Unary.of(new Neg(), Binary.of(new Mul(), g.dy(), floor));
  }

  @Override
  public Kernel kernel(Operand a, Operand b, float[] y, int size) {
    return new Map(a, b, y, size);
  }

  record Map(Operand a, Operand b, float[] y, int size) implements Kernel {

    private static float at(float a, float b) {
      double multiples = WholeNumber.floor((double) a / b);
      float finite = (float) (a - multiples * b);
      float infinite = ((a < 0 && b > 0) || (a > 0 && b < 0) ? b : a) + a * 0;
      float y = Math.abs(b) > Float.MAX_VALUE ? infinite : finite;
      return Float.isNaN(b) ? b : y;
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

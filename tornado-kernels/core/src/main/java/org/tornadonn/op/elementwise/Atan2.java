package org.tornadonn.op.elementwise;

import org.tornadonn.plan.Composition;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Value;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The angle of the point (b, a) in radians, from −π to π, element by element, with broadcasting.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.atan2.html">PyTorch</a>
 */
public record Atan2() implements Binary {

  @Override
  public int flops() {
    return 40;
  }

  @Override
  public Value slope(int input, Composition g) {
    var squares =
        Binary.of(
            new Add(),
            Binary.of(new Mul(), g.in(0), g.in(0)),
            Binary.of(new Mul(), g.in(1), g.in(1)));
    var zero = Binary.number(g.dy(), 0);
    var share =
        Where.of(Binary.of(new Eq(), squares, zero), zero, Binary.of(new Div(), g.dy(), squares));
    return input == 0
        ? Binary.of(new Mul(), share, g.in(1))
        : Unary.of(new Neg(), Binary.of(new Mul(), share, g.in(0)));
  }

  @Override
  public Kernel kernel(Operand a, Operand b, float[] y, int size) {
    return new Map(a, b, y, size);
  }

  record Map(Operand a, Operand b, float[] y, int size) implements Kernel {

    private static float at(float a, float b) {
      return (float) Math.atan2(a, b);
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

package org.tornadonn.op.elementwise;

import org.tornadonn.plan.Composition;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Value;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The smaller of a and b, element by element, with broadcasting; NaN if either is. Where they are
 * equal, each gets half of the gradient.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.minimum.html">PyTorch</a>
 */
public record Minimum() implements Binary {

  @Override
  public int flops() {
    return 1;
  }

  @Override
  public Value slope(int input, Composition g) {
    var own = g.in(input);
    var other = g.in(1 - input);
    var half = Binary.of(new Mul(), g.dy(), Binary.number(g.dy(), 0.5f));
    return Where.of(
        Binary.of(new Gt(), own, other),
        Binary.number(g.dy(), 0),
        Where.of(Binary.of(new Eq(), own, other), half, g.dy()));
  }

  @Override
  public Kernel kernel(Operand a, Operand b, float[] y, int size) {
    return new Map(a, b, y, size);
  }

  record Map(Operand a, Operand b, float[] y, int size) implements Kernel {

    private static float at(float a, float b) {
      return Float.isNaN(a) || a < b ? a : b;
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

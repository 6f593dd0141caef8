package org.tornadonn.op.elementwise;

import org.tornadonn.plan.Composition;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Value;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code y = √(a² + b²)}, element by element, with broadcasting, for numbers whose squares float32
 * does not hold too; infinite where an operand is, and NaN at a point of NaN otherwise. The
 * gradient is {@code dy · a / y}, as in PyTorch NaN where y is 0.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.hypot.html">PyTorch</a>
 */
public record Hypot() implements Binary {

  @Override
  public int flops() {
    return 8;
  }

  @Override
  public Value slope(int input, Composition g) {
    return Binary.of(new Mul(), g.dy(), Binary.of(new Div(), g.in(input), g.out()));
  }

  @Override
  public Value decomposition(Value... in) {
    return Unary.of(
        new Sqrt(),
        Binary.of(
            new Add(), Binary.of(new Mul(), in[0], in[0]), Binary.of(new Mul(), in[1], in[1])));
  }

  @Override
  public Kernel kernel(Operand a, Operand b, float[] y, int size) {
    return new Map(a, b, y, size);
  }

  record Map(Operand a, Operand b, float[] y, int size) implements Kernel {

    private static float at(float a, float b) {
      double x = a;
      double z = b;
      float y = (float) Math.sqrt(x * x + z * z);
      return Math.abs(a) > Float.MAX_VALUE || Math.abs(b) > Float.MAX_VALUE
          ? Float.POSITIVE_INFINITY
          : y;
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

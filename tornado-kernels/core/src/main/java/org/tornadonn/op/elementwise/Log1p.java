package org.tornadonn.op.elementwise;

import org.tornadonn.op.special.LogOnePlus;
import org.tornadonn.plan.Composition;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Value;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code y = ln(1 + x)}, element by element, without what the sum loses near 0.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.log1p.html">PyTorch</a>
 */
public record Log1p() implements Unary {

  /** Up to there, the logarithm of 1 + x has lost digits of x. */
  private static final float NEAR = 0.5f;

  @Override
  public int flops() {
    return 30;
  }

  @Override
  public Value slope(Composition g) {
    return Binary.of(new Div(), g.dy(), Binary.of(new Add(), g.in(0), Binary.number(g.in(0), 1)));
  }

  /** {@code 2 · artanh(x / (x + 2))} near 0, which has all digits there. */
  @Override
  public Value decomposition(Value... in) {
    var x = in[0];
    var near = Binary.of(new Lt(), Unary.of(new Abs(), x), Binary.number(x, NEAR));
    var two = Binary.number(x, 2);
    var part = Binary.of(new Div(), x, Binary.of(new Add(), x, two));
    var small = Where.of(near, part, Binary.number(x, 0));
    var exact = Binary.of(new Mul(), Unary.of(new Atanh(), small), two);
    var far = Unary.of(new Log(), Binary.of(new Add(), x, Binary.number(x, 1)));
    return Where.of(near, exact, far);
  }

  @Override
  public Kernel kernel(float[] x, int xAt, float[] y, int size) {
    return new Map(x, xAt, y, size);
  }

  record Map(float[] x, int xAt, float[] y, int size) implements Kernel {

    private static float at(float x) {
      return LogOnePlus.anywhere(x);
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

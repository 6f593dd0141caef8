package org.tornadonn.op.activation;

import org.tornadonn.op.elementwise.Binary;
import org.tornadonn.op.elementwise.Gt;
import org.tornadonn.op.elementwise.Mul;
import org.tornadonn.op.elementwise.Unary;
import org.tornadonn.op.elementwise.Where;
import org.tornadonn.op.special.LogOnePlus;
import org.tornadonn.plan.Composition;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Value;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code y = ln(1 + exp(beta · x)) / beta}, element by element, and x itself where {@code beta · x}
 * is above the threshold; NaN stays NaN. The gradient is the sigmoid of {@code beta · x}, and 1
 * above the threshold.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Softplus.html">PyTorch</a>
 */
public record Softplus(float beta, float threshold) implements Unary {

  @Override
  public int flops() {
    return 44;
  }

  @Override
  public Value slope(Composition g) {
    var x = g.in(0);
    var scaled = Binary.of(new Mul(), x, Binary.number(x, beta));
    var slope =
        Where.of(
            Binary.of(new Gt(), scaled, Binary.number(x, threshold)),
            Binary.number(x, 1),
            Unary.of(new Sigmoid(), scaled));
    return Binary.of(new Mul(), g.dy(), slope);
  }

  @Override
  public Kernel kernel(float[] x, int xAt, float[] y, int size) {
    return new Map(x, xAt, y, beta, threshold, size);
  }

  record Map(float[] x, int xAt, float[] y, float beta, float threshold, int size)
      implements Kernel {

    private static float at(float x, float beta, float threshold) {
      float scaled = beta * x;
      float soft = LogOnePlus.anywhere((float) Math.exp(scaled)) / beta;
      return scaled > threshold ? x : soft;
    }

    static void loop(float[] x, int xAt, float[] y, float beta, float threshold, int size) {
      for (@Parallel int i = 0; i < size; i++) {
        y[i] = at(x[xAt + i], beta, threshold);
      }
    }

    @Override
    public void run(int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = at(x[xAt + i], beta, threshold);
      }
    }

    @Override
    public void addTo(TaskGraph graph, String id) {
      graph.task(id, Map::loop, x, xAt, y, beta, threshold, size);
    }
  }
}

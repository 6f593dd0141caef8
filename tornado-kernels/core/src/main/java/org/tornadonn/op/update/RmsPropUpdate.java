package org.tornadonn.op.update;

import org.jspecify.annotations.Nullable;
import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * One step of RMSprop, as PyTorch counts it:
 *
 * <pre>
 * g = dw + l2 · w
 * v = α · v + (1 − α) · g²
 * c = c + (1 − α) · (g − c)              (only centered)
 * s = g / (√(v − c²) + ε)                (√v if not centered)
 * m = momentum · m + s                   (only with momentum)
 * w = w − lr · m                         (without momentum: w − lr · s)
 * </pre>
 *
 * <p>Without momentum, dw stands in for m, and if not centered, v for c: they are read, and written
 * as they are. One array for both would be three arguments of the loop, for which TornadoVM never
 * ends sorting the graph.
 *
 * @param m null without momentum
 * @param c null if not centered
 * @param control {@code [lr]}
 * @param l2 weight decay added to the gradient
 * @param at the index of the first parameter to update
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.optim.RMSprop.html">PyTorch</a>
 */
public record RmsPropUpdate(
    float[] w,
    float[] dw,
    float[] v,
    float @Nullable [] m,
    float @Nullable [] c,
    float[] control,
    double alpha,
    float epsilon,
    float momentum,
    float l2,
    int at,
    int size)
    implements Kernel {

  private static void at(
      float[] w,
      float[] dw,
      float[] v,
      float[] m,
      float[] c,
      float[] control,
      float alpha,
      float rest,
      float epsilon,
      float momentum,
      int centered,
      float l2,
      int i) {
    float g = dw[i] + l2 * w[i];
    float square = alpha * v[i] + rest * g * g;
    v[i] = square;
    float mean = c[i] + rest * (g - c[i]);
    c[i] = centered > 0 ? mean : c[i];
    float spread = centered > 0 ? square - mean * mean : square;
    float step = g / ((float) Math.sqrt(spread) + epsilon);
    float moved = momentum > 0 ? momentum * m[i] + step : step;
    m[i] = momentum > 0 ? moved : m[i];
    w[i] = w[i] - control[0] * moved;
  }

  static void loop(
      float[] w,
      float[] dw,
      float[] v,
      float[] m,
      float[] c,
      float[] control,
      float alpha,
      float rest,
      float epsilon,
      float momentum,
      int centered,
      float l2,
      int at,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(w, dw, v, m, c, control, alpha, rest, epsilon, momentum, centered, l2, at + i);
    }
  }

  /** 1 − α, rounded once. */
  private float rest() {
    return (float) (1 - alpha);
  }

  private float[] moved() {
    return m == null ? dw : m;
  }

  private float[] means() {
    return c == null ? v : c;
  }

  private int centered() {
    return c == null ? 0 : 1;
  }

  @Override
  public void run(int from, int to) {
    float a = (float) alpha;
    for (int i = at + from; i < at + to; i++) {
      at(w, dw, v, moved(), means(), control, a, rest(), epsilon, momentum, centered(), l2, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id,
        RmsPropUpdate::loop,
        w,
        dw,
        v,
        moved(),
        means(),
        control,
        (float) alpha,
        rest(),
        epsilon,
        momentum,
        centered(),
        l2,
        at,
        size);
  }
}

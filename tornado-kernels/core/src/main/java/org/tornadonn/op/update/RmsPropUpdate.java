package org.tornadonn.op.update;

import org.jspecify.annotations.Nullable;
import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;

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
 * <p>Without momentum, one number stands in for m, and if not centered, one for c, which stays 0.
 * Arrays that are there cannot: where a task gets one that it writes as two arguments, TornadoVM
 * never ends sorting the graph.
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
      float l2,
      int moves,
      int centered,
      int i) {
    float g = dw[i] + l2 * w[i];
    float square = alpha * v[i] + rest * g * g;
    v[i] = square;
    float mean = c[i * centered] + rest * (g - c[i * centered]);
    c[i * centered] = centered > 0 ? mean : 0;
    float spread = centered > 0 ? square - mean * mean : square;
    float step = g / ((float) Math.sqrt(spread) + epsilon);
    float moved = momentum * m[i * moves] + step;
    m[i * moves] = moves > 0 ? moved : 0;
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
      float l2,
      int moves,
      int centered,
      int at,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(w, dw, v, m, c, control, alpha, rest, epsilon, momentum, l2, moves, centered, at + i);
    }
  }

  /** 1 − α, rounded once. */
  private float rest() {
    return (float) (1 - alpha);
  }

  private static float[] orOne(float @Nullable [] array) {
    return array == null ? new float[1] : array;
  }

  private int moves() {
    return m == null ? 0 : 1;
  }

  private int centered() {
    return c == null ? 0 : 1;
  }

  @Override
  public void run(int from, int to) {
    var moved = orOne(m);
    var means = orOne(c);
    float a = (float) alpha;
    for (int i = at + from; i < at + to; i++) {
      at(w, dw, v, moved, means, control, a, rest(), epsilon, momentum, l2, moves(), centered(), i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    var moved = orOne(m);
    var means = orOne(c);
    if (m == null) {
      graph.transferToDevice(DataTransferMode.FIRST_EXECUTION, moved);
    }
    if (c == null) {
      graph.transferToDevice(DataTransferMode.FIRST_EXECUTION, means);
    }
    graph.task(
        id,
        RmsPropUpdate::loop,
        w,
        dw,
        v,
        moved,
        means,
        control,
        (float) alpha,
        rest(),
        epsilon,
        momentum,
        l2,
        moves(),
        centered(),
        at,
        size);
  }
}

package org.tornadonn.op.update;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * One step of Lion, which goes the same way for every parameter, by the sign of a momentum:
 *
 * <pre>
 * c = β1 · m + (1 − β1) · dw
 * m = β2 · m + (1 − β2) · dw
 * w = w · shrink − lr · sign(c)
 * </pre>
 *
 * where {@code shrink = 1 − lr · λ} and the sign of 0 is 0, that of NaN is NaN.
 *
 * @param control {@code [lr, shrink]}
 * @param at the index of the first parameter to update
 * @see <a href="https://arxiv.org/abs/2302.06675">Chen et al., Symbolic Discovery of Optimization
 *     Algorithms</a>
 */
public record LionUpdate(
    float[] w, float[] dw, float[] m, float[] control, double beta1, double beta2, int at, int size)
    implements Kernel {

  /** 1 − β1, rounded once. */
  private float rest1() {
    return (float) (1 - beta1);
  }

  /** 1 − β2, rounded once. */
  private float rest2() {
    return (float) (1 - beta2);
  }

  private static void at(
      float[] w,
      float[] dw,
      float[] m,
      float[] control,
      float beta1,
      float rest1,
      float beta2,
      float rest2,
      int i) {
    float g = dw[i];
    float c = beta1 * m[i] + rest1 * g;
    float sign = c > 0 ? 1 : c < 0 ? -1 : c;
    m[i] = beta2 * m[i] + rest2 * g;
    w[i] = w[i] * control[1] - control[0] * sign;
  }

  static void loop(
      float[] w,
      float[] dw,
      float[] m,
      float[] control,
      float beta1,
      float rest1,
      float beta2,
      float rest2,
      int at,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(w, dw, m, control, beta1, rest1, beta2, rest2, at + i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(w, dw, m, control, (float) beta1, rest1(), (float) beta2, rest2(), at + i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id,
        LionUpdate::loop,
        w,
        dw,
        m,
        control,
        (float) beta1,
        rest1(),
        (float) beta2,
        rest2(),
        at,
        size);
  }
}

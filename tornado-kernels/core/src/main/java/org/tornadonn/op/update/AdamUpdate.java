package org.tornadonn.op.update;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * One step of Adam, AdamW or NAdam:
 *
 * <pre>
 * g = dw + l2 · w                      (weight decay that is not decoupled)
 * m = β1 · m + (1 − β1) · g
 * v = β2 · v + (1 − β2) · g²
 * w = w · shrink − (stepSize · m + ahead · g) / (√v · rootCorrection + ε)
 * </pre>
 *
 * where {@code stepSize = lr / (1 − β1ᵗ)}, {@code rootCorrection = 1 / √(1 − β2ᵗ)}, {@code shrink =
 * 1 − lr · λ} (decoupled decay; else 1), and {@code ahead} is 0 but for NAdam, which looks where
 * the momentum leads.
 *
 * @param control {@code [stepSize, rootCorrection, shrink, ahead]}
 * @param l2 weight decay added to the gradient
 * @param at the index of the first parameter to update
 * @see <a href="https://arxiv.org/abs/1412.6980">Kingma and Ba, Adam</a>
 * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter, AdamW</a>
 * @see <a href="https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ">Dozat, NAdam</a>
 */
public record AdamUpdate(
    float[] w,
    float[] dw,
    float[] m,
    float[] v,
    float[] control,
    double beta1,
    double beta2,
    float epsilon,
    float l2,
    int at,
    int size)
    implements Kernel {

  /** 1 − β1, rounded once: taken from a float, 1 − 0.999 would be off by 1.3e-5 of itself. */
  public float rest1() {
    return (float) (1 - beta1);
  }

  /** 1 − β2, rounded once. */
  public float rest2() {
    return (float) (1 - beta2);
  }

  private static void at(
      float[] w,
      float[] dw,
      float[] m,
      float[] v,
      float[] control,
      float beta1,
      float rest1,
      float beta2,
      float rest2,
      float epsilon,
      float l2,
      int i) {
    float g = dw[i] + l2 * w[i];
    float first = beta1 * m[i] + rest1 * g;
    float second = beta2 * v[i] + rest2 * g * g;
    m[i] = first;
    v[i] = second;
    w[i] =
        w[i] * control[2]
            - (control[0] * first + control[3] * g)
                / ((float) Math.sqrt(second) * control[1] + epsilon);
  }

  static void loop(
      float[] w,
      float[] dw,
      float[] m,
      float[] v,
      float[] control,
      float beta1,
      float rest1,
      float beta2,
      float rest2,
      float epsilon,
      float l2,
      int at,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(w, dw, m, v, control, beta1, rest1, beta2, rest2, epsilon, l2, at + i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(w, dw, m, v, control, (float) beta1, rest1(), (float) beta2, rest2(), epsilon, l2, at + i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id,
        AdamUpdate::loop,
        w,
        dw,
        m,
        v,
        control,
        (float) beta1,
        rest1(),
        (float) beta2,
        rest2(),
        epsilon,
        l2,
        at,
        size);
  }
}

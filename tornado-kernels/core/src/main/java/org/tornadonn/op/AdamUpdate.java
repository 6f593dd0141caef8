package org.tornadonn.op;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * One step of Adam or AdamW:
 *
 * <pre>
 * g = dw + l2 · w                      (Adam's weight decay)
 * m = β1 · m + (1 − β1) · g
 * v = β2 · v + (1 − β2) · g²
 * w = w · shrink − stepSize · m / (√v · rootCorrection + ε)
 * </pre>
 *
 * where {@code stepSize = lr / (1 − β1ᵗ)}, {@code rootCorrection = 1 / √(1 − β2ᵗ)} and {@code
 * shrink = 1 − lr · λ} (AdamW's decoupled decay; 1 for Adam).
 *
 * @param control {@code [stepSize, rootCorrection, shrink]}
 * @param l2 weight decay added to the gradient
 * @param at the index of the first parameter to update
 * @see <a href="https://arxiv.org/abs/1412.6980">Kingma and Ba, Adam</a>
 * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter, AdamW</a>
 */
public record AdamUpdate(
    float[] w,
    float[] dw,
    float[] m,
    float[] v,
    float[] control,
    float beta1,
    float beta2,
    float epsilon,
    float l2,
    int at,
    int size)
    implements Kernel {

  private static void at(
      float[] w,
      float[] dw,
      float[] m,
      float[] v,
      float[] control,
      float beta1,
      float beta2,
      float epsilon,
      float l2,
      int i) {
    float g = dw[i] + l2 * w[i];
    float first = beta1 * m[i] + (1 - beta1) * g;
    float second = beta2 * v[i] + (1 - beta2) * g * g;
    m[i] = first;
    v[i] = second;
    w[i] =
        w[i] * control[2] - control[0] * first / ((float) Math.sqrt(second) * control[1] + epsilon);
  }

  static void loop(
      float[] w,
      float[] dw,
      float[] m,
      float[] v,
      float[] control,
      float beta1,
      float beta2,
      float epsilon,
      float l2,
      int at,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(w, dw, m, v, control, beta1, beta2, epsilon, l2, at + i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(w, dw, m, v, control, beta1, beta2, epsilon, l2, at + i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, AdamUpdate::loop, w, dw, m, v, control, beta1, beta2, epsilon, l2, at, size);
  }
}

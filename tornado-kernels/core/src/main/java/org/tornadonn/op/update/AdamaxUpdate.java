package org.tornadonn.op.update;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * One step of Adamax, Adam with the largest gradient in place of the mean of squares:
 *
 * <pre>
 * g = dw + l2 · w
 * m = β1 · m + (1 − β1) · g
 * u = max(β2 · u, |g| + ε)
 * w = w − stepSize · m / u
 * </pre>
 *
 * @param control {@code [stepSize]}, {@code lr / (1 − β1ᵗ)}
 * @param l2 weight decay added to the gradient
 * @param at the index of the first parameter to update
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.optim.Adamax.html">PyTorch</a>
 */
public record AdamaxUpdate(
    float[] w,
    float[] dw,
    float[] m,
    float[] u,
    float[] control,
    double beta1,
    float beta2,
    float epsilon,
    float l2,
    int at,
    int size)
    implements Kernel {

  /** 1 − β1, rounded once. */
  private float rest1() {
    return (float) (1 - beta1);
  }

  private static void at(
      float[] w,
      float[] dw,
      float[] m,
      float[] u,
      float[] control,
      float beta1,
      float rest1,
      float beta2,
      float epsilon,
      float l2,
      int i) {
    float g = dw[i] + l2 * w[i];
    float mean = beta1 * m[i] + rest1 * g;
    float before = beta2 * u[i];
    float now = (g < 0 ? -g : g) + epsilon;
    float largest = before > now ? before : now;
    m[i] = mean;
    u[i] = largest;
    w[i] = w[i] - control[0] * mean / largest;
  }

  static void loop(
      float[] w,
      float[] dw,
      float[] m,
      float[] u,
      float[] control,
      float beta1,
      float rest1,
      float beta2,
      float epsilon,
      float l2,
      int at,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(w, dw, m, u, control, beta1, rest1, beta2, epsilon, l2, at + i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(w, dw, m, u, control, (float) beta1, rest1(), beta2, epsilon, l2, at + i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id,
        AdamaxUpdate::loop,
        w,
        dw,
        m,
        u,
        control,
        (float) beta1,
        rest1(),
        beta2,
        epsilon,
        l2,
        at,
        size);
  }
}

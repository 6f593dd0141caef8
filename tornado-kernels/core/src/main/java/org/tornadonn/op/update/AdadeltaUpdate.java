package org.tornadonn.op.update;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * One step of Adadelta:
 *
 * <pre>
 * g = dw + l2 · w
 * v = ρ · v + (1 − ρ) · g²
 * s = g · √(u + ε) / √(v + ε)
 * u = ρ · u + (1 − ρ) · s²
 * w = w − lr · s
 * </pre>
 *
 * @param control {@code [lr]}
 * @param l2 weight decay added to the gradient
 * @param at the index of the first parameter to update
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.optim.Adadelta.html">PyTorch</a>
 */
public record AdadeltaUpdate(
    float[] w,
    float[] dw,
    float[] v,
    float[] u,
    float[] control,
    double rho,
    float epsilon,
    float l2,
    int at,
    int size)
    implements Kernel {

  /** 1 − ρ, rounded once. */
  private float rest() {
    return (float) (1 - rho);
  }

  private static void at(
      float[] w,
      float[] dw,
      float[] v,
      float[] u,
      float[] control,
      float rho,
      float rest,
      float epsilon,
      float l2,
      int i) {
    float g = dw[i] + l2 * w[i];
    float square = rho * v[i] + rest * g * g;
    float step = g * (float) Math.sqrt(u[i] + epsilon) / (float) Math.sqrt(square + epsilon);
    v[i] = square;
    u[i] = rho * u[i] + rest * step * step;
    w[i] = w[i] - control[0] * step;
  }

  static void loop(
      float[] w,
      float[] dw,
      float[] v,
      float[] u,
      float[] control,
      float rho,
      float rest,
      float epsilon,
      float l2,
      int at,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(w, dw, v, u, control, rho, rest, epsilon, l2, at + i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(w, dw, v, u, control, (float) rho, rest(), epsilon, l2, at + i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id, AdadeltaUpdate::loop, w, dw, v, u, control, (float) rho, rest(), epsilon, l2, at, size);
  }
}

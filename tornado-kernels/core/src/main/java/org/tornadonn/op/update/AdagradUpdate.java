package org.tornadonn.op.update;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * One step of Adagrad:
 *
 * <pre>
 * g = dw + l2 · w
 * v = v + g²
 * w = w − rate · g / (√v + ε)
 * </pre>
 *
 * @param control {@code [rate, what each sum begins with on the first step, else 0]}
 * @param l2 weight decay added to the gradient
 * @param at the index of the first parameter to update
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.optim.Adagrad.html">PyTorch</a>
 */
public record AdagradUpdate(
    float[] w, float[] dw, float[] v, float[] control, float epsilon, float l2, int at, int size)
    implements Kernel {

  private static void at(
      float[] w, float[] dw, float[] v, float[] control, float epsilon, float l2, int i) {
    float g = dw[i] + l2 * w[i];
    float sum = v[i] + control[1] + g * g;
    v[i] = sum;
    w[i] = w[i] - control[0] * g / ((float) Math.sqrt(sum) + epsilon);
  }

  static void loop(
      float[] w,
      float[] dw,
      float[] v,
      float[] control,
      float epsilon,
      float l2,
      int at,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(w, dw, v, control, epsilon, l2, at + i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(w, dw, v, control, epsilon, l2, at + i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, AdagradUpdate::loop, w, dw, v, control, epsilon, l2, at, size);
  }
}

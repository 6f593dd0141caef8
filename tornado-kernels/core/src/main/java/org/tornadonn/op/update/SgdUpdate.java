package org.tornadonn.op.update;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * One step of stochastic gradient descent, as PyTorch counts it:
 *
 * <pre>
 * g = dw + weightDecay · w
 * m = momentum · m + g                            (only with momentum; 0 at first)
 * w = w − lr · (nesterov ? g + momentum · m : m)  (without momentum: w − lr · g)
 * </pre>
 *
 * @param control {@code [lr]}
 * @param at the index of the first parameter to update
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html">PyTorch</a>
 */
public record SgdUpdate(
    float[] w,
    float[] dw,
    float[] m,
    float[] control,
    float momentum,
    int nesterov,
    float weightDecay,
    int at,
    int size)
    implements Kernel {

  private static void at(
      float[] w,
      float[] dw,
      float[] m,
      float[] control,
      float momentum,
      int nesterov,
      float weightDecay,
      int i) {
    float g = dw[i] + weightDecay * w[i];
    float step = g;
    if (momentum > 0) {
      float velocity = momentum * m[i] + g;
      m[i] = velocity;
      step = nesterov > 0 ? g + momentum * velocity : velocity;
    }
    w[i] = w[i] - control[0] * step;
  }

  static void loop(
      float[] w,
      float[] dw,
      float[] m,
      float[] control,
      float momentum,
      int nesterov,
      float weightDecay,
      int at,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(w, dw, m, control, momentum, nesterov, weightDecay, at + i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(w, dw, m, control, momentum, nesterov, weightDecay, at + i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, SgdUpdate::loop, w, dw, m, control, momentum, nesterov, weightDecay, at, size);
  }
}

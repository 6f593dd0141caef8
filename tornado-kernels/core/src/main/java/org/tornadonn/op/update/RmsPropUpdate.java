package org.tornadonn.op.update;

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
 * @param control {@code [lr]}
 * @param centered 1 if gradients are measured from their mean, else 0
 * @param l2 weight decay added to the gradient
 * @param at the index of the first parameter to update
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.optim.RMSprop.html">PyTorch</a>
 */
public record RmsPropUpdate(
    float[] w,
    float[] dw,
    float[] v,
    float[] m,
    float[] c,
    float[] control,
    double alpha,
    float epsilon,
    float momentum,
    int centered,
    float l2,
    int at,
    int size)
    implements Kernel {

  /** 1 − α, rounded once. */
  private float rest() {
    return (float) (1 - alpha);
  }

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
    float spread = square;
    if (centered > 0) {
      float mean = c[i] + rest * (g - c[i]);
      c[i] = mean;
      spread = square - mean * mean;
    }
    float step = g / ((float) Math.sqrt(spread) + epsilon);
    if (momentum > 0) {
      step = momentum * m[i] + step;
      m[i] = step;
    }
    w[i] = w[i] - control[0] * step;
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

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(w, dw, v, m, c, control, (float) alpha, rest(), epsilon, momentum, centered, l2, at + i);
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
        m,
        c,
        control,
        (float) alpha,
        rest(),
        epsilon,
        momentum,
        centered,
        l2,
        at,
        size);
  }
}

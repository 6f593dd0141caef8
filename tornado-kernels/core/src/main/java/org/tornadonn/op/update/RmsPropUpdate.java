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
 * <p>Without momentum, or if not centered, other loops run, which have no such array: where the
 * gradients stood in for both, as a second and a third argument, TornadoVM never ended sorting the
 * graph.
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

  /** 1 − α, rounded once. */
  private float rest() {
    return (float) (1 - alpha);
  }

  private static float square(float[] v, float g, float alpha, float rest, int i) {
    float square = alpha * v[i] + rest * g * g;
    v[i] = square;
    return square;
  }

  private static float centered(float[] c, float g, float square, float rest, int i) {
    float mean = c[i] + rest * (g - c[i]);
    c[i] = mean;
    return square - mean * mean;
  }

  private static float step(float g, float spread, float epsilon) {
    return g / ((float) Math.sqrt(spread) + epsilon);
  }

  private static float moved(float[] m, float step, float momentum, int i) {
    float moved = momentum * m[i] + step;
    m[i] = moved;
    return moved;
  }

  private static void at(
      float[] w,
      float[] dw,
      float[] v,
      float[] control,
      float alpha,
      float rest,
      float epsilon,
      float l2,
      int i) {
    float g = dw[i] + l2 * w[i];
    w[i] = w[i] - control[0] * step(g, square(v, g, alpha, rest, i), epsilon);
  }

  private static void withMomentum(
      float[] w,
      float[] dw,
      float[] v,
      float[] m,
      float[] control,
      float alpha,
      float rest,
      float epsilon,
      float momentum,
      float l2,
      int i) {
    float g = dw[i] + l2 * w[i];
    float step = step(g, square(v, g, alpha, rest, i), epsilon);
    w[i] = w[i] - control[0] * moved(m, step, momentum, i);
  }

  private static void centered(
      float[] w,
      float[] dw,
      float[] v,
      float[] c,
      float[] control,
      float alpha,
      float rest,
      float epsilon,
      float l2,
      int i) {
    float g = dw[i] + l2 * w[i];
    float spread = centered(c, g, square(v, g, alpha, rest, i), rest, i);
    w[i] = w[i] - control[0] * step(g, spread, epsilon);
  }

  private static void centeredWithMomentum(
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
      int i) {
    float g = dw[i] + l2 * w[i];
    float step = step(g, centered(c, g, square(v, g, alpha, rest, i), rest, i), epsilon);
    w[i] = w[i] - control[0] * moved(m, step, momentum, i);
  }

  static void loop(
      float[] w,
      float[] dw,
      float[] v,
      float[] control,
      float alpha,
      float rest,
      float epsilon,
      float l2,
      int at,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(w, dw, v, control, alpha, rest, epsilon, l2, at + i);
    }
  }

  static void loopWithMomentum(
      float[] w,
      float[] dw,
      float[] v,
      float[] m,
      float[] control,
      float alpha,
      float rest,
      float epsilon,
      float momentum,
      float l2,
      int at,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      withMomentum(w, dw, v, m, control, alpha, rest, epsilon, momentum, l2, at + i);
    }
  }

  static void loopCentered(
      float[] w,
      float[] dw,
      float[] v,
      float[] c,
      float[] control,
      float alpha,
      float rest,
      float epsilon,
      float l2,
      int at,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      centered(w, dw, v, c, control, alpha, rest, epsilon, l2, at + i);
    }
  }

  static void loopCenteredWithMomentum(
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
      int at,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      centeredWithMomentum(w, dw, v, m, c, control, alpha, rest, epsilon, momentum, l2, at + i);
    }
  }

  @Override
  public void run(int from, int to) {
    float a = (float) alpha;
    float rest = rest();
    for (int i = at + from; i < at + to; i++) {
      if (m != null && c != null) {
        centeredWithMomentum(w, dw, v, m, c, control, a, rest, epsilon, momentum, l2, i);
      } else if (m != null) {
        withMomentum(w, dw, v, m, control, a, rest, epsilon, momentum, l2, i);
      } else if (c != null) {
        centered(w, dw, v, c, control, a, rest, epsilon, l2, i);
      } else {
        at(w, dw, v, control, a, rest, epsilon, l2, i);
      }
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    float a = (float) alpha;
    float rest = rest();
    if (m != null && c != null) {
      graph.task(
          id,
          RmsPropUpdate::loopCenteredWithMomentum,
          w,
          dw,
          v,
          m,
          c,
          control,
          a,
          rest,
          epsilon,
          momentum,
          l2,
          at,
          size);
    } else if (m != null) {
      graph.task(
          id,
          RmsPropUpdate::loopWithMomentum,
          w,
          dw,
          v,
          m,
          control,
          a,
          rest,
          epsilon,
          momentum,
          l2,
          at,
          size);
    } else if (c != null) {
      graph.task(
          id, RmsPropUpdate::loopCentered, w, dw, v, c, control, a, rest, epsilon, l2, at, size);
    } else {
      graph.task(id, RmsPropUpdate::loop, w, dw, v, control, a, rest, epsilon, l2, at, size);
    }
  }
}

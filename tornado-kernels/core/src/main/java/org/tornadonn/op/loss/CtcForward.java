package org.tornadonn.op.loss;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code α[n, t, s] = ln(exp α[t−1, s] + exp α[t−1, s−1] + exp α[t−1, s−2]) + p[t, n, label(s)]},
 * the last of the three where the label is neither blank nor that of s − 2, and {@code loss[n]}
 * from the last frame, of {@link CtcLoss}. One index is one sample, since a frame needs the one
 * before it.
 */
record CtcForward(
    float[] p,
    float[] targets,
    float[] frames,
    float[] lengths,
    float[] alpha,
    float[] loss,
    CtcSizes sizes,
    int blank,
    int zeroInfinity)
    implements Kernel {

  /** What stands for −∞. */
  static final float NOTHING = -1e30f;

  /** The label of a state: a blank at even ones. */
  static int label(float[] targets, int n, int longest, int classes, int blank, int s) {
    int at = Math.min(s / 2, longest - 1);
    int label = Math.min(Math.max((int) targets[n * longest + at], 0), classes - 1);
    return s % 2 == 0 ? blank : label;
  }

  /** A length, whatever an array holds. */
  static int within(float length, int most) {
    return Math.min(Math.max((int) length, 0), most);
  }

  /** {@code ln(exp a + exp b + exp c)}. */
  static float logSum(float a, float b, float c) {
    float most = b > a ? b : a;
    most = c > most ? c : most;
    float sum =
        (float) Math.exp(a - most) + (float) Math.exp(b - most) + (float) Math.exp(c - most);
    return most + (float) Math.log(sum);
  }

  private static void at(
      float[] p,
      float[] targets,
      float[] frames,
      float[] lengths,
      float[] alpha,
      float[] loss,
      int most,
      int n,
      int classes,
      int longest,
      int blank,
      int zeroInfinity,
      int i) {
    int last = within(frames[i], most);
    int length = within(lengths[i], longest);
    int width = 2 * longest + 1;
    int row = i * most * width;
    for (int t = 0; t < last; t++) {
      for (int s = 0; s < 2 * length + 1; s++) {
        int label = label(targets, i, longest, classes, blank, s);
        int two = label(targets, i, longest, classes, blank, Math.max(s - 2, 0));
        float stay = t == 0 ? NOTHING : alpha[row + Math.max(t - 1, 0) * width + s];
        float step =
            t == 0 || s < 1
                ? NOTHING
                : alpha[row + Math.max(t - 1, 0) * width + Math.max(s - 1, 0)];
        float skip =
            t == 0 || s < 2 || label == blank || label == two
                ? NOTHING
                : alpha[row + Math.max(t - 1, 0) * width + Math.max(s - 2, 0)];
        float before = t == 0 && s < 2 ? 0 : logSum(stay, step, skip);
        float here = p[(t * n + i) * classes + label];
        float sum = before + (here < NOTHING ? NOTHING : here);
        alpha[row + t * width + s] = sum < NOTHING ? NOTHING : sum;
      }
    }
    int end = row + Math.max(last - 1, 0) * width + 2 * length;
    float blankLast = last == 0 ? (length == 0 ? 0 : NOTHING) : alpha[end];
    float labelLast = last == 0 || length == 0 ? NOTHING : alpha[Math.max(end - 1, 0)];
    float found = -logSum(blankLast, labelLast, NOTHING);
    float isReached = found > 1e29f ? 0 : 1;
    float reached = found > 1e29f ? zeroInfinity == 1 ? 0 : 1 : found;
    loss[i] = reached / Math.max(isReached, zeroInfinity);
  }

  static void loop(
      float[] p,
      float[] targets,
      float[] frames,
      float[] lengths,
      float[] alpha,
      float[] loss,
      int most,
      int n,
      int classes,
      int longest,
      int blank,
      int zeroInfinity) {
    for (@Parallel int i = 0; i < n; i++) {
      at(
          p,
          targets,
          frames,
          lengths,
          alpha,
          loss,
          most,
          n,
          classes,
          longest,
          blank,
          zeroInfinity,
          i);
    }
  }

  @Override
  public int size() {
    return sizes.n();
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(
          p,
          targets,
          frames,
          lengths,
          alpha,
          loss,
          sizes.frames(),
          sizes.n(),
          sizes.classes(),
          sizes.longest(),
          blank,
          zeroInfinity,
          i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id,
        CtcForward::loop,
        p,
        targets,
        frames,
        lengths,
        alpha,
        loss,
        sizes.frames(),
        sizes.n(),
        sizes.classes(),
        sizes.longest(),
        blank,
        zeroInfinity);
  }
}

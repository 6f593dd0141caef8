package org.tornadonn.op.loss;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code dp[t, n, c] (+)= −dy[n] · Σ(s, label(s) = c) exp(α[t, s] + β[t, s]) / Σ(s) exp(α[t, s] +
 * β[t, s])} of {@link CtcLoss}: at every frame, the sum below the line is the probability of all
 * paths. One index is all classes of one frame of one sample: each state belongs to one of them.
 */
record CtcInputGradient(
    float[] targets,
    float[] frames,
    float[] lengths,
    float[] alpha,
    float[] beta,
    float[] dy,
    float[] dp,
    int add,
    CtcSizes sizes,
    int blank,
    int zeroInfinity)
    implements Kernel {

  private static void at(
      float[] targets,
      float[] frames,
      float[] lengths,
      float[] alpha,
      float[] beta,
      float[] dy,
      float[] dp,
      int add,
      int most,
      int n,
      int classes,
      int longest,
      int blank,
      int zeroInfinity,
      int i) {
    int t = i / n;
    int sample = i % n;
    int last = CtcForward.within(frames[sample], most);
    int states = t < last ? 2 * CtcForward.within(lengths[sample], longest) + 1 : 0;
    int width = 2 * longest + 1;
    int row = (sample * most + t) * width;
    float largest = CtcForward.NOTHING;
    for (int s = 0; s < states; s++) {
      float both = alpha[row + s] + beta[row + s];
      largest = both > largest || Float.isNaN(both) ? both : largest;
    }
    float sum = 0;
    for (int s = 0; s < states; s++) {
      sum += (float) Math.exp(alpha[row + s] + beta[row + s] - largest);
    }
    // No path: 0 / 0, unless that is to count nothing.
    float isReached = t < last && largest < -1e29f ? 0 : 1;
    float none = 0 / Math.max(isReached, zeroInfinity);
    for (int c = 0; c < classes; c++) {
      dp[i * classes + c] = (add > 0 ? dp[i * classes + c] : 0) + none;
    }
    float share = isReached * dy[sample] / sum;
    for (int s = 0; s < states; s++) {
      int label = CtcForward.label(targets, sample, longest, classes, blank, s);
      dp[i * classes + label] -= share * (float) Math.exp(alpha[row + s] + beta[row + s] - largest);
    }
  }

  static void loop(
      float[] targets,
      float[] frames,
      float[] lengths,
      float[] alpha,
      float[] beta,
      float[] dy,
      float[] dp,
      int add,
      int most,
      int n,
      int classes,
      int longest,
      int blank,
      int zeroInfinity) {
    for (@Parallel int i = 0; i < most * n; i++) {
      at(
          targets,
          frames,
          lengths,
          alpha,
          beta,
          dy,
          dp,
          add,
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
    return sizes.frames() * sizes.n();
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(
          targets,
          frames,
          lengths,
          alpha,
          beta,
          dy,
          dp,
          add,
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
        CtcInputGradient::loop,
        targets,
        frames,
        lengths,
        alpha,
        beta,
        dy,
        dp,
        add,
        sizes.frames(),
        sizes.n(),
        sizes.classes(),
        sizes.longest(),
        blank,
        zeroInfinity);
  }
}

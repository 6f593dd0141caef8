package org.tornadonn.op.loss;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code β[n, t, s] = ln Σ(s' = s, s + 1, s + 2) exp(β[t+1, s'] + p[t+1, n, label(s')])}, the last
 * of the three where its label is neither blank nor that of s, and 0 for the two states that may
 * end the last frame, of {@link CtcLoss}. One index is one sample.
 */
record CtcBackward(
    float[] p,
    float[] targets,
    float[] frames,
    float[] lengths,
    float[] beta,
    CtcSizes sizes,
    int blank)
    implements Kernel {

  private static void at(
      float[] p,
      float[] targets,
      float[] frames,
      float[] lengths,
      float[] beta,
      int most,
      int n,
      int classes,
      int longest,
      int blank,
      int i) {
    int last = CtcForward.within(frames[i], most);
    int length = CtcForward.within(lengths[i], longest);
    int width = 2 * longest + 1;
    int row = i * most * width;
    for (int back = 1; back <= last; back++) {
      int t = last - back;
      for (int s = 0; s < 2 * length + 1; s++) {
        float stay = CtcForward.NOTHING;
        float step = CtcForward.NOTHING;
        float skip = CtcForward.NOTHING;
        int label = CtcForward.label(targets, i, longest, classes, blank, s);
        for (int way = 0; back > 1 && way < 3 && s + way < 2 * length + 1; way++) {
          int next = CtcForward.label(targets, i, longest, classes, blank, s + way);
          float here = p[((t + 1) * n + i) * classes + next];
          float from = beta[row + (t + 1) * width + s + way] + here;
          float sum = from < CtcForward.NOTHING ? CtcForward.NOTHING : from;
          stay = way == 0 ? sum : stay;
          step = way == 1 ? sum : step;
          skip = way == 2 && next != blank && next != label ? sum : skip;
        }
        boolean ends = back == 1 && s >= 2 * length - 1;
        beta[row + t * width + s] = ends ? 0 : CtcForward.logSum(stay, step, skip);
      }
    }
  }

  static void loop(
      float[] p,
      float[] targets,
      float[] frames,
      float[] lengths,
      float[] beta,
      int most,
      int n,
      int classes,
      int longest,
      int blank) {
    for (@Parallel int i = 0; i < n; i++) {
      at(p, targets, frames, lengths, beta, most, n, classes, longest, blank, i);
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
          beta,
          sizes.frames(),
          sizes.n(),
          sizes.classes(),
          sizes.longest(),
          blank,
          i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id,
        CtcBackward::loop,
        p,
        targets,
        frames,
        lengths,
        beta,
        sizes.frames(),
        sizes.n(),
        sizes.classes(),
        sizes.longest(),
        blank);
  }
}

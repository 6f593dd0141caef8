package org.tornadonn.op.loss;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The loss of each target of {@link DenseCrossEntropy}, and {@code norm[i] = (largest(j) y, log
 * Σ(j) exp(y − largest), w of the target's class)} for its gradient.
 *
 * <p>As in {@link CrossEntropyRows}, a target is looked for among the classes, and no index.
 *
 * @param inner the number of all d
 * @param size the number of targets
 */
public record DenseCrossEntropyForward(
    float[] y,
    float[] t,
    float[] w,
    float[] loss,
    float[] norm,
    float smoothing,
    float ignore,
    int classes,
    int inner,
    int size)
    implements Kernel {

  private static void at(
      float[] y,
      float[] t,
      float[] w,
      float[] loss,
      float[] norm,
      float smoothing,
      float ignore,
      int classes,
      int inner,
      int i) {
    int first = i / inner * classes * inner + i % inner;
    float largest = y[first];
    for (int j = 1; j < classes; j++) {
      float logit = y[first + j * inner];
      largest = logit > largest || Float.isNaN(logit) ? logit : largest;
    }
    float sum = 0;
    float own = 0;
    float weight = 0;
    float found = 0;
    for (int j = 0; j < classes; j++) {
      float logit = y[first + j * inner];
      sum += (float) Math.exp(logit - largest);
      own = j == t[i] ? largest - logit : own;
      weight = j == t[i] ? w[j] : weight;
      found = j == t[i] ? 1 : found;
    }
    float log = (float) Math.log(sum);
    norm[3 * i] = largest;
    norm[3 * i + 1] = log;
    norm[3 * i + 2] = weight;
    int spread = smoothing > 0 ? classes : 0;
    float others = 0;
    for (int j = 0; j < spread; j++) {
      others += w[j] * (largest - y[first + j * inner] + log);
    }
    float right = weight * (own + log) / found; // NaN if no class was found
    float each = (1 - smoothing) * right + others * (smoothing / classes);
    loss[i] = t[i] == ignore ? 0 : each;
  }

  static void loop(
      float[] y,
      float[] t,
      float[] w,
      float[] loss,
      float[] norm,
      float smoothing,
      float ignore,
      int classes,
      int inner,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(y, t, w, loss, norm, smoothing, ignore, classes, inner, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(y, t, w, loss, norm, smoothing, ignore, classes, inner, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id,
        DenseCrossEntropyForward::loop,
        y,
        t,
        w,
        loss,
        norm,
        smoothing,
        ignore,
        classes,
        inner,
        size);
  }
}

package org.tornadonn.op.loss;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * Each row's normaliser in two parts, {@code norm[n] = (largest(j) y[n,j], log Σ(j) exp(y[n,j] −
 * largest))}, and {@code row[n] = Σ(j) p[n,j] · (largest − y[n,j]) + log Σ} of {@link
 * CrossEntropy}, with the smoothed targets p. The parts stay apart: their sum would round the
 * logarithm off beside a large logit.
 *
 * <p>A target is looked for among the classes, and no index: whatever it holds, nothing is read
 * outside the row, and a row whose target is no class comes to NaN.
 */
public record CrossEntropyRows(
    float[] y, float[] t, float[] row, float[] norm, float smoothing, int n, int classes)
    implements Kernel {

  private static void at(
      float[] y, float[] t, float[] row, float[] norm, float smoothing, int classes, int i) {
    float largest = y[i * classes];
    for (int j = 1; j < classes; j++) {
      float logit = y[i * classes + j];
      largest = logit > largest || Float.isNaN(logit) ? logit : largest;
    }
    float sum = 0;
    float own = 0;
    float found = 0;
    for (int j = 0; j < classes; j++) {
      float logit = y[i * classes + j];
      sum += (float) Math.exp(logit - largest);
      own = j == t[i] ? largest - logit : own;
      found = j == t[i] ? 1 : found;
    }
    float log = (float) Math.log(sum);
    norm[2 * i] = largest;
    norm[2 * i + 1] = log;
    int spread = smoothing > 0 ? classes : 0;
    float others = 0;
    for (int j = 0; j < spread; j++) {
      others += largest - y[i * classes + j];
    }
    float right = own / found; // NaN if no class was found
    row[i] = (1 - smoothing) * right + others * (smoothing / classes) + log;
  }

  static void loop(
      float[] y, float[] t, float[] row, float[] norm, float smoothing, int n, int classes) {
    for (@Parallel int i = 0; i < n; i++) {
      at(y, t, row, norm, smoothing, classes, i);
    }
  }

  @Override
  public int size() {
    return n;
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(y, t, row, norm, smoothing, classes, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, CrossEntropyRows::loop, y, t, row, norm, smoothing, n, classes);
  }
}

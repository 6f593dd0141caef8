package org.tornadonn.op.update;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The last stage of a norm and what to clip by it: {@code norm[0] = √Σ squares}, {@code norm[1] =
 * min(1, maxNorm / (norm[0] + 1e-6))}. The only index does both. An infinite norm gives the factor
 * 0, NaN gives NaN.
 *
 * @param terms how many squares there are
 */
public record ClipFactor(float[] squares, float[] norm, float maxNorm, int terms, int size)
    implements Kernel {

  private static void at(float[] squares, float[] norm, float maxNorm, int terms, int i) {
    float sum = 0;
    for (int j = 0; j < terms; j++) {
      sum += squares[j];
    }
    float total = (float) Math.sqrt(sum);
    float factor = maxNorm / (total + 1e-6f);
    norm[2 * i] = total;
    norm[2 * i + 1] = factor > 1 ? 1 : factor;
  }

  static void loop(float[] squares, float[] norm, float maxNorm, int terms, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(squares, norm, maxNorm, terms, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(squares, norm, maxNorm, terms, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, ClipFactor::loop, squares, norm, maxNorm, terms, size);
  }
}

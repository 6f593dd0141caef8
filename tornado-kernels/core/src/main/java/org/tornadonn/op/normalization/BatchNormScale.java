package org.tornadonn.op.normalization;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/** {@code scale[c] = 1 / √(variance[c] + ε)} of a {@link BatchNorm2dInference}. */
public record BatchNormScale(
    float[] variance, int varianceAt, float[] scale, float epsilon, int size) implements Kernel {

  private static void at(float[] variance, int varianceAt, float[] scale, float epsilon, int i) {
    scale[i] = 1 / (float) Math.sqrt(variance[varianceAt + i] + epsilon);
  }

  static void loop(float[] variance, int varianceAt, float[] scale, float epsilon, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(variance, varianceAt, scale, epsilon, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(variance, varianceAt, scale, epsilon, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, BatchNormScale::loop, variance, varianceAt, scale, epsilon, size);
  }
}

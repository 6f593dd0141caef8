package org.tornadonn.op.update;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The first stage of a norm: {@code partial[i]} is the sum of the squares of the i-th stretch of x;
 * one index is one stretch. Each sums in four lanes, which are added up in their order: the same
 * result for any number of threads. A stretch behind the end of x gives 0.
 *
 * @param stretch the elements of a stretch
 * @param length the elements of x
 */
public record SquareSums(float[] x, float[] partial, int stretch, int length, int size)
    implements Kernel {

  private static void at(float[] x, float[] partial, int stretch, int length, int i) {
    int from = i * stretch;
    int to = Math.min(from + stretch, length);
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int j = from;
    for (; j + 3 < to; j += 4) {
      a += x[j] * x[j];
      b += x[j + 1] * x[j + 1];
      c += x[j + 2] * x[j + 2];
      d += x[j + 3] * x[j + 3];
    }
    for (; j < to; j++) {
      a += x[j] * x[j];
    }
    partial[i] = a + b + (c + d);
  }

  static void loop(float[] x, float[] partial, int stretch, int length, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(x, partial, stretch, length, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(x, partial, stretch, length, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, SquareSums::loop, x, partial, stretch, length, size);
  }
}

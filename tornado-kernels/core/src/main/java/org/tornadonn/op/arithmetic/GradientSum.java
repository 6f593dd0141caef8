package org.tornadonn.op.arithmetic;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code sum[i] = (goes on ? sum[i] : 0) + weight · x[i]}, and {@code x[i] = sum[i]}; one index is
 * one element.
 *
 * @param control {@code [1 to go on with the sum, 0 to begin; weight]}
 */
public record GradientSum(float[] control, float[] sum, float[] x, int size) implements Kernel {

  private static void at(float[] control, float[] sum, float[] x, int i) {
    float before = control[0] > 0 ? sum[i] : 0;
    float after = before + control[1] * x[i];
    sum[i] = after;
    x[i] = after;
  }

  static void loop(float[] control, float[] sum, float[] x, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(control, sum, x, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(control, sum, x, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, GradientSum::loop, control, sum, x, size);
  }
}

package org.tornadonn.op.normalization;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * One batch more: {@code running[countAt] += 1}.
 *
 * @param running all running statistics
 * @param countAt where the number of batches lies
 */
public record BatchNormCount(float[] running, int countAt) implements Kernel {

  private static void at(float[] running, int countAt, int i) {
    running[countAt + i] = running[countAt + i] + 1;
  }

  static void loop(float[] running, int countAt, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(running, countAt, i);
    }
  }

  @Override
  public int size() {
    return 1;
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(running, countAt, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, BatchNormCount::loop, running, countAt, size());
  }
}

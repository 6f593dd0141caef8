package org.tornadonn.op.normalization;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * What {@link BatchNormStatistics} does, without a momentum: the running statistics become the mean
 * of those of all batches so far, {@code r += (that of the batch − r) / (batches + 1)}. The batch
 * is counted afterwards, by {@link BatchNormCount}: every index reads the number of batches.
 *
 * @param partial the sums of squared differences from the mean, by part and channel
 * @param running all running statistics
 * @param countAt where the number of batches lies, this one not counted
 */
public record BatchNormAverage(
    float[] partial,
    float[] mean,
    float[] fill,
    float[] scale,
    float[] running,
    int meanAt,
    int varianceAt,
    int countAt,
    float epsilon,
    int parts,
    int channels,
    int plane,
    int size)
    implements Kernel {

  private static void at(
      float[] partial,
      float[] mean,
      float[] fill,
      float[] scale,
      float[] running,
      int meanAt,
      int varianceAt,
      int countAt,
      float epsilon,
      int parts,
      int channels,
      int plane,
      int i) {
    BatchNormStatistics.move(
        partial,
        mean,
        fill,
        scale,
        running,
        meanAt,
        varianceAt,
        epsilon,
        1 / (running[countAt] + 1),
        parts,
        channels,
        plane,
        i);
  }

  static void loop(
      float[] partial,
      float[] mean,
      float[] fill,
      float[] scale,
      float[] running,
      int meanAt,
      int varianceAt,
      int countAt,
      float epsilon,
      int parts,
      int channels,
      int plane,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(
          partial,
          mean,
          fill,
          scale,
          running,
          meanAt,
          varianceAt,
          countAt,
          epsilon,
          parts,
          channels,
          plane,
          i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(
          partial,
          mean,
          fill,
          scale,
          running,
          meanAt,
          varianceAt,
          countAt,
          epsilon,
          parts,
          channels,
          plane,
          i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id,
        BatchNormAverage::loop,
        partial,
        mean,
        fill,
        scale,
        running,
        meanAt,
        varianceAt,
        countAt,
        epsilon,
        parts,
        channels,
        plane,
        size);
  }
}

package org.tornadonn.op.normalization;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * What a {@link BatchNorm2d} learns from a batch: {@code scale = 1 / √(variance + ε)}, and the
 * running statistics move towards those of the batch by the momentum; one index is one channel.
 *
 * @param partial the sums of squared differences from the mean, by part and channel
 * @param running all running statistics
 * @param meanAt where the running means begin
 * @param varianceAt where the running variances begin; they are those of a sample (n − 1)
 * @param countAt where the number of batches lies
 */
public record BatchNormStatistics(
    float[] partial,
    float[] mean,
    float[] fill,
    float[] scale,
    float[] running,
    int meanAt,
    int varianceAt,
    int countAt,
    float epsilon,
    float momentum,
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
      float momentum,
      int parts,
      int channels,
      int plane,
      int i) {
    move(
        partial,
        mean,
        fill,
        scale,
        running,
        meanAt,
        varianceAt,
        epsilon,
        momentum,
        parts,
        channels,
        plane,
        i);
    if (i == 0) {
      running[countAt] = running[countAt] + 1;
    }
  }

  /** Scale and running statistics of a channel; counts no batch. */
  static void move(
      float[] partial,
      float[] mean,
      float[] fill,
      float[] scale,
      float[] running,
      int meanAt,
      int varianceAt,
      float epsilon,
      float momentum,
      int parts,
      int channels,
      int plane,
      int i) {
    float sum = 0;
    for (int part = 0; part < parts; part++) {
      sum += partial[part * channels + i];
    }
    float count = fill[0] * plane;
    scale[i] = 1 / (float) Math.sqrt(sum / count + epsilon);
    float variance = sum / Math.max(count - 1, 1);
    running[meanAt + i] = (1 - momentum) * running[meanAt + i] + momentum * mean[i];
    running[varianceAt + i] = (1 - momentum) * running[varianceAt + i] + momentum * variance;
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
      float momentum,
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
          momentum,
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
          momentum,
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
        BatchNormStatistics::loop,
        partial,
        mean,
        fill,
        scale,
        running,
        meanAt,
        varianceAt,
        countAt,
        epsilon,
        momentum,
        parts,
        channels,
        plane,
        size);
  }
}

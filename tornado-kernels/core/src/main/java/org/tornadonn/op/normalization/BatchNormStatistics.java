package org.tornadonn.op.normalization;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * What a {@link BatchNorm2d} learns from a batch: {@code scale = 1 / √(variance + ε)}, and the
 * running statistics move towards those of the batch by the momentum; one index is one channel.
 *
 * <p>Without a momentum they become the mean of those of all batches so far, {@code r += (that of
 * the batch − r) / (batches + 1)}; every index then reads the number of batches, so that {@link
 * BatchNormCount} counts this one afterwards.
 *
 * @param partial the sums of squared differences from the mean, by part and channel
 * @param running all running statistics
 * @param meanAt where the running means begin
 * @param varianceAt where the running variances begin; they are those of a sample (n − 1)
 * @param countAt where the number of batches lies, this one not counted
 * @param momentum how far they move, or {@link #AVERAGE}
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

  /** The momentum that says that there is none. */
  static final float AVERAGE = -1;

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
    float sum = 0;
    for (int part = 0; part < parts; part++) {
      sum += partial[part * channels + i];
    }
    float count = fill[0] * plane;
    scale[i] = 1 / (float) Math.sqrt(sum / count + epsilon);
    float variance = sum / Math.max(count - 1, 1);
    float share = momentum < 0 ? 1 / (running[countAt] + 1) : momentum;
    running[meanAt + i] = (1 - share) * running[meanAt + i] + share * mean[i];
    running[varianceAt + i] = (1 - share) * running[varianceAt + i] + share * variance;
    if (i == 0) {
      running[countAt] = running[countAt] + (momentum < 0 ? 0 : 1);
    }
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

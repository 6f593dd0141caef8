package org.tornadonn.op.normalization;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * Mean and {@code 1 / √(variance + ε)} of a {@link Standardize}; one index is one row.
 *
 * @param moments {@code (rows, 2)}
 * @param length the elements of a row
 */
public record StandardizeMoments(
    float[] x, int xAt, float[] moments, float epsilon, int length, int size) implements Kernel {

  /** Four sums at a time, so that they need not wait for each other. */
  private static float mean(float[] x, int from, int length) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    for (int j = 0; j < length / 4; j++) {
      int at = from + 4 * j;
      a += x[at];
      b += x[at + 1];
      c += x[at + 2];
      d += x[at + 3];
    }
    for (int j = 0; j < length % 4; j++) {
      a += x[from + length - 1 - j];
    }
    return ((a + b) + (c + d)) / length;
  }

  private static float variance(float[] x, int from, float mean, int length) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    for (int j = 0; j < length / 4; j++) {
      int at = from + 4 * j;
      a += (x[at] - mean) * (x[at] - mean);
      b += (x[at + 1] - mean) * (x[at + 1] - mean);
      c += (x[at + 2] - mean) * (x[at + 2] - mean);
      d += (x[at + 3] - mean) * (x[at + 3] - mean);
    }
    for (int j = 0; j < length % 4; j++) {
      int at = from + length - 1 - j;
      a += (x[at] - mean) * (x[at] - mean);
    }
    return ((a + b) + (c + d)) / length;
  }

  private static void at(float[] x, int xAt, float[] moments, float epsilon, int length, int i) {
    int from = xAt + i * length;
    float mean = mean(x, from, length);
    moments[2 * i] = mean;
    moments[2 * i + 1] = 1 / (float) Math.sqrt(variance(x, from, mean, length) + epsilon);
  }

  static void loop(float[] x, int xAt, float[] moments, float epsilon, int length, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(x, xAt, moments, epsilon, length, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(x, xAt, moments, epsilon, length, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, StandardizeMoments::loop, x, xAt, moments, epsilon, length, size);
  }
}

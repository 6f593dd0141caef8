package org.tornadonn.op.linear;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The first stage of a {@link Linear}'s weight gradient: {@code partial[part, o, k] = Σ(n) dy[n,o]
 * · x[n,k]} over the samples of that part; {@link org.tornadonn.op.arithmetic.PartialSum} adds the
 * parts up.
 */
public record LinearWeightGradient(
    float[] x, float[] dy, float[] partial, int parts, int n, int ci, int co) implements Kernel {

  private static void at(
      float[] x, float[] dy, float[] partial, int samplesPerPart, int n, int ci, int co, int i) {
    int k = i % ci;
    int o = i / ci % co;
    int first = i / (ci * co) * samplesPerPart;
    int last = Math.min(first + samplesPerPart, n);
    float sum = 0;
    for (int sample = first; sample < last; sample++) {
      sum += dy[sample * co + o] * x[sample * ci + k];
    }
    partial[i] = sum;
  }

  static void loop(
      float[] x, float[] dy, float[] partial, int samplesPerPart, int size, int n, int ci, int co) {
    for (@Parallel int i = 0; i < size; i++) {
      at(x, dy, partial, samplesPerPart, n, ci, co, i);
    }
  }

  /** The number of samples in a part; the last parts may have fewer, or none. */
  public int samplesPerPart() {
    return Math.ceilDiv(n, parts);
  }

  @Override
  public int size() {
    return parts * co * ci;
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(x, dy, partial, samplesPerPart(), n, ci, co, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, LinearWeightGradient::loop, x, dy, partial, samplesPerPart(), size(), n, ci, co);
  }
}

package org.tornadonn.op.convolution;

import org.tornadonn.op.arithmetic.PartialSum;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Slice;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The first stage of a bias gradient: {@code partial[part, o]} sums {@code dy[n, o, ·]} over the
 * samples n of that part; {@link PartialSum} adds the parts up.
 *
 * @param plane the elements that share a bias in one sample: rows × columns, or 1 for {@link
 *     org.tornadonn.op.linear.Linear}
 */
public record BiasGradient(float[] dy, float[] partial, int parts, int n, int co, int plane)
    implements Kernel {

  /** Describes both stages for the bias at an input of an operation. */
  public static void describe(Backward pass, int input, Slice dy, int n, int co, int plane) {
    int parts = PartialSum.parts(co, n, n);
    var partial = pass.scratch("bias gradient parts", Shape.of(parts, co));
    pass.call("bias gradient parts")
        .reads(dy)
        .writes(partial)
        .flops(dy.size())
        .sums(Math.ceilDiv(n, parts) * plane, dy)
        .bind(m -> new BiasGradient(m.of(dy), m.of(partial), parts, n, co, plane));
    PartialSum.describe(pass, input, "bias gradient", partial, parts);
  }

  private static void at(
      float[] dy, float[] partial, int samplesPerPart, int n, int co, int plane, int i) {
    int first = i / co * samplesPerPart;
    int last = Math.min(first + samplesPerPart, n);
    float sum = 0;
    for (int sample = first; sample < last; sample++) {
      int begin = (sample * co + i % co) * plane;
      float sampleSum = 0;
      for (int j = 0; j < plane; j++) {
        sampleSum += dy[begin + j];
      }
      sum += sampleSum;
    }
    partial[i] = sum;
  }

  static void loop(
      float[] dy, float[] partial, int samplesPerPart, int size, int n, int co, int plane) {
    for (@Parallel int i = 0; i < size; i++) {
      at(dy, partial, samplesPerPart, n, co, plane, i);
    }
  }

  /** The number of samples in a part; the last parts may have fewer, or none. */
  public int samplesPerPart() {
    return Math.ceilDiv(n, parts);
  }

  @Override
  public int size() {
    return parts * co;
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(dy, partial, samplesPerPart(), n, co, plane, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, BiasGradient::loop, dy, partial, samplesPerPart(), size(), n, co, plane);
  }
}

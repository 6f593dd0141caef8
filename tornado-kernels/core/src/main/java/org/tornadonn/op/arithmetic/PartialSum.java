package org.tornadonn.op.arithmetic;

import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Slice;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The second stage of a sum over batch and image: {@code y[i] (+)= Σ(part) partial[part, i]}, in
 * the order of the parts; one index is one element of y.
 */
public record PartialSum(float[] partial, float[] y, int yAt, int add, int parts, int size)
    implements Kernel {

  /** As many independent sums as keep a device busy. */
  private static final int ENOUGH = 1 << 16;

  /**
   * Into how many parts a sum is cut; depends on sizes only, so that results do not depend on the
   * device or the number of threads.
   *
   * @param results the number of sums
   * @param terms the number of terms of each, rows of the batch for instance
   * @param samples the batch: up to 8 parts are used even if there are enough results
   */
  public static int parts(int results, int terms, int samples) {
    return Math.clamp(Math.ceilDiv(ENOUGH, results), Math.min(samples, 8), terms);
  }

  /** Describes the call that adds the parts up into the gradient of an input. */
  public static void describe(Backward pass, int input, String step, Slice partial, int parts) {
    var gradient = pass.gradient(input);
    var y = gradient.slice();
    pass.call(step)
        .reads(partial)
        .writes(gradient)
        .flops(partial.size())
        .sums(parts, partial)
        .bind(
            m ->
                new PartialSum(
                    m.of(partial), m.of(y), y.offset(), gradient.add(), parts, y.size()));
  }

  private static void at(float[] partial, float[] y, int yAt, int add, int parts, int size, int i) {
    float sum = add > 0 ? y[yAt + i] : 0;
    for (int part = 0; part < parts; part++) {
      sum += partial[part * size + i];
    }
    y[yAt + i] = sum;
  }

  static void loop(float[] partial, float[] y, int yAt, int add, int parts, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(partial, y, yAt, add, parts, size, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(partial, y, yAt, add, parts, size, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, PartialSum::loop, partial, y, yAt, add, parts, size);
  }
}

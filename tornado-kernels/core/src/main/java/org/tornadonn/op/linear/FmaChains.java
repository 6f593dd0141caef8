package org.tornadonn.op.linear;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * As many multiply-adds as a device can do, to measure its peak; part of no operation. Every index
 * has {@value #LANES} numbers, which begin with {@code term · (16 i + lane)} and stay in registers,
 * and does {@code s = s · factor + term} with each for a number of rounds; none waits for another.
 *
 * @param control factor, term, rounds: read from an array, so that no compiler computes the result
 *     beforehand, and that the rounds can grow without compiling anew
 * @param y the sum of each index's numbers
 */
public record FmaChains(float[] control, float[] y, int size) implements Kernel {

  /** One vector of 512 bits, two of 256; on a GPU, more than its latency asks for. */
  public static final int LANES = 16;

  /** Floating-point operations of all indices, a multiply-add counted as two. */
  public static long flops(int size, int rounds) {
    return 2L * LANES * size * rounds;
  }

  private static void at(float[] control, float[] y, int i) {
    float factor = control[0];
    float term = control[1];
    int rounds = (int) control[2];
    float[] s = new float[LANES];
    for (int j = 0; j < LANES; j++) {
      s[j] = term * (i * LANES + j);
    }
    for (int round = 0; round < rounds; round++) {
      for (int j = 0; j < LANES; j++) {
        s[j] = s[j] * factor + term;
      }
    }
    float sum = 0;
    for (int j = 0; j < LANES; j++) {
      sum += s[j];
    }
    y[i] = sum;
  }

  static void loop(float[] control, float[] y, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(control, y, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(control, y, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, FmaChains::loop, control, y, size);
  }
}

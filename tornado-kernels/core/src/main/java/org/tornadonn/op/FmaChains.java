package org.tornadonn.op;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * As many multiply-adds as a device can do, to measure its peak; part of no operation. Every index
 * has {@value #CHAINS} vectors of {@value #LANES} numbers {@code s}, which stay in registers, does
 * {@code s = s · factor + term} with each of them for a number of rounds, and writes their sum. No
 * chain waits for another.
 *
 * @param control factor, term, rounds: read from an array, so that no compiler computes the result
 *     beforehand, and that the rounds can grow without compiling anew
 * @param y one sum for each index
 */
public record FmaChains(float[] control, float[] y, int size) implements Kernel {

  /** Chains enough for two units with a latency of six cycles, and for 32 registers of 256 bits. */
  public static final int CHAINS = 12;

  /** One vector of 512 bits, two of 256. */
  public static final int LANES = 16;

  /** Floating-point operations of an index, a multiply-add counted as two. */
  public static long flops(int rounds) {
    return 2L * CHAINS * LANES * rounds;
  }

  // Nested loops with constant bounds: TornadoVM unrolls them, so that every number has a name.
  private static void at(float[] control, float[] y, int i) {
    float factor = control[0];
    float term = control[1];
    int rounds = (int) control[2];
    float[] s = new float[CHAINS * LANES];
    for (int c = 0; c < CHAINS; c++) {
      for (int j = 0; j < LANES; j++) {
        s[c * LANES + j] = term * (i + c * LANES + j);
      }
    }
    for (int round = 0; round < rounds; round++) {
      for (int c = 0; c < CHAINS; c++) {
        for (int j = 0; j < LANES; j++) {
          s[c * LANES + j] = s[c * LANES + j] * factor + term;
        }
      }
    }
    float sum = 0;
    for (int c = 0; c < CHAINS; c++) {
      for (int j = 0; j < LANES; j++) {
        sum += s[c * LANES + j];
      }
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

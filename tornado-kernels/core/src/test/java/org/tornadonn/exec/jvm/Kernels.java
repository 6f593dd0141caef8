package org.tornadonn.exec.jvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.tornadonn.plan.Kernel;

/** Runs a kernel's tuned versions, on several numbers of threads, and its portable loop. */
final class Kernels {

  private Kernels() {}

  /** Reproducible numbers in [−1, 1). */
  static float[] random(int size, long seed) {
    var random = new Random(seed);
    float[] x = new float[size];
    for (int i = 0; i < size; i++) {
      x[i] = random.nextFloat() * 2 - 1;
    }
    return x;
  }

  /**
   * Compares what a kernel writes.
   *
   * @param terms the length of the longest sum: the tolerance grows with its root
   * @param before what the output holds before; with NaN, the kernel must overwrite it
   * @param kernel the kernel on a given output
   */
  static void assertSame(int terms, float[] before, Function<float[], Kernel> kernel) {
    float[] expected = before.clone();
    var portable = kernel.apply(expected);
    portable.run(0, portable.size());
    var vectors = VectorKernels.steps(kernel.apply(before.clone()));
    assertFalse(vectors.isEmpty(), "no tuned version of " + portable.getClass());
    compare(terms, expected, before, output -> VectorKernels.steps(kernel.apply(output)));
    if (!PlainKernels.steps(portable).isEmpty()) {
      compare(terms, expected, before, output -> PlainKernels.steps(kernel.apply(output)));
    }
  }

  private static void compare(
      int terms, float[] expected, float[] before, Function<float[], List<Step>> steps) {
    float[] actual = run(1, before, steps);
    double tolerance = 1.3e-6 * Math.sqrt(terms);
    for (int i = 0; i < expected.length; i++) {
      var where = "element " + i;
      if (Float.isNaN(expected[i])) {
        assertTrue(Float.isNaN(actual[i]), where);
      } else {
        assertEquals(expected[i], actual[i], tolerance * (1 + Math.abs(expected[i])), where);
      }
    }
    assertArrayEquals(actual, run(2, before, steps), "2 threads");
    assertArrayEquals(actual, run(5, before, steps), "5 threads");
  }

  private static float[] run(int threads, float[] before, Function<float[], List<Step>> steps) {
    float[] output = before.clone();
    try (var workers = new Workers(threads)) {
      // On all threads, however little there is to do.
      workers.run(
          steps.apply(output).stream()
              .map(step -> new Step(step.loop(), step.grain(), 1 << 24, step.packs()))
              .toList());
    }
    return output;
  }

  /** An output that was never written. */
  static float[] poison(int size) {
    float[] y = new float[size];
    Arrays.fill(y, Float.NaN);
    return y;
  }
}

package org.tornadonn.train;

import org.tornadonn.heap.Heap;

/** Runs any number of samples through a plan that takes a fixed number. */
final class InBatches {

  private InBatches() {}

  static float[] run(
      float[] x,
      int n,
      int batchSize,
      float[] input,
      float[] output,
      int inputLength,
      int outputLength,
      Runnable plan) {
    if (n < 0 || x.length < (long) n * inputLength) {
      throw new IllegalArgumentException(
          "%d inputs need %d numbers, but there are %d."
              .formatted(n, (long) n * inputLength, x.length));
    }
    var result = Heap.floats((long) n * outputLength, () -> "Predicting " + n + " samples");
    for (int from = 0; from < n; from += batchSize) {
      int count = Math.min(batchSize, n - from);
      System.arraycopy(x, from * inputLength, input, 0, count * inputLength);
      plan.run();
      System.arraycopy(output, 0, result, from * outputLength, count * outputLength);
    }
    return result;
  }
}

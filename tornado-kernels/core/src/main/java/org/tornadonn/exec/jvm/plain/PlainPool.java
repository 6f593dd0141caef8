package org.tornadonn.exec.jvm.plain;

import org.tornadonn.op.pooling.Halving;
import org.tornadonn.op.pooling.MaxPool2dForward;
import org.tornadonn.plan.Loop;

/**
 * {@link MaxPool2dForward} without the Vector API, for windows of 2×2 that do not overlap; one
 * index is one plane of one image.
 */
public record PlainPool(MaxPool2dForward kernel) implements Loop {

  public static boolean suits(MaxPool2dForward k) {
    return Halving.is(k);
  }

  /** The floats that an index reads. */
  public long work() {
    return (long) kernel.sizes().hi() * kernel.sizes().wi();
  }

  @Override
  public int size() {
    return kernel.sizes().n() * kernel.sizes().co();
  }

  @Override
  public void run(int from, int to) {
    var s = kernel.sizes();
    for (int row = from * s.ho(); row < to * s.ho(); row++) {
      int upper = (row / s.ho() * s.hi() + 2 * (row % s.ho())) * s.wi();
      row(kernel.x(), upper, upper + s.wi(), row * s.wo(), s.wo());
    }
  }

  private void row(float[] x, int upper, int lower, int to, int windows) {
    boolean keep = kernel.keep() > 0;
    for (int j = 0; j < windows; j++) {
      float best = x[upper + 2 * j];
      int winner = 0;
      float next = x[upper + 2 * j + 1];
      if (next > best || Float.isNaN(next)) {
        best = next;
        winner = 1;
      }
      next = x[lower + 2 * j];
      if (next > best || Float.isNaN(next)) {
        best = next;
        winner = 2;
      }
      next = x[lower + 2 * j + 1];
      if (next > best || Float.isNaN(next)) {
        best = next;
        winner = 3;
      }
      kernel.y()[to + j] = best;
      if (keep) {
        kernel.tap()[to + j] = winner;
      }
    }
  }
}

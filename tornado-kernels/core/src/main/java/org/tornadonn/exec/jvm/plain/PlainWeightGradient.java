package org.tornadonn.exec.jvm.plain;

import java.util.Arrays;
import org.tornadonn.exec.jvm.tile.Scratch;
import org.tornadonn.op.convolution.Conv2dWeightGradient;
import org.tornadonn.plan.Loop;

/**
 * {@link Conv2dWeightGradient} without the Vector API, as a {@link Product} of the gradients of
 * some rows and of what the window sees there; one index is one part.
 */
public record PlainWeightGradient(Conv2dWeightGradient kernel) implements Loop {

  /** The products of an index. */
  public long work() {
    var s = kernel.sizes();
    return (long) kernel.rowsPerPart() * s.wo() * depth() * s.co();
  }

  private int depth() {
    var window = kernel.window();
    return kernel.sizes().ci() * window.kernelHeight() * window.kernelWidth();
  }

  @Override
  public int size() {
    return kernel.parts();
  }

  @Override
  public void run(int from, int to) {
    for (int part = from; part < to; part++) {
      part(part);
    }
  }

  private void part(int part) {
    var s = kernel.sizes();
    var scratch = Scratch.ofThread();
    float[][] seen = scratch.factorRows(Product.side(s.wo()), depth());
    float[][] sums = scratch.sumRows(Product.side(s.co()), depth());
    for (int o = 0; o < s.co(); o++) {
      Arrays.fill(sums[o], 0, depth(), 0);
    }
    int last = Math.min((part + 1) * kernel.rowsPerPart(), s.n() * s.ho());
    for (int r = part * kernel.rowsPerPart(); r < last; r++) {
      int image = r / s.ho();
      int row = r % s.ho();
      for (int j = 0; j < s.wo(); j++) {
        see(image, row, j, seen[j]);
      }
      int dy = (image * s.co() * s.ho() + row) * s.wo();
      Product.add(kernel.dy(), dy, s.ho() * s.wo(), s.co(), s.wo(), seen, 0, sums, depth());
    }
    for (int o = 0; o < s.co(); o++) {
      System.arraycopy(sums[o], 0, kernel.partial(), (part * s.co() + o) * depth(), depth());
    }
  }

  /** Writes what the window of one result sees. */
  private void see(int image, int row, int column, float[] to) {
    var s = kernel.sizes();
    var window = kernel.window();
    int y = row * window.strideHeight() - window.paddingHeight();
    int x = column * window.strideWidth() - window.paddingWidth();
    int at = 0;
    for (int c = 0; c < s.ci(); c++) {
      for (int u = y; u < y + window.kernelHeight(); u++) {
        int from = ((image * s.ci() + c) * s.hi() + u) * s.wi();
        for (int v = x; v < x + window.kernelWidth(); v++) {
          boolean isInside = u >= 0 && u < s.hi() && v >= 0 && v < s.wi();
          to[at++] = isInside ? kernel.x()[from + v] : 0;
        }
      }
    }
  }
}

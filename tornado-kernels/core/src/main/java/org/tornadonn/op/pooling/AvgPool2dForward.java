package org.tornadonn.op.pooling;

import org.tornadonn.op.convolution.ImageSizes;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The result of an {@link AvgPool2d}; one index is one element of y.
 *
 * @param all 1 if padding counts, else 0
 * @param divisor what sums are divided by; 0 for the number of elements
 */
public record AvgPool2dForward(
    float[] x, float[] y, int all, int divisor, ImageSizes sizes, Window window) implements Kernel {

  private static void at(
      float[] x,
      float[] y,
      int all,
      int divisor,
      int hi,
      int wi,
      int ho,
      int wo,
      int k,
      int s,
      int p,
      int behind,
      int i) {
    int kh = k >> 16;
    int kw = k & 0xffff;
    int row = i / wo % ho * (s >> 16) - (p >> 16);
    int column = i % wo * (s & 0xffff) - (p & 0xffff);
    int plane = i / (wo * ho) * hi * wi;
    int uFrom = Math.max(0, -row);
    int uTo = Math.min(kh, hi - row);
    int vFrom = Math.max(0, -column);
    int vTo = Math.min(kw, wi - column);
    float sum = 0;
    for (int u = uFrom; u < uTo; u++) {
      for (int v = vFrom; v < vTo; v++) {
        sum += x[plane + (row + u) * wi + column + v];
      }
    }
    int rows = all > 0 ? Math.min(kh, hi + (behind >> 16) - row) : uTo - uFrom;
    int columns = all > 0 ? Math.min(kw, wi + (behind & 0xffff) - column) : vTo - vFrom;
    y[i] = sum / (divisor > 0 ? divisor : rows * columns);
  }

  static void loop(
      float[] x,
      float[] y,
      int all,
      int divisor,
      int size,
      int hi,
      int wi,
      int ho,
      int wo,
      int k,
      int s,
      int p,
      int behind) {
    for (@Parallel int i = 0; i < size; i++) {
      at(x, y, all, divisor, hi, wi, ho, wo, k, s, p, behind, i);
    }
  }

  @Override
  public int size() {
    return sizes.n() * sizes.co() * sizes.ho() * sizes.wo();
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(
          x,
          y,
          all,
          divisor,
          sizes.hi(),
          sizes.wi(),
          sizes.ho(),
          sizes.wo(),
          window.kernel(),
          window.stride(),
          window.padding(),
          window.paddingBehind(),
          i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id,
        AvgPool2dForward::loop,
        x,
        y,
        all,
        divisor,
        size(),
        sizes.hi(),
        sizes.wi(),
        sizes.ho(),
        sizes.wo(),
        window.kernel(),
        window.stride(),
        window.padding(),
        window.paddingBehind());
  }
}

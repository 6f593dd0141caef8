package org.tornadonn.op.pooling;

import org.tornadonn.op.convolution.ImageSizes;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The gradient of an {@link AvgPool2d}: dx collects its share of dy of every window that holds it;
 * one index is one element of dx.
 *
 * @param all 1 if padding counts, else 0
 * @param divisor what sums were divided by; 0 for the number of elements
 */
public record AvgPool2dInputGradient(
    float[] dy, float[] dx, int add, int all, int divisor, ImageSizes sizes, Window window)
    implements Kernel {

  private static void at(
      float[] dy,
      float[] dx,
      int add,
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
    int ph = p >> 16;
    int pw = p & 0xffff;
    int row = i / wi % hi + ph;
    int column = i % wi + pw;
    int plane = i / (wi * hi) * ho * wo;
    int sh = s >> 16;
    int sw = s & 0xffff;
    int rFrom = row < kh ? 0 : (row - kh) / sh + 1;
    int rTo = Math.min(row / sh + 1, ho);
    int qFrom = column < kw ? 0 : (column - kw) / sw + 1;
    int qTo = Math.min(column / sw + 1, wo);
    float sum = 0;
    int height = all > 0 ? hi + ph + (behind >> 16) : hi + ph;
    int width = all > 0 ? wi + pw + (behind & 0xffff) : wi + pw;
    int top = all > 0 ? 0 : ph;
    int left = all > 0 ? 0 : pw;
    for (int r = rFrom; r < rTo; r++) {
      int rows = Math.min(r * sh + kh, height) - Math.max(r * sh, top);
      for (int q = qFrom; q < qTo; q++) {
        int columns = Math.min(q * sw + kw, width) - Math.max(q * sw, left);
        sum += dy[plane + r * wo + q] / (divisor > 0 ? divisor : rows * columns);
      }
    }
    dx[i] = add > 0 ? dx[i] + sum : sum;
  }

  static void loop(
      float[] dy,
      float[] dx,
      int add,
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
      at(dy, dx, add, all, divisor, hi, wi, ho, wo, k, s, p, behind, i);
    }
  }

  @Override
  public int size() {
    return sizes.n() * sizes.ci() * sizes.hi() * sizes.wi();
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(
          dy,
          dx,
          add,
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
        AvgPool2dInputGradient::loop,
        dy,
        dx,
        add,
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

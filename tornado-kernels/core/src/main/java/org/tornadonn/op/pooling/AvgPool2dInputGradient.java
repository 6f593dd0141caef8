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
 */
public record AvgPool2dInputGradient(
    float[] dy, float[] dx, int add, int all, ImageSizes sizes, Window window) implements Kernel {

  private static void at(
      float[] dy,
      float[] dx,
      int add,
      int all,
      int hi,
      int wi,
      int ho,
      int wo,
      int k,
      int s,
      int p,
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
    for (int r = rFrom; r < rTo; r++) {
      int rows = Math.min(r * sh + kh, hi + ph) - Math.max(r * sh, ph);
      for (int q = qFrom; q < qTo; q++) {
        int columns = Math.min(q * sw + kw, wi + pw) - Math.max(q * sw, pw);
        sum += dy[plane + r * wo + q] / (all > 0 ? kh * kw : rows * columns);
      }
    }
    dx[i] = add > 0 ? dx[i] + sum : sum;
  }

  static void loop(
      float[] dy,
      float[] dx,
      int add,
      int all,
      int size,
      int hi,
      int wi,
      int ho,
      int wo,
      int k,
      int s,
      int p) {
    for (@Parallel int i = 0; i < size; i++) {
      at(dy, dx, add, all, hi, wi, ho, wo, k, s, p, i);
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
          sizes.hi(),
          sizes.wi(),
          sizes.ho(),
          sizes.wo(),
          window.kernel(),
          window.stride(),
          window.padding(),
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
        size(),
        sizes.hi(),
        sizes.wi(),
        sizes.ho(),
        sizes.wo(),
        window.kernel(),
        window.stride(),
        window.padding());
  }
}

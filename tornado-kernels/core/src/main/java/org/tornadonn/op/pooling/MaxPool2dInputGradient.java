package org.tornadonn.op.pooling;

import org.tornadonn.op.convolution.ImageSizes;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The gradient of a {@link MaxPool2d}: dx collects dy of every window that it won; one index is one
 * element of dx.
 */
public record MaxPool2dInputGradient(
    float[] dy, float[] tap, float[] dx, int add, ImageSizes sizes, Window window)
    implements Kernel {

  private static void at(
      float[] dy,
      float[] tap,
      float[] dx,
      int add,
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
    int row = i / wi % hi + (p >> 16);
    int column = i % wi + (p & 0xffff);
    int plane = i / (wi * hi) * ho * wo;
    int sh = s >> 16;
    int sw = s & 0xffff;
    int rFrom = row < kh ? 0 : (row - kh) / sh + 1;
    int rTo = Math.min(row / sh + 1, ho);
    int qFrom = column < kw ? 0 : (column - kw) / sw + 1;
    int qTo = Math.min(column / sw + 1, wo);
    float sum = 0;
    for (int r = rFrom; r < rTo; r++) {
      for (int q = qFrom; q < qTo; q++) {
        int winner = (int) tap[plane + r * wo + q];
        if (winner == (row - r * sh) * kw + column - q * sw) {
          sum += dy[plane + r * wo + q];
        }
      }
    }
    dx[i] = add > 0 ? dx[i] + sum : sum;
  }

  static void loop(
      float[] dy,
      float[] tap,
      float[] dx,
      int add,
      int size,
      int hi,
      int wi,
      int ho,
      int wo,
      int k,
      int s,
      int p) {
    for (@Parallel int i = 0; i < size; i++) {
      at(dy, tap, dx, add, hi, wi, ho, wo, k, s, p, i);
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
          tap,
          dx,
          add,
          sizes.hi(),
          sizes.wi(),
          sizes.ho(),
          sizes.wo(),
          window.reach(),
          window.stride(),
          window.padding(),
          i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id,
        MaxPool2dInputGradient::loop,
        dy,
        tap,
        dx,
        add,
        size(),
        sizes.hi(),
        sizes.wi(),
        sizes.ho(),
        sizes.wo(),
        window.reach(),
        window.stride(),
        window.padding());
  }
}

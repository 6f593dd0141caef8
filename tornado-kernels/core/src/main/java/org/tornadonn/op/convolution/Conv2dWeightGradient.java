package org.tornadonn.op.convolution;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The first stage of a {@link Conv2d}'s weight gradient: {@code partial[part, o, c, u, v]} sums
 * over the output rows of that part. The {@code n · ho} rows of the batch are cut into parts of
 * {@code ceil(n · ho / parts)}; {@link org.tornadonn.op.arithmetic.PartialSum} adds the parts up.
 */
public record Conv2dWeightGradient(
    float[] x, float[] dy, float[] partial, int parts, ImageSizes sizes, Window window)
    implements Kernel {

  private static void at(
      float[] x,
      float[] dy,
      float[] partial,
      int rowsPerPart,
      int n,
      int ci,
      int hi,
      int wi,
      int co,
      int k,
      int s,
      int p,
      int i) {
    int kh = k >> 16;
    int kw = k & 0xffff;
    int ho = (hi + 2 * (p >> 16) - kh) / (s >> 16) + 1;
    int wo = (wi + 2 * (p & 0xffff) - kw) / (s & 0xffff) + 1;
    int v = i % kw;
    int u = i / kw % kh;
    int c = i / (kw * kh) % ci;
    int o = i / (kw * kh * ci) % co;
    int first = i / (kw * kh * ci * co) * rowsPerPart;
    int last = Math.min(first + rowsPerPart, n * ho);
    int sw = s & 0xffff;
    int pw = p & 0xffff;
    int qFrom = v < pw ? (pw - v + sw - 1) / sw : 0;
    int qTo = v < wi + pw ? Math.min((wi + pw - v - 1) / sw + 1, wo) : 0;
    float sum = 0;
    for (int row = first; row < last; row++) {
      int image = row / ho;
      int r = row % ho * (s >> 16) - (p >> 16) + u;
      if (r >= 0 && r < hi) {
        int yRow = ((image * co + o) * ho + row % ho) * wo;
        int xRow = ((image * ci + c) * hi + r) * wi - pw + v;
        for (int q = qFrom; q < qTo; q++) {
          sum += dy[yRow + q] * x[xRow + q * sw];
        }
      }
    }
    partial[i] = sum;
  }

  static void loop(
      float[] x,
      float[] dy,
      float[] partial,
      int rowsPerPart,
      int size,
      int n,
      int ci,
      int hi,
      int wi,
      int co,
      int k,
      int s,
      int p) {
    for (@Parallel int i = 0; i < size; i++) {
      at(x, dy, partial, rowsPerPart, n, ci, hi, wi, co, k, s, p, i);
    }
  }

  /** The number of output rows in a part; the last parts may have fewer, or none. */
  public int rowsPerPart() {
    return Math.ceilDiv(sizes.n() * sizes.ho(), parts);
  }

  @Override
  public int size() {
    return parts * sizes.co() * sizes.ci() * window.kernelHeight() * window.kernelWidth();
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(
          x,
          dy,
          partial,
          rowsPerPart(),
          sizes.n(),
          sizes.ci(),
          sizes.hi(),
          sizes.wi(),
          sizes.co(),
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
        Conv2dWeightGradient::loop,
        x,
        dy,
        partial,
        rowsPerPart(),
        size(),
        sizes.n(),
        sizes.ci(),
        sizes.hi(),
        sizes.wi(),
        sizes.co(),
        window.kernel(),
        window.stride(),
        window.padding());
  }
}

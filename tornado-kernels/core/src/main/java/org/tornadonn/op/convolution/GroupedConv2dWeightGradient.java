package org.tornadonn.op.convolution;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The first stage of the weight gradient of a {@link Correlation} with groups, gaps or any padding:
 * {@code partial[part, o, c, u, v]} sums over the output rows of that part. The {@code n · ho} rows
 * of the batch are cut into parts of {@code ceil(n · ho / parts)}; {@link
 * org.tornadonn.op.arithmetic.PartialSum} adds the parts up.
 */
public record GroupedConv2dWeightGradient(
    float[] x, float[] dy, float[] partial, int parts, ImageSizes sizes, Window window, int groups)
    implements Kernel {

  private static void at(
      float[] x,
      float[] dy,
      float[] partial,
      int size,
      int n,
      int channels,
      int groups,
      int hi,
      int wi,
      int ho,
      int wo,
      int k,
      int s,
      int p,
      int d,
      int i) {
    int ci = channels >> 16;
    int co = channels & 0xffff;
    int kh = k >> 16;
    int kw = k & 0xffff;
    int weights = groups * co * ci * kh * kw;
    int parts = size / weights;
    int rowsPerPart = (n * ho + parts - 1) / parts;
    int first = i / weights * rowsPerPart;
    int last = Math.min(first + rowsPerPart, n * ho);
    int o = i / (kw * kh * ci) % (groups * co);
    int c = o / co * ci + i / (kw * kh) % ci;
    int sw = s & 0xffff;
    int down = i / kw % kh * (d >> 16) - (p >> 16);
    int right = i % kw * (d & 0xffff) - (p & 0xffff);
    int qFrom = right < 0 ? (sw - 1 - right) / sw : 0;
    int qTo = right < wi ? Math.min((wi - 1 - right) / sw + 1, wo) : 0;
    float sum = 0;
    for (int row = first; row < last; row++) {
      int image = row / ho;
      int r = row % ho * (s >> 16) + down;
      if (r >= 0 && r < hi) {
        int yRow = ((image * groups * co + o) * ho + row % ho) * wo;
        int xRow = ((image * groups * ci + c) * hi + r) * wi + right;
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
      int size,
      int n,
      int channels,
      int groups,
      int hi,
      int wi,
      int ho,
      int wo,
      int k,
      int s,
      int p,
      int d) {
    for (@Parallel int i = 0; i < size; i++) {
      at(x, dy, partial, size, n, channels, groups, hi, wi, ho, wo, k, s, p, d, i);
    }
  }

  /** The number of output rows in a part; the last parts may have fewer, or none. */
  public int rowsPerPart() {
    return Math.ceilDiv(sizes.n() * sizes.ho(), parts);
  }

  /** The number of weights. */
  public int weights() {
    return sizes.co() * (sizes.ci() / groups) * window.kernelHeight() * window.kernelWidth();
  }

  @Override
  public int size() {
    return parts * weights();
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(
          x,
          dy,
          partial,
          size(),
          sizes.n(),
          sizes.channelsOf(groups),
          groups,
          sizes.hi(),
          sizes.wi(),
          sizes.ho(),
          sizes.wo(),
          window.kernel(),
          window.stride(),
          window.padding(),
          window.dilation(),
          i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id,
        GroupedConv2dWeightGradient::loop,
        x,
        dy,
        partial,
        size(),
        sizes.n(),
        sizes.channelsOf(groups),
        groups,
        sizes.hi(),
        sizes.wi(),
        sizes.ho(),
        sizes.wo(),
        window.kernel(),
        window.stride(),
        window.padding(),
        window.dilation());
  }
}

package org.tornadonn.op.normalization;

import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Slice;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code y = (x − mean[c]) · scale[c] · w[c] + b[c]} of a {@link BatchNorm2d} or a {@link
 * BatchNorm2dInference}; one index is one element of y.
 *
 * @param plane rows × columns
 */
public record BatchNormForward(
    float[] x,
    float[] mean,
    int meanAt,
    float[] scale,
    float[] w,
    int wAt,
    float[] b,
    int bAt,
    float[] y,
    int channels,
    int plane,
    int size)
    implements Kernel {

  /** Describes the call that writes the result. */
  static void describe(Forward pass, Slice x, Slice mean, Slice scale, BatchNormWeights weights) {
    var s = BatchNormShapes.of(x.shape());
    var w = weights.w();
    var b = weights.b();
    var y = pass.out();
    pass.call("forward")
        .reads(x, mean, scale, w, b)
        .writes(y)
        .flops(4L * y.size())
        .sums(4)
        .bind(
            m ->
                new BatchNormForward(
                    m.of(x),
                    m.of(mean),
                    mean.offset(),
                    m.of(scale),
                    m.of(w),
                    w.offset(),
                    m.of(b),
                    b.offset(),
                    m.of(y),
                    s.channels(),
                    s.plane(),
                    y.size()));
  }

  private static void at(
      float[] x,
      float[] mean,
      int meanAt,
      float[] scale,
      float[] w,
      int wAt,
      float[] b,
      int bAt,
      float[] y,
      int channels,
      int plane,
      int i) {
    int c = i / plane % channels;
    y[i] = (x[i] - mean[meanAt + c]) * scale[c] * w[wAt + c] + b[bAt + c];
  }

  static void loop(
      float[] x,
      float[] mean,
      int meanAt,
      float[] scale,
      float[] w,
      int wAt,
      float[] b,
      int bAt,
      float[] y,
      int channels,
      int plane,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(x, mean, meanAt, scale, w, wAt, b, bAt, y, channels, plane, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from, end; i < to; i = end) {
      end = Math.min(to, (i / plane + 1) * plane);
      channel(i / plane % channels, i, end);
    }
  }

  private void channel(int c, int from, int to) {
    float m = mean[meanAt + c];
    float s = scale[c];
    float weight = w[wAt + c];
    float bias = b[bAt + c];
    for (int i = from; i < to; i++) {
      y[i] = (x[i] - m) * s * weight + bias;
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id,
        BatchNormForward::loop,
        x,
        mean,
        meanAt,
        scale,
        w,
        wAt,
        b,
        bAt,
        y,
        channels,
        plane,
        size);
  }
}

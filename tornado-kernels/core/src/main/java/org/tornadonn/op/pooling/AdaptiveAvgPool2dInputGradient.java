package org.tornadonn.op.pooling;

import java.util.Arrays;
import org.tornadonn.op.convolution.ImageSizes;
import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The gradient of an {@link AdaptiveAvgPool2d}: dx collects its share of dy of every window that
 * holds it; one index is one element of dx.
 */
public record AdaptiveAvgPool2dInputGradient(float[] dy, float[] dx, int add, ImageSizes sizes)
    implements Kernel {

  private static void at(float[] dy, float[] dx, int add, int hi, int wi, int ho, int wo, int i) {
    int row = i / wi % hi;
    int column = i % wi;
    int plane = i / (wi * hi) * ho * wo;
    int rFrom = row * ho / hi;
    int rTo = ((row + 1) * ho + hi - 1) / hi;
    int qFrom = column * wo / wi;
    int qTo = ((column + 1) * wo + wi - 1) / wi;
    float sum = 0;
    for (int r = rFrom; r < rTo; r++) {
      int rows = ((r + 1) * hi + ho - 1) / ho - r * hi / ho;
      for (int q = qFrom; q < qTo; q++) {
        int columns = ((q + 1) * wi + wo - 1) / wo - q * wi / wo;
        sum += dy[plane + r * wo + q] / (rows * columns);
      }
    }
    dx[i] = add > 0 ? dx[i] + sum : sum;
  }

  static void loop(float[] dy, float[] dx, int add, int size, int hi, int wi, int ho, int wo) {
    for (@Parallel int i = 0; i < size; i++) {
      at(dy, dx, add, hi, wi, ho, wo, i);
    }
  }

  @Override
  public int size() {
    return sizes.n() * sizes.ci() * sizes.hi() * sizes.wi();
  }

  @Override
  public void run(int from, int to) {
    var s = sizes;
    if (s.wo() == 1 && s.ho() == 1) {
      int plane = s.hi() * s.wi();
      for (int i = from, end; i < to; i = end) {
        end = Math.min(to, (i / plane + 1) * plane);
        share(dy[i / plane] / plane, i, end);
      }
    } else if (s.hi() % s.ho() == 0 && s.wi() % s.wo() == 0) {
      int columns = s.wi() / s.wo();
      int rows = s.hi() / s.ho();
      for (int i = from, end; i < to; i = end) {
        end = Math.min(to, (i / columns + 1) * columns);
        int window = i / s.wi() / rows * s.wo() + i % s.wi() / columns;
        share(dy[window] / (rows * columns), i, end);
      }
    } else {
      for (int i = from; i < to; i++) {
        at(dy, dx, add, s.hi(), s.wi(), s.ho(), s.wo(), i);
      }
    }
  }

  /** What neighbours get that lie in one window and in no other. */
  private void share(float share, int from, int to) {
    if (add > 0) {
      for (int i = from; i < to; i++) {
        dx[i] += share;
      }
    } else {
      Arrays.fill(dx, from, to, share);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id,
        AdaptiveAvgPool2dInputGradient::loop,
        dy,
        dx,
        add,
        size(),
        sizes.hi(),
        sizes.wi(),
        sizes.ho(),
        sizes.wo());
  }
}

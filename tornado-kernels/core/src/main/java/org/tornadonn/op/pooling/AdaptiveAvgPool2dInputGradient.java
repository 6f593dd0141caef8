package org.tornadonn.op.pooling;

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
    for (int i = from; i < to; i++) {
      at(dy, dx, add, sizes.hi(), sizes.wi(), sizes.ho(), sizes.wo(), i);
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

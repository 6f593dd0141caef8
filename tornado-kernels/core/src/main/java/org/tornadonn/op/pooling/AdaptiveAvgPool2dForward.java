package org.tornadonn.op.pooling;

import org.tornadonn.op.convolution.ImageSizes;
import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/** The result of an {@link AdaptiveAvgPool2d}; one index is one element of y. */
public record AdaptiveAvgPool2dForward(float[] x, float[] y, ImageSizes sizes) implements Kernel {

  private static void at(float[] x, float[] y, int hi, int wi, int ho, int wo, int i) {
    int r = i / wo % ho;
    int q = i % wo;
    int plane = i / (wo * ho) * hi * wi;
    int rowFrom = r * hi / ho;
    int rowTo = ((r + 1) * hi + ho - 1) / ho;
    int columnFrom = q * wi / wo;
    int columnTo = ((q + 1) * wi + wo - 1) / wo;
    float sum = 0;
    for (int row = rowFrom; row < rowTo; row++) {
      for (int column = columnFrom; column < columnTo; column++) {
        sum += x[plane + row * wi + column];
      }
    }
    y[i] = sum / ((rowTo - rowFrom) * (columnTo - columnFrom));
  }

  static void loop(float[] x, float[] y, int size, int hi, int wi, int ho, int wo) {
    for (@Parallel int i = 0; i < size; i++) {
      at(x, y, hi, wi, ho, wo, i);
    }
  }

  @Override
  public int size() {
    return sizes.n() * sizes.co() * sizes.ho() * sizes.wo();
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(x, y, sizes.hi(), sizes.wi(), sizes.ho(), sizes.wo(), i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id,
        AdaptiveAvgPool2dForward::loop,
        x,
        y,
        size(),
        sizes.hi(),
        sizes.wi(),
        sizes.ho(),
        sizes.wo());
  }
}

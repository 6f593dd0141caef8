package org.tornadonn.op.pooling;

import org.tornadonn.op.convolution.ImageSizes;
import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The gradient of an {@link AdaptiveMaxPool2d}: dx collects dy of every window that it won; one
 * index is one element of dx.
 */
public record AdaptiveMaxPool2dInputGradient(
    float[] dy, float[] index, float[] dx, int add, ImageSizes sizes) implements Kernel {

  private static void at(
      float[] dy, float[] index, float[] dx, int add, int hi, int wi, int ho, int wo, int i) {
    int element = i % (wi * hi);
    int row = element / wi;
    int column = element % wi;
    int plane = i / (wi * hi) * ho * wo;
    int rTo = ((row + 1) * ho + hi - 1) / hi;
    int qFrom = column * wo / wi;
    int qTo = ((column + 1) * wo + wi - 1) / wi;
    float sum = 0;
    for (int r = row * ho / hi; r < rTo; r++) {
      for (int q = qFrom; q < qTo; q++) {
        int winner = (int) index[plane + r * wo + q];
        if (winner == element) {
          sum += dy[plane + r * wo + q];
        }
      }
    }
    dx[i] = add > 0 ? dx[i] + sum : sum;
  }

  static void loop(
      float[] dy, float[] index, float[] dx, int add, int size, int hi, int wi, int ho, int wo) {
    for (@Parallel int i = 0; i < size; i++) {
      at(dy, index, dx, add, hi, wi, ho, wo, i);
    }
  }

  @Override
  public int size() {
    return sizes.n() * sizes.ci() * sizes.hi() * sizes.wi();
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(dy, index, dx, add, sizes.hi(), sizes.wi(), sizes.ho(), sizes.wo(), i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id,
        AdaptiveMaxPool2dInputGradient::loop,
        dy,
        index,
        dx,
        add,
        size(),
        sizes.hi(),
        sizes.wi(),
        sizes.ho(),
        sizes.wo());
  }
}

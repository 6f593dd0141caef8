package org.tornadonn.exec.tornado.tiled;

import org.tornadonn.op.activation.ReLUInputGradient;
import org.tornadonn.op.convolution.ImageSizes;
import org.tornadonn.op.pooling.MaxPool2dInputGradient;
import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@link ReLUInputGradient}, and behind it {@link MaxPool2dInputGradient} for windows of 2×2 that
 * do not overlap; one index is one element of dx.
 *
 * @param y the result of the ReLU, which is one of the pool's size
 */
record ReLUPoolGradient(float[] y, float[] dy, float[] tap, float[] dx, ImageSizes sizes)
    implements Kernel {

  ReLUPoolGradient(ReLUInputGradient relu, MaxPool2dInputGradient pool) {
    this(relu.y(), relu.dy(), pool.tap(), pool.dx(), pool.sizes());
  }

  private static void at(
      float[] y, float[] dy, float[] tap, float[] dx, int hi, int wi, int ho, int wo, int i) {
    int row = i / wi % hi;
    int column = i % wi;
    int plane = i / (wi * hi) * ho * wo;
    int rTo = Math.min(row / 2 + 1, ho);
    int qTo = Math.min(column / 2 + 1, wo);
    float sum = 0;
    for (int r = row / 2; r < rTo; r++) { // once, or not at all in a last row that is odd
      for (int q = column / 2; q < qTo; q++) {
        int window = plane + r * wo + q;
        int winner = (int) tap[window];
        if (winner == row % 2 * 2 + column % 2) {
          sum += y[window] > 0 || Float.isNaN(y[window]) ? dy[window] : 0;
        }
      }
    }
    dx[i] = sum;
  }

  static void loop(
      float[] y, float[] dy, float[] tap, float[] dx, int size, int hi, int wi, int ho, int wo) {
    for (@Parallel int i = 0; i < size; i++) {
      at(y, dy, tap, dx, hi, wi, ho, wo, i);
    }
  }

  @Override
  public int size() {
    return sizes.n() * sizes.ci() * sizes.hi() * sizes.wi();
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(y, dy, tap, dx, sizes.hi(), sizes.wi(), sizes.ho(), sizes.wo(), i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id,
        ReLUPoolGradient::loop,
        y,
        dy,
        tap,
        dx,
        size(),
        sizes.hi(),
        sizes.wi(),
        sizes.ho(),
        sizes.wo());
  }
}

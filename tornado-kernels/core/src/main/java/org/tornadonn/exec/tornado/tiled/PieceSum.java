package org.tornadonn.exec.tornado.tiled;

import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The sums of a {@link TiledProduct} whose terms several groups have shared: {@code y[part, i] (+)=
 * Σ(piece) pieces[part, piece, i] + b[channel of i]}, in the order of the pieces; or the ReLU of
 * that.
 *
 * @param bAt the index of the bias, or −1
 * @param relu 1 for a ReLU, which is added to nothing
 * @param plane positions of a channel
 * @param size elements of a part
 * @param all elements of all parts
 */
record PieceSum(
    float[] pieces,
    float[] y,
    int add,
    float[] b,
    int bAt,
    int relu,
    int plane,
    int channels,
    int count,
    int size,
    int all) {

  static void loop(
      float[] pieces,
      float[] y,
      int add,
      float[] b,
      int bAt,
      int relu,
      int plane,
      int channels,
      int count,
      int size,
      int all) {
    for (@Parallel int i = 0; i < all; i++) {
      int from = i / size * count * size + i % size;
      float sum = 0;
      for (int piece = 0; piece < count; piece++) {
        sum += pieces[from + piece * size];
      }
      float biased = bAt < 0 ? sum : sum + b[bAt + i / plane % channels];
      float result = relu > 0 ? TiledKernel.positive(biased) : biased;
      y[i] = add > 0 ? y[i] + biased : result;
    }
  }

  void addTo(TaskGraph graph, String id) {
    graph.task(id, PieceSum::loop, pieces, y, add, b, bAt, relu, plane, channels, count, size, all);
  }
}

package org.tornadonn.exec.tornado;

import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The sums of a {@link TiledProduct} whose terms several groups have shared: {@code y[part, i] (+)=
 * Σ(piece) pieces[part, piece, i] + b[channel of i]}, in the order of the pieces.
 *
 * @param bAt the index of the bias, or −1
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
      y[i] = add > 0 ? y[i] + biased : biased;
    }
  }

  void addTo(TaskGraph graph, String id) {
    graph.task(id, PieceSum::loop, pieces, y, add, b, bAt, plane, channels, count, size, all);
  }
}

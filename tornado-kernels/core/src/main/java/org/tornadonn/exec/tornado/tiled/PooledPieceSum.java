package org.tornadonn.exec.tornado.tiled;

import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The largest of each 2×2 results of a convolution whose terms several groups of a {@link
 * TiledProduct} have shared, {@code y = max Σ(piece) pieces[piece, i] + b[channel of i]}, in the
 * order of the pieces; or the ReLU of that. One index is one element of y.
 *
 * @param keep 1 to keep in {@code tap} which of the four it was
 * @param bAt the index of the bias, or −1
 * @param relu 1 for a ReLU
 * @param ho rows of the convolution's results
 * @param size results of the convolution
 * @param all elements of y
 */
record PooledPieceSum(
    float[] pieces,
    float[] y,
    float[] tap,
    int keep,
    float[] b,
    int bAt,
    int relu,
    int ho,
    int wo,
    int channels,
    int count,
    int size,
    int all) {

  static void loop(
      float[] pieces,
      float[] y,
      float[] tap,
      int keep,
      float[] b,
      int bAt,
      int relu,
      int ho,
      int wo,
      int channels,
      int count,
      int size,
      int all) {
    for (@Parallel int i = 0; i < all; i++) {
      int plane = i / (wo / 2) / (ho / 2);
      int first = (plane * ho + i / (wo / 2) % (ho / 2) * 2) * wo + i % (wo / 2) * 2;
      float bias = bAt < 0 ? 0 : b[bAt + plane % channels];
      float best = biased(pieces, first, count, size, bias, bAt);
      int winner = 0;
      for (int l = 1; l < 4; l++) {
        float biased = biased(pieces, first + l / 2 * wo + l % 2, count, size, bias, bAt);
        if (biased > best || Float.isNaN(biased)) {
          best = biased;
          winner = l;
        }
      }
      y[i] = relu > 0 ? TiledKernel.positive(best) : best;
      if (keep > 0) {
        tap[i] = winner;
      }
    }
  }

  private static float biased(float[] pieces, int at, int count, int size, float bias, int bAt) {
    float sum = 0;
    for (int piece = 0; piece < count; piece++) {
      sum += pieces[at + piece * size];
    }
    return bAt < 0 ? sum : sum + bias;
  }

  void addTo(TaskGraph graph, String id) {
    graph.task(
        id,
        PooledPieceSum::loop,
        pieces,
        y,
        tap,
        keep,
        b,
        bAt,
        relu,
        ho,
        wo,
        channels,
        count,
        size,
        all);
  }
}

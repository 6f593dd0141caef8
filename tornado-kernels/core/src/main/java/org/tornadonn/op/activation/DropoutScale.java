package org.tornadonn.op.activation;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code y (+)= x · mask · scale} of a {@link Dropout}, forward and backward; one index is one
 * element of y.
 *
 * <p>The mask is a hash of element, key and layer, in two rounds of a mixer of 32 bits. They are
 * computed in numbers of 64 bits that stay below 2³² and never overflow: devices do not agree on
 * shifts of negative numbers, nor on what overflows.
 *
 * @param threshold an element is 0 if the 24 upper bits of its hash are below
 * @see <a href="https://github.com/skeeto/hash-prospector">The mixer: lowbias32</a>
 */
public record DropoutScale(
    float[] x,
    int xAt,
    float[] key,
    float[] y,
    int yAt,
    int add,
    int threshold,
    float scale,
    int layer,
    int size)
    implements Kernel {

  private static final long BITS = 0xffffffffL;

  /** The second factor is 0x846ca68b less 2³². */
  private static long mix(long value) {
    long h = value ^ (value >> 16);
    h = (h * 0x7feb352dL) & BITS;
    h = h ^ (h >> 15);
    h = (h * -0x7b935975L) & BITS;
    return h ^ (h >> 16);
  }

  private static void at(
      float[] x,
      int xAt,
      float[] key,
      float[] y,
      int yAt,
      int add,
      int threshold,
      float scale,
      int layer,
      int i) {
    long low = 65536L * (int) key[1] + (int) key[0];
    long high = 65536L * (int) key[3] + (int) key[2];
    long hash = mix(mix(i ^ low) ^ high ^ layer);
    float value = x[xAt + i] * ((hash >> 8) < threshold ? 0 : scale);
    y[yAt + i] = add > 0 ? y[yAt + i] + value : value;
  }

  static void loop(
      float[] x,
      int xAt,
      float[] key,
      float[] y,
      int yAt,
      int add,
      int threshold,
      float scale,
      int layer,
      int size) {
    for (@Parallel int i = 0; i < size; i++) {
      at(x, xAt, key, y, yAt, add, threshold, scale, layer, i);
    }
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(x, xAt, key, y, yAt, add, threshold, scale, layer, i);
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, DropoutScale::loop, x, xAt, key, y, yAt, add, threshold, scale, layer, size);
  }
}

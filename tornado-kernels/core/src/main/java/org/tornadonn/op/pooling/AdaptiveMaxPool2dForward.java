package org.tornadonn.op.pooling;

import java.util.OptionalDouble;
import org.tornadonn.op.convolution.ImageSizes;
import org.tornadonn.plan.Choosing;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The result of an {@link AdaptiveMaxPool2d}; one index is one element of y.
 *
 * @param index if {@code keep} is 1, receives which element of its image won; if it is 0, any array
 *     that is read anyway
 */
public record AdaptiveMaxPool2dForward(
    float[] x, float[] y, float[] index, int keep, ImageSizes sizes) implements Choosing {

  private static void at(
      float[] x, float[] y, float[] index, int keep, int hi, int wi, int ho, int wo, int i) {
    int r = i / wo % ho;
    int q = i % wo;
    int plane = i / (wo * ho) * hi * wi;
    int rowTo = ((r + 1) * hi + ho - 1) / ho;
    int columnFrom = q * wi / wo;
    int columnTo = ((q + 1) * wi + wo - 1) / wo;
    int winner = r * hi / ho * wi + columnFrom;
    float best = x[plane + winner];
    for (int row = r * hi / ho; row < rowTo; row++) {
      for (int column = columnFrom; column < columnTo; column++) {
        float value = x[plane + row * wi + column];
        if (value > best || Float.isNaN(value)) {
          best = value;
          winner = row * wi + column;
        }
      }
    }
    y[i] = best;
    if (keep > 0) {
      index[i] = winner;
    }
  }

  static void loop(
      float[] x, float[] y, float[] index, int keep, int size, int hi, int wi, int ho, int wo) {
    for (@Parallel int i = 0; i < size; i++) {
      at(x, y, index, keep, hi, wi, ho, wo, i);
    }
  }

  @Override
  public int size() {
    return sizes.n() * sizes.co() * sizes.ho() * sizes.wo();
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(x, y, index, keep, sizes.hi(), sizes.wi(), sizes.ho(), sizes.wo(), i);
    }
  }

  @Override
  public boolean keepsChoices() {
    return keep > 0;
  }

  @Override
  public float[] choices() {
    return index;
  }

  @Override
  public OptionalDouble taken(int i, float choice) {
    int plane = sizes.hi() * sizes.wi();
    if (!(choice >= 0 && choice < plane && choice == (int) choice)) {
      return OptionalDouble.empty();
    }
    int r = i / sizes.wo() % sizes.ho();
    int q = i % sizes.wo();
    boolean isInside =
        holds(r, sizes.hi(), sizes.ho(), (int) choice / sizes.wi())
            && holds(q, sizes.wi(), sizes.wo(), (int) choice % sizes.wi());
    return isInside
        ? OptionalDouble.of(x[i / (sizes.wo() * sizes.ho()) * plane + (int) choice])
        : OptionalDouble.empty();
  }

  /** Whether a window along an axis holds an element. */
  private static boolean holds(int window, int in, int out, int element) {
    return element >= window * in / out && element * out < (window + 1) * in;
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id,
        AdaptiveMaxPool2dForward::loop,
        x,
        y,
        index,
        keep,
        size(),
        sizes.hi(),
        sizes.wi(),
        sizes.ho(),
        sizes.wo());
  }
}

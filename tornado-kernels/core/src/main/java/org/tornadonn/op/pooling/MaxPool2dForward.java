package org.tornadonn.op.pooling;

import java.util.OptionalDouble;
import org.tornadonn.op.convolution.ImageSizes;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.plan.Choosing;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The result of a {@link MaxPool2d}; one index is one element of y.
 *
 * @param tap if {@code keep} is 1, receives which element of the window won: {@code u · kw + v}; if
 *     it is 0, any array that is read anyway
 */
public record MaxPool2dForward(
    float[] x, float[] y, float[] tap, int keep, ImageSizes sizes, Window window)
    implements Choosing {

  private static void at(
      float[] x,
      float[] y,
      float[] tap,
      int keep,
      int hi,
      int wi,
      int ho,
      int wo,
      int k,
      int s,
      int p,
      int i) {
    int kh = k >> 16;
    int kw = k & 0xffff;
    int row = i / wo % ho * (s >> 16) - (p >> 16);
    int column = i % wo * (s & 0xffff) - (p & 0xffff);
    int plane = i / (wo * ho) * hi * wi;
    int uFrom = Math.max(0, -row);
    int uTo = Math.min(kh, hi - row);
    int vFrom = Math.max(0, -column);
    int vTo = Math.min(kw, wi - column);
    int winner = uFrom * kw + vFrom;
    float best = x[plane + (row + uFrom) * wi + column + vFrom];
    for (int u = uFrom; u < uTo; u++) {
      for (int v = vFrom; v < vTo; v++) {
        float value = x[plane + (row + u) * wi + column + v];
        if (value > best || Float.isNaN(value)) {
          best = value;
          winner = u * kw + v;
        }
      }
    }
    y[i] = best;
    if (keep > 0) {
      tap[i] = winner;
    }
  }

  static void loop(
      float[] x,
      float[] y,
      float[] tap,
      int keep,
      int size,
      int hi,
      int wi,
      int ho,
      int wo,
      int k,
      int s,
      int p) {
    for (@Parallel int i = 0; i < size; i++) {
      at(x, y, tap, keep, hi, wi, ho, wo, k, s, p, i);
    }
  }

  @Override
  public int size() {
    return sizes.n() * sizes.co() * sizes.ho() * sizes.wo();
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      at(
          x,
          y,
          tap,
          keep,
          sizes.hi(),
          sizes.wi(),
          sizes.ho(),
          sizes.wo(),
          window.kernel(),
          window.stride(),
          window.padding(),
          i);
    }
  }

  @Override
  public boolean keepsChoices() {
    return keep > 0;
  }

  @Override
  public float[] choices() {
    return tap;
  }

  @Override
  public OptionalDouble taken(int i, float choice) {
    int taps = window.kernelHeight() * window.kernelWidth();
    if (!(choice >= 0 && choice < taps && choice == (int) choice)) {
      return OptionalDouble.empty();
    }
    int row = i / sizes.wo() % sizes.ho() * window.strideHeight() - window.paddingHeight();
    int column = i % sizes.wo() * window.strideWidth() - window.paddingWidth();
    row += (int) choice / window.kernelWidth();
    column += (int) choice % window.kernelWidth();
    if (row < 0 || row >= sizes.hi() || column < 0 || column >= sizes.wi()) {
      return OptionalDouble.empty();
    }
    int plane = i / (sizes.wo() * sizes.ho()) * sizes.hi() * sizes.wi();
    return OptionalDouble.of(x[plane + row * sizes.wi() + column]);
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(
        id,
        MaxPool2dForward::loop,
        x,
        y,
        tap,
        keep,
        size(),
        sizes.hi(),
        sizes.wi(),
        sizes.ho(),
        sizes.wo(),
        window.kernel(),
        window.stride(),
        window.padding());
  }
}

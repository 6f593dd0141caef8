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
 * @param tap if {@code keep} is 1, receives how far the element of the window that won is from its
 *     first: rows · the window's reach in columns + columns; if it is 0, any array that is read
 *     anyway
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
      int d,
      int i) {
    int dh = d >> 16;
    int dw = d & 0xffff;
    int kw = k & 0xffff;
    int reach = (kw - 1) * dw + 1;
    int row = i / wo % ho * (s >> 16) - (p >> 16);
    int column = i % wo * (s & 0xffff) - (p & 0xffff);
    int plane = i / (wo * ho) * hi * wi;
    int uFrom = first(row, dh);
    int uTo = end(row, hi, k >> 16, dh);
    int vFrom = first(column, dw);
    int vTo = end(column, wi, kw, dw);
    int winner = uFrom * dh * reach + vFrom * dw;
    float best = x[plane + (row + uFrom * dh) * wi + column + vFrom * dw];
    for (int u = uFrom; u < uTo; u++) {
      for (int v = vFrom; v < vTo; v++) {
        float value = x[plane + (row + u * dh) * wi + column + v * dw];
        if (value > best || Float.isNaN(value)) {
          best = value;
          winner = u * dh * reach + v * dw;
        }
      }
    }
    y[i] = best;
    if (keep > 0) {
      tap[i] = winner;
    }
  }

  /** The first element of a window along an axis that is inside the image. */
  private static int first(int start, int d) {
    return start < 0 ? (d - 1 - start) / d : 0;
  }

  /** The element behind the last that is inside. */
  private static int end(int start, int size, int k, int d) {
    return start + (k - 1) * d < size ? k : (size - 1 - start) / d + 1;
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
      int p,
      int d) {
    for (@Parallel int i = 0; i < size; i++) {
      at(x, y, tap, keep, hi, wi, ho, wo, k, s, p, d, i);
    }
  }

  @Override
  public int size() {
    return sizes.n() * sizes.co() * sizes.ho() * sizes.wo();
  }

  @Override
  public void run(int from, int to) {
    for (int i = from, end; i < to; i = end) {
      end = Math.min(to, (i / sizes.wo() + 1) * sizes.wo());
      row(i, end);
    }
  }

  /** Results side by side, as {@link #at} has them. */
  private void row(int from, int to) {
    int wi = sizes.wi();
    int kw = window.kernelWidth();
    int dh = window.dilationHeight();
    int dw = window.dilationWidth();
    int stride = window.strideWidth();
    int reach = (kw - 1) * dw + 1;
    int row = from / sizes.wo() % sizes.ho() * window.strideHeight() - window.paddingTop();
    int plane = from / (sizes.wo() * sizes.ho()) * sizes.hi() * wi;
    int uFrom = first(row, dh);
    int uTo = end(row, sizes.hi(), window.kernelHeight(), dh);
    int column = from % sizes.wo() * stride - window.paddingLeft();
    for (int i = from; i < to; i++) {
      int vFrom = first(column, dw);
      int vTo = end(column, wi, kw, dw);
      int winner = uFrom * dh * reach + vFrom * dw;
      float best = x[plane + (row + uFrom * dh) * wi + column + vFrom * dw];
      for (int u = uFrom; u < uTo; u++) {
        int line = plane + (row + u * dh) * wi + column;
        for (int v = vFrom; v < vTo; v++) {
          float value = x[line + v * dw];
          if (value > best || Float.isNaN(value)) {
            best = value;
            winner = u * dh * reach + v * dw;
          }
        }
      }
      y[i] = best;
      if (keep > 0) {
        tap[i] = winner;
      }
      column += stride;
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
    int reach = window.reachWidth();
    if (!(choice >= 0 && choice < window.reachHeight() * reach && choice == (int) choice)) {
      return OptionalDouble.empty();
    }
    int down = (int) choice / reach;
    int right = (int) choice % reach;
    if (down % window.dilationHeight() != 0 || right % window.dilationWidth() != 0) {
      return OptionalDouble.empty();
    }
    int row = i / sizes.wo() % sizes.ho() * window.strideHeight() - window.paddingTop() + down;
    int column = i % sizes.wo() * window.strideWidth() - window.paddingLeft() + right;
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
        window.padding(),
        window.dilation());
  }
}

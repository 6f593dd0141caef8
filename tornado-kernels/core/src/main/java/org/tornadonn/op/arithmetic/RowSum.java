package org.tornadonn.op.arithmetic;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * {@code y[o, p, i] = Σ(k) x[o, k, i]} over the terms k of part p; one index is one element of y.
 *
 * @param terms the number of all k
 * @param perPart the number of those of a part; the last has what is left
 * @param inner the number of all i
 */
public record RowSum(
    float[] x, int xAt, float[] y, int terms, int parts, int perPart, int inner, int size)
    implements Kernel {

  private static int start(int xAt, int terms, int parts, int perPart, int inner, int i) {
    int part = i / inner % parts;
    int o = i / inner / parts;
    return xAt + (o * terms + part * perPart) * inner + i % inner;
  }

  private static int length(int terms, int parts, int perPart, int inner, int i) {
    return Math.min(perPart, terms - i / inner % parts * perPart);
  }

  static void loop(
      float[] x, int xAt, float[] y, int terms, int parts, int perPart, int inner, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      int from = start(xAt, terms, parts, perPart, inner, i);
      int n = length(terms, parts, perPart, inner, i);
      float sum = 0;
      for (int k = 0; k < n; k++) {
        sum += x[from + k * inner];
      }
      y[i] = sum;
    }
  }

  @Override
  public void run(int from, int to) {
    int i = from;
    while (i < to) {
      int first = start(xAt, terms, parts, perPart, inner, i);
      int n = length(terms, parts, perPart, inner, i);
      if (inner == 1) {
        y[i] = along(first, n);
        i++;
      } else {
        int run = Math.min(to - i, inner - i % inner);
        across(first, n, i, run);
        i += run;
      }
    }
  }

  /** One sum of neighbours: eight of each, so that they need not wait for each other. */
  private float along(int first, int n) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    float e = 0;
    float f = 0;
    float g = 0;
    float h = 0;
    int k = 0;
    for (; k <= n - 8; k += 8) {
      int at = first + k;
      a += x[at];
      b += x[at + 1];
      c += x[at + 2];
      d += x[at + 3];
      e += x[at + 4];
      f += x[at + 5];
      g += x[at + 6];
      h += x[at + 7];
    }
    float sum = ((a + b) + (c + d)) + ((e + f) + (g + h));
    for (; k < n; k++) {
      sum += x[first + k];
    }
    return sum;
  }

  /** Neighbouring sums, term by term. */
  private void across(int first, int n, int at, int run) {
    for (int j = 0; j < run; j++) {
      y[at + j] = x[first + j];
    }
    for (int k = 1; k < n; k++) {
      int row = first + k * inner;
      for (int j = 0; j < run; j++) {
        y[at + j] += x[row + j];
      }
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, RowSum::loop, x, xAt, y, terms, parts, perPart, inner, size);
  }
}

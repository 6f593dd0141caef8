package org.tornadonn.exec.tornado.graph;

import java.util.Arrays;
import java.util.List;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;

/**
 * Reads a number of each of some arrays: a TaskGraph can pass on to the next one only arrays that
 * its tasks use.
 */
final class Anchor {

  /** How many arrays a task reads; it may have 15 arguments. */
  private static final int ARRAYS = 8;

  private Anchor() {}

  static void loop(
      float[] a,
      float[] b,
      float[] c,
      float[] d,
      float[] e,
      float[] f,
      float[] g,
      float[] h,
      float[] ground) {
    for (@Parallel int i = 0; i < 1; i++) {
      ground[i] = a[i] + b[i] + c[i] + d[i] + e[i] + f[i] + g[i] + h[i];
    }
  }

  /** Has a graph use arrays that it takes from the host. */
  static void addTo(TaskGraph graph, List<float[]> arrays) {
    for (int from = 0; from < arrays.size(); from += ARRAYS) {
      int to = Math.min(from + ARRAYS, arrays.size());
      var some = Arrays.copyOf(arrays.subList(from, to).toArray(float[][]::new), ARRAYS + 1);
      for (int missing = to - from; missing <= ARRAYS; missing++) {
        some[missing] = new float[1];
        graph.transferToDevice(DataTransferMode.FIRST_EXECUTION, some[missing]);
      }
      graph.task(
          "a" + from,
          Anchor::loop,
          some[0],
          some[1],
          some[2],
          some[3],
          some[4],
          some[5],
          some[6],
          some[7],
          some[8]);
    }
  }
}

package org.tornadonn.op.indexing;

import java.util.Arrays;
import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/** The next element of the index that is equal, or −1; one index is one element. */
record NextTaken(float[] index, int indexAt, float[] next, int length, int size) implements Kernel {

  static void loop(float[] index, int indexAt, float[] next, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      int found = -1;
      for (int j = 0; j < size; j++) {
        int t = size - 1 - j;
        found = t > i && index[indexAt + t] == index[indexAt + i] ? t : found;
      }
      next[i] = found;
    }
  }

  @Override
  public void run(int from, int to) {
    var following = new int[length];
    Arrays.fill(following, -1);
    for (int t = size - 1; t >= from; t--) {
      float wanted = index[indexAt + t];
      int k = (int) wanted;
      boolean isThere = k == wanted && k >= 0 && k < length;
      if (t < to) {
        next[t] = isThere ? following[k] : -1;
      }
      if (isThere) {
        following[k] = t;
      }
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, NextTaken::loop, index, indexAt, next, size);
  }
}

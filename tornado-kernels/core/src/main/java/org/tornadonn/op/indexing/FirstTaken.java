package org.tornadonn.op.indexing;

import java.util.Arrays;
import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/** The first element of the index that is each position, or −1; one index is one position. */
record FirstTaken(float[] index, int indexAt, float[] first, int taken, int paddingIndex, int size)
    implements Kernel {

  static void loop(
      float[] index, int indexAt, float[] first, int taken, int paddingIndex, int size) {
    for (@Parallel int k = 0; k < size; k++) {
      int found = -1;
      for (int j = 0; j < taken; j++) {
        int t = taken - 1 - j;
        found = index[indexAt + t] == k && k != paddingIndex ? t : found;
      }
      first[k] = found;
    }
  }

  @Override
  public void run(int from, int to) {
    Arrays.fill(first, from, to, -1);
    for (int t = taken - 1; t >= 0; t--) {
      float wanted = index[indexAt + t];
      int k = (int) wanted;
      if (k == wanted && k >= from && k < to && k != paddingIndex) {
        first[k] = t;
      }
    }
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, FirstTaken::loop, index, indexAt, first, taken, paddingIndex, size);
  }
}

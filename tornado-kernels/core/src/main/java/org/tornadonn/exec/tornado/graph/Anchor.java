package org.tornadonn.exec.tornado.graph;

import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * Reads a number of an array: a TaskGraph can pass on to the next one only arrays that its tasks
 * use.
 */
final class Anchor {

  private Anchor() {}

  static void loop(float[] array, float[] ground) {
    for (@Parallel int i = 0; i < 1; i++) {
      ground[i] = array[i];
    }
  }

  static void addTo(TaskGraph graph, String id, float[] array, float[] ground) {
    graph.task(id, Anchor::loop, array, ground);
  }
}

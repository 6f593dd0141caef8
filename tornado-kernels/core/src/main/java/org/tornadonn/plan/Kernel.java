package org.tornadonn.plan;

import uk.ac.manchester.tornado.api.TaskGraph;

/**
 * The math of one kernel call, bound to arrays: the same code as a range of indices on the JVM and
 * as a TornadoVM task.
 *
 * <p>A kernel is a record of the arrays and sizes that it works on. Its math stands once, in a
 * small static method for one index; {@link #run} and the static {@code @Parallel} loop that {@link
 * #addTo} names are two lines each around it. Executors may replace a kernel that they know by a
 * faster one.
 */
public interface Kernel extends Loop {

  /**
   * Appends this kernel to a graph as one task.
   *
   * <p>Use a direct static method reference ({@code graph.task(id, MyKernel::loop, x, y, n)}):
   * TornadoVM finds the method in the lambda's bytecode. At most 15 arguments, of type {@code
   * float[]}, {@code int[]}, {@code int} or {@code float}; scalars are compiled in as constants, so
   * what changes from run to run belongs into an array. The class must be compiled with {@code -g}.
   * An array may be passed twice only if it is read first and written last; written and then passed
   * again, it makes TornadoVM wait for ever.
   */
  void addTo(TaskGraph graph, String id);
}

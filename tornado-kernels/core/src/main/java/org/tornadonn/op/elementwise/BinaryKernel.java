package org.tornadonn.op.elementwise;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.TaskGraph;

/**
 * The kernel of a {@link Binary}, which says whose it is.
 *
 * @param loop which is run
 */
public record BinaryKernel(Binary function, Operand a, Operand b, float[] y, Kernel loop)
    implements Kernel {

  @Override
  public int size() {
    return loop.size();
  }

  @Override
  public void run(int from, int to) {
    loop.run(from, to);
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    loop.addTo(graph, id);
  }
}

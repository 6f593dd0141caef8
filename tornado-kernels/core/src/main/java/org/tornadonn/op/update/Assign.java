package org.tornadonn.op.update;

import java.util.List;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Slice;
import org.tornadonn.plan.Terms;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/** {@code to[i] = from[i]}; one index is one element. */
public record Assign(float[] from, float[] to, int size) implements Kernel {

  /**
   * Describes the call that gives values of the same number to what stays on the device.
   *
   * @param what for messages: {@code parameters}
   */
  public static KernelCall call(String what, Slice from, Slice to) {
    return new KernelCall(
        "",
        what,
        "assign",
        List.of(from),
        List.of(to),
        List.of(),
        true,
        0,
        new Terms(0, List.of()),
        m -> new Assign(m.of(from), m.of(to), to.size()));
  }

  static void loop(float[] from, float[] to, int size) {
    for (@Parallel int i = 0; i < size; i++) {
      to[i] = from[i];
    }
  }

  @Override
  public void run(int first, int end) {
    System.arraycopy(from, first, to, first, end - first);
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    graph.task(id, Assign::loop, from, to, size);
  }
}

package org.tornadonn.exec.tornado;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Plan;

/**
 * A stretch of a plan that fits into one TaskGraph.
 *
 * @param id the name of the TaskGraph
 */
record Segment(Plan plan, String id, List<KernelCall> calls) {

  /**
   * How many tasks fit: TornadoVM describes them in 8,192 bytes, 15 for each task and 5 for each of
   * its arguments, of which there are at most 15.
   */
  private static final int TASKS = 8192 / (15 + 5 * 15) - 1;

  /**
   * Cuts a plan.
   *
   * @param tasks how many tasks a call becomes
   */
  static List<Segment> cut(Plan plan, String prefix, ToIntFunction<KernelCall> tasks) {
    var segments = new ArrayList<Segment>();
    int from = 0;
    int sum = 0;
    for (int to = 0; to < plan.calls().size(); to++) {
      int more = tasks.applyAsInt(plan.calls().get(to));
      if (sum + more > TASKS) {
        segments.add(new Segment(plan, prefix + segments.size(), plan.calls().subList(from, to)));
        from = to;
        sum = 0;
      }
      sum += more;
    }
    var rest = plan.calls().subList(from, plan.calls().size());
    segments.add(new Segment(plan, prefix + segments.size(), rest));
    return segments;
  }

  /** The buffers that the calls touch. */
  Set<Buffer> buffers() {
    var buffers = new LinkedHashSet<Buffer>();
    for (var call : calls) {
      call.slices().forEach(slice -> buffers.add(slice.buffer()));
    }
    return buffers;
  }

  /** The buffers that the calls write, add to or update. */
  Set<Buffer> written() {
    var written = new LinkedHashSet<Buffer>();
    for (var call : calls) {
      call.writes().forEach(slice -> written.add(slice.buffer()));
      call.adds().forEach(slice -> written.add(slice.buffer()));
    }
    return written;
  }
}

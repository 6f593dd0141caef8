package org.tornadonn.exec.tornado;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
   * How many calls fit: TornadoVM describes them in 8,192 bytes, 15 for each call and 5 for each of
   * its arguments, of which there are at most 15.
   */
  private static final int CALLS = 8192 / (15 + 5 * 15) - 1;

  /** Cuts a plan. */
  static List<Segment> cut(Plan plan, String prefix) {
    var segments = new ArrayList<Segment>();
    for (int from = 0; from < plan.calls().size(); from += CALLS) {
      int to = Math.min(from + CALLS, plan.calls().size());
      segments.add(new Segment(plan, prefix + segments.size(), plan.calls().subList(from, to)));
    }
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

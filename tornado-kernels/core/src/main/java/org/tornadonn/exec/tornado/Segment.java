package org.tornadonn.exec.tornado;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.tornadonn.exec.Grouping;
import org.tornadonn.exec.Grouping.Group;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Plan;

/**
 * A stretch of a plan that fits into one TaskGraph.
 *
 * @param id the name of the TaskGraph
 */
record Segment(Plan plan, String id, List<Group> groups) {

  /**
   * How many tasks fit: TornadoVM describes them in 8,192 bytes, 15 for each task and 5 for each of
   * its arguments, of which there are at most 15.
   */
  private static final int TASKS = 8192 / (15 + 5 * 15) - 1;

  /**
   * Cuts a plan.
   *
   * @param tasks how many tasks a group of calls becomes
   */
  static List<Segment> cut(Grouping grouping, String prefix, ToIntFunction<Group> tasks) {
    var segments = new ArrayList<Segment>();
    var groups = grouping.groups();
    int from = 0;
    int sum = 0;
    for (int to = 0; to < groups.size(); to++) {
      int more = tasks.applyAsInt(groups.get(to));
      if (sum + more > TASKS) {
        var stretch = groups.subList(from, to);
        segments.add(new Segment(grouping.plan(), prefix + segments.size(), stretch));
        from = to;
        sum = 0;
      }
      sum += more;
    }
    var rest = groups.subList(from, groups.size());
    segments.add(new Segment(grouping.plan(), prefix + segments.size(), rest));
    return segments;
  }

  /** The buffers that the groups touch, without those that pass within one. */
  Set<Buffer> buffers() {
    var buffers = new LinkedHashSet<Buffer>();
    for (var group : groups) {
      group.merged().slices().forEach(slice -> buffers.add(slice.buffer()));
    }
    return buffers;
  }

  /** The buffers that the groups write, add to or update. */
  Set<Buffer> written() {
    var written = new LinkedHashSet<Buffer>();
    for (var group : groups) {
      var call = group.merged();
      call.writes().forEach(slice -> written.add(slice.buffer()));
      call.adds().forEach(slice -> written.add(slice.buffer()));
    }
    return written;
  }
}

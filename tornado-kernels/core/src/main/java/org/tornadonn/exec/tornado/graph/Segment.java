package org.tornadonn.exec.tornado.graph;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.tornadonn.exec.Grouping;
import org.tornadonn.exec.Grouping.Group;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Role;

/**
 * A stretch of a plan that fits into one TaskGraph.
 *
 * @param id the name of the TaskGraph
 * @param sent the buffers that the host sends before each run of it
 */
record Segment(Plan plan, String id, List<Group> groups, Set<Buffer> sent) {

  /**
   * How many tasks fit: TornadoVM describes them in 8,192 bytes, 15 for each task and 5 for each of
   * its arguments, of which there are at most 15.
   */
  private static final int TASKS = 8192 / (15 + 5 * 15) - 1;

  private static final Plan OPENING = new Plan("opening", List.of());

  /**
   * Cuts a plan.
   *
   * @param tasks how many tasks a group of calls becomes
   * @param entrance whether all that the host sends goes to one without groups, before the others
   */
  static List<Segment> cut(
      Grouping grouping, String prefix, ToIntFunction<Group> tasks, boolean entrance) {
    var plan = grouping.plan();
    var segments = new ArrayList<Segment>();
    var groups = grouping.groups();
    if (entrance && !sent(groups).isEmpty()) {
      segments.add(new Segment(plan, prefix + "e", List.of(), sent(groups)));
    }
    for (var stretch : stretches(groups, tasks)) {
      var id = prefix + segments.size();
      segments.add(new Segment(plan, id, stretch, entrance ? Set.of() : sent(stretch)));
    }
    return segments;
  }

  /** One that belongs to no plan, and takes from the host what lasts. */
  static Segment opening() {
    return new Segment(OPENING, "opening", List.of(), Set.of());
  }

  private static List<List<Group>> stretches(List<Group> groups, ToIntFunction<Group> tasks) {
    var stretches = new ArrayList<List<Group>>();
    int from = 0;
    int sum = 0;
    for (int to = 0; to < groups.size(); to++) {
      int more = tasks.applyAsInt(groups.get(to));
      if (sum + more > TASKS) {
        stretches.add(groups.subList(from, to));
        from = to;
        sum = 0;
      }
      sum += more;
    }
    stretches.add(groups.subList(from, groups.size()));
    return stretches;
  }

  private static Set<Buffer> sent(List<Group> groups) {
    var sent = buffers(groups);
    sent.removeIf(buffer -> buffer.role() != Role.INPUT && buffer.role() != Role.CONTROL);
    return sent;
  }

  /** Whether it is to run before all others, to take what lasts. */
  boolean isOpening() {
    return plan == OPENING;
  }

  /** Whether it only takes what the host sends. */
  boolean isEntrance() {
    return groups.isEmpty();
  }

  /** The buffers that the groups touch, without those that pass within one, and those sent. */
  Set<Buffer> buffers() {
    var buffers = buffers(groups);
    buffers.addAll(sent);
    return buffers;
  }

  private static Set<Buffer> buffers(List<Group> groups) {
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

package org.tornadonn.exec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tornadonn.plan.Buffer;

/**
 * Between which placements of a plan each buffer is used.
 *
 * @param first the index of the first placement that uses a buffer
 * @param last that of the last
 */
record Lifetimes(Map<Buffer, Integer> first, Map<Buffer, Integer> last) {

  static Lifetimes of(List<Placement> placements) {
    var first = new HashMap<Buffer, Integer>();
    var last = new HashMap<Buffer, Integer>();
    for (int i = 0; i < placements.size(); i++) {
      for (var call : placements.get(i).calls()) {
        for (var slice : call.slices()) {
          first.putIfAbsent(slice.buffer(), i);
          last.put(slice.buffer(), i);
        }
      }
    }
    return new Lifetimes(first, last);
  }

  /** Whether a placement other than this one uses a buffer. */
  boolean beyond(int placement, Buffer buffer) {
    return first.getOrDefault(buffer, placement) < placement || after(placement, buffer);
  }

  /** Whether a placement behind this one uses a buffer. */
  boolean after(int placement, Buffer buffer) {
    return last.getOrDefault(buffer, placement) > placement;
  }
}

package org.tornadonn.fuzz;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a file whose format is a list of parts, such as a chunk or a segment.
 *
 * @param kind what the format calls it
 * @param data without what frames it: length, check sum
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Part(String kind, byte[] data) {

  /** Its data changed, the frame right again. */
  Part with(byte[] changed) {
    return new Part(kind, changed);
  }

  /**
   * Parts of which one or a few are left out, doubled, swapped, moved, changed inside, cut, named
   * as others are, or joined by strangers.
   *
   * @param strangers parts that other files of the format might have
   */
  static List<Part> several(List<Part> parts, List<Part> strangers, Choices choices) {
    var changed = new ArrayList<>(parts);
    for (int n = choices.few(); n > 0 && !changed.isEmpty(); n--) {
      int at = choices.below(changed.size());
      var part = changed.get(at);
      switch (choices.below(10)) {
        case 0 -> changed.remove(at);
        case 1 -> changed.add(choices.below(changed.size() + 1), part);
        case 2 -> changed.set(at, changed.set(choices.below(changed.size()), part));
        case 3 -> changed.set(at, part.with(new byte[0]));
        case 4 -> changed.set(at, new Part(choices.of(parts).kind, part.data));
        case 5, 6 -> {
          if (!strangers.isEmpty()) {
            changed.add(choices.below(changed.size() + 1), choices.of(strangers));
          }
        }
        default -> {
          if (part.data.length > 0) {
            var other = choices.of(parts).data;
            changed.set(at, part.with(Mutation.several(part.data, List.of(other), choices)));
          }
        }
      }
    }
    return changed;
  }
}

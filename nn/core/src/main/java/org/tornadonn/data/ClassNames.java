package org.tornadonn.data;

import static java.util.stream.Collectors.joining;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** The names of classes, and their order. */
final class ClassNames {

  private static final int SHOWN = 10;

  private ClassNames() {}

  /**
   * The different names among labels: by their values if all are whole numbers, else by their
   * letters.
   */
  static List<String> of(Collection<String> labels) {
    boolean whole = labels.stream().allMatch(label -> label.matches("-?\\d{1,18}"));
    Comparator<String> byLetters = Comparator.naturalOrder();
    var names =
        new TreeSet<String>(
            whole
                ? Comparator.<String>comparingLong(Long::parseLong).thenComparing(byLetters)
                : byLetters);
    names.addAll(labels);
    return List.copyOf(names);
  }

  /**
   * The index of a class.
   *
   * @param where the name was found, for the error
   * @throws DataException if there is no such class
   */
  static int index(List<String> classes, String name, String where) {
    int index = classes.indexOf(name);
    if (index < 0) {
      throw new DataException(
          "%s: there is no class '%s', only %s%s"
              .formatted(
                  where,
                  OneLine.of(name),
                  classes.stream().limit(SHOWN).map(OneLine::of).collect(joining(", ")),
                  classes.size() > SHOWN ? ", …" : ""));
    }
    return index;
  }
}

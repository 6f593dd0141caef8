package org.tornadonn.layer;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The layers and parameters of a model that a training leaves as they are, by name. */
final class Frozen {

  /** With each layer, all that is below it. */
  private final Set<String> names = new TreeSet<>();

  void add(Collection<String> below) {
    names.addAll(below);
  }

  /** A layer of which a part is trained again is no frozen layer any more. */
  void remove(String name, Collection<String> below) {
    names.removeAll(below);
    names.removeIf(frozen -> name.startsWith(frozen + "."));
  }

  /** Whether this is frozen, or lies in a layer that is. */
  boolean contains(String name) {
    for (int end = name.length(); end > 0; end = name.lastIndexOf('.', end - 1)) {
      if (names.contains(name.substring(0, end))) {
        return true;
      }
    }
    return false;
  }

  /** The names that lie in no frozen layer. */
  List<String> tops() {
    return names.stream()
        .filter(name -> !name.contains(".") || !contains(name.substring(0, name.lastIndexOf('.'))))
        .toList();
  }

  List<String> names() {
    return List.copyOf(names);
  }
}

package org.tornadonn.data;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.List;

/**
 * Files among pictures that are none, by their names: other kinds of pictures, notes, lists.
 *
 * @param files in the order of their paths; hidden ones are not among them
 */
public record LeftOut(List<Path> files) {

  private static final int NAMED = 2;

  /** Copies the list. */
  public LeftOut {
    files = List.copyOf(files);
  }

  /**
   * What to tell a user, in one line.
   *
   * @return how many files, and the names of the first; empty if there are none
   */
  public String text() {
    return files.isEmpty()
        ? ""
        : "Left out %,d file%s that %s no picture%s it can read: %s"
            .formatted(
                files.size(),
                files.size() == 1 ? "" : "s",
                files.size() == 1 ? "is" : "are",
                files.size() == 1 ? "" : "s",
                names());
  }

  /** The names of the first ones. */
  String names() {
    return files.stream()
            .limit(NAMED)
            .map(file -> OneLine.of(file.getFileName().toString()))
            .collect(joining(", "))
        + (files.size() > NAMED ? " and %,d more".formatted(files.size() - NAMED) : "");
  }
}

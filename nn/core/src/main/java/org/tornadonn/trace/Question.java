package org.tornadonn.trace;

import java.util.List;

/**
 * A question about a run.
 *
 * @param choices different from each other
 * @param answer the index of the right one
 * @param explanation why it is right, with the numbers of the run
 */
public record Question(String question, List<String> choices, int answer, String explanation) {

  public Question {
    choices = List.copyOf(choices);
    if (answer < 0 || answer >= choices.size()) {
      throw new IllegalArgumentException(
          "There is no choice %d among %d.".formatted(answer, choices.size()));
    }
  }
}

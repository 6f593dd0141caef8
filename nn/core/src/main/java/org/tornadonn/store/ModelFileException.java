package org.tornadonn.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A model file that cannot be read or written: the message is one line and says which file, what is
 * wrong with it, and what to do.
 */
public class ModelFileException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private static final int LIMIT = 600;

  /**
   * An error of one line.
   *
   * @param problem what is wrong with the file: {@code is damaged}
   * @param remedy what to do
   */
  public ModelFileException(Path file, String problem, String remedy) {
    this(file, problem, remedy, null);
  }

  /** An error of one line that another one has brought about. */
  public ModelFileException(Path file, String problem, String remedy, @Nullable Throwable cause) {
    super("%s %s. %s.".formatted(oneLine(file.toString()), shorten(problem), remedy), cause);
  }

  /** Names come from the file: they may be long, and hold line breaks or terminal codes. */
  private static String shorten(String problem) {
    var text = problem.endsWith(".") ? problem.substring(0, problem.length() - 1) : problem;
    return oneLine(text.length() <= LIMIT ? text : text.substring(0, LIMIT) + "…");
  }

  private static String oneLine(String text) {
    return text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
  }
}

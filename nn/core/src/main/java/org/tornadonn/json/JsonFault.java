package org.tornadonn.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonMappingException;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with JSON: the message is the place and what is there, on one line, without a stop:
 * {@code line 3, column 8: Unexpected character …}.
 */
public final class JsonFault extends Exception {

  private static final long serialVersionUID = 1L;

  private static final int LIMIT = 240;

  JsonFault(String message) {
    super(message);
  }

  private JsonFault(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * What Jackson did not like.
   *
   * @param e says so; some of its exceptions do not know the place
   * @param parser is still where it stopped
   * @return in words of one line
   */
  public static JsonFault of(JacksonException e, JsonParser parser) {
    var known = e.getLocation();
    return new JsonFault(words(e, known == null ? parser.currentLocation() : known), e);
  }

  /**
   * What is wrong with a value that was JSON, and has to be something more.
   *
   * @param e says so
   * @return in words of one line
   */
  public static JsonFault of(JacksonException e) {
    return new JsonFault(words(e, e.getLocation()), e);
  }

  private static String words(JacksonException e, @Nullable JsonLocation at) {
    var place =
        at == null || at.getLineNr() < 1
            ? path(e)
            : "line %d, column %d: ".formatted(at.getLineNr(), at.getColumnNr());
    return place + brief(Misfit.words(e));
  }

  /** The keys that lead to a value: {@code layers.2.in}. */
  private static String path(JacksonException e) {
    if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
      return "";
    }
    var path = new StringBuilder();
    for (var step : mapping.getPath()) {
      path.append(path.isEmpty() ? "" : ".")
          .append(step.getFieldName() == null ? step.getIndex() : step.getFieldName());
    }
    return brief(path.toString()) + ": ";
  }

  /** Without what is meant for programmers, without line breaks and codes of terminals. */
  private static String brief(String message) {
    var line =
        message
            .lines()
            .findFirst()
            .orElse("")
            .replaceAll(", from `[^`]*`|: enable `[^`]*` to allow", "")
            .replaceAll("\\[Source: [^;]*; line: (\\d+), column: (\\d+)]", "line $1, column $2")
            .replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
    return line.length() <= LIMIT ? line : line.substring(0, LIMIT) + "…";
  }
}

package org.tornadonn.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A self-contained HTML page: the frame, style and script that all pages share, those of its own,
 * and its numbers as JSON. It loads nothing from anywhere.
 */
public record Page(String html) {

  /** Half a character, which a name out of a file may hold, can only be written escaped. */
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  /**
   * Makes a page.
   *
   * @param title what the page is called until its script knows better; plain text of the caller's
   * @param beside the class beside which {@code name.css} and {@code name.js} lie
   * @param data what the script finds in {@code run}, as Jackson writes it
   */
  public static Page of(String title, Class<?> beside, String name, Object data) {
    // The numbers come last: what they say is never taken for a place.
    return new Page(
        file(Page.class, "page.html")
            .replace("/*TITLE*/", title)
            .replace("/*STYLE*/", file(Page.class, "page.css") + file(beside, name + ".css"))
            .replace("/*SCRIPT*/", file(Page.class, "page.js") + file(beside, name + ".js"))
            .replace("/*RUN*/null", inScript(data)));
  }

  /** JSON that cannot end the script element that it stands in, whatever a file is called. */
  private static String inScript(Object data) {
    try {
      return JSON.writeValueAsString(data).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String file(Class<?> beside, String name) {
    try (var stream = beside.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("The file %s of a page is missing.".formatted(name));
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

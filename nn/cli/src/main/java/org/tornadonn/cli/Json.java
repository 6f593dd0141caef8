package org.tornadonn.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.tornadonn.data.DataException;

/** Answers as JSON, one object per line. */
final class Json {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** A table that lies beside this class. */
  static JsonNode resource(String name) {
    try (var stream = Json.class.getResourceAsStream(name)) {
      return MAPPER.readTree(stream);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What is in a file. */
  static JsonNode tree(Path file) throws IOException {
    return MAPPER.readTree(file.toFile());
  }

  /** What {@link #line} writes. */
  static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** An object without any keys. */
  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /**
   * What a text says.
   *
   * @param source where it comes from
   * @throws DataException if it is no JSON
   */
  static JsonNode read(String text, Path source) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw new DataException(
          "%s is no JSON: line %d, column %d: %s."
              .formatted(
                  source, at.getLineNr(), at.getColumnNr(), e.getOriginalMessage().split("\\R")[0]),
          e);
    }
  }

  /** One line of JSON; records become objects with their components as names. */
  static String line(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}

package org.tornadonn.cli.show;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.tornadonn.data.DataException;
import org.tornadonn.file.FileFault;
import org.tornadonn.json.JsonFault;
import org.tornadonn.json.StrictJson;

/** Answers as JSON, one object per line. */
public final class Json {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** A table that lies beside a class. */
  public static JsonNode resource(Class<?> beside, String name) {
    try (var stream = beside.getResourceAsStream(name)) {
      return MAPPER.readTree(stream);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * What is in a file.
   *
   * @throws DataException if it cannot be read, or is no JSON; the message says where
   */
  public static JsonNode read(Path file) {
    try {
      return StrictJson.tree(file);
    } catch (JsonFault e) {
      throw new DataException("%s is no JSON: %s.".formatted(file, e.getMessage()), e);
    } catch (IOException e) {
      throw unread(file, e);
    }
  }

  private static DataException unread(Path file, IOException e) {
    return new DataException("%s cannot be read: %s.".formatted(file, FileFault.reason(e)), e);
  }

  /** What {@link #line} writes. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** An object without any keys. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** What a text says that this program has written. */
  public static JsonNode parsed(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One line of JSON; records become objects with their components as names. */
  public static String line(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}

package org.tornadonn.store;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tornadonn.file.FileFault;
import org.tornadonn.json.JsonFault;
import org.tornadonn.json.StrictJson;

/**
 * The table of contents of a safetensors file, checked: the tensors cover the data without overlap
 * or gap, from its first byte to its last.
 *
 * @param tensors in the order of the header
 */
record SafetensorsHeader(List<TensorEntry> tensors, Map<String, String> metadata) {

  /** The longest header, of the format's reference implementation too. */
  static final long LIMIT = 100_000_000;

  private static final JsonMapper JSON =
      StrictJson.builder()
          // Entries are read one by one: what follows one is the next.
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  private static final String DAMAGED = "Copy or download it again";

  /**
   * Reads a header.
   *
   * @param json its bytes
   * @param dataSize how many bytes follow it in the file
   * @throws ModelFileException if it is not right to the last byte
   */
  static SafetensorsHeader parse(Path file, byte[] json, long dataSize) {
    var tensors = new ArrayList<TensorEntry>();
    var metadata = new LinkedHashMap<String, String>();
    try (var parser = JSON.createParser(text(json))) {
      read(file, parser, tensors, metadata);
    } catch (CharacterCodingException e) {
      throw new ModelFileException(file, "has a header that is not UTF-8", DAMAGED, e);
    } catch (IOException e) {
      throw new ModelFileException(
          file, "has a header that cannot be read: " + FileFault.reason(e), DAMAGED, e);
    }
    requireCover(file, tensors, dataSize);
    return new SafetensorsHeader(tensors, metadata);
  }

  private static void read(
      Path file, JsonParser parser, List<TensorEntry> tensors, Map<String, String> metadata)
      throws IOException {
    try {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new ModelFileException(file, "has a header that is no JSON object", DAMAGED);
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        var name = parser.currentName();
        if (parser.nextToken() != JsonToken.START_OBJECT) {
          throw broken(file, name, "it is no JSON object", null);
        }
        try {
          if (name.equals(Safetensors.METADATA)) {
            metadata.putAll(JSON.readValue(parser, TEXTS));
          } else {
            tensors.add(
                new EntryCheck(file, name).check(JSON.readValue(parser, HeaderEntry.class)));
          }
        } catch (JacksonException e) {
          var fault = JsonFault.of(e, parser);
          throw broken(file, name, String.valueOf(fault.getMessage()), fault);
        }
      }
      if (parser.nextToken() != null) {
        throw new ModelFileException(
            file, "has a header that goes on after its closing brace", DAMAGED);
      }
    } catch (JacksonException e) {
      var fault = JsonFault.of(e, parser);
      throw new ModelFileException(
          file, "has a header that is not valid JSON: " + fault.getMessage(), DAMAGED, fault);
    }
  }

  private static ModelFileException broken(
      Path file, String name, String reason, @Nullable Throwable cause) {
    return new ModelFileException(
        file, "has a broken entry '%s': %s".formatted(brief(name), reason), DAMAGED, cause);
  }

  private static void requireCover(Path file, List<TensorEntry> tensors, long dataSize) {
    long covered = 0;
    var inOrder = Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end);
    for (var tensor : tensors.stream().sorted(inOrder).toList()) {
      if (tensor.begin() != covered) {
        throw new ModelFileException(
            file,
            tensor.begin() < covered
                ? "has a tensor '%s' that overlaps another at byte %d"
                    .formatted(brief(tensor.name()), tensor.begin())
                : "has a gap before tensor '%s', from byte %d to %d"
                    .formatted(brief(tensor.name()), covered, tensor.begin()),
            DAMAGED);
      }
      covered = tensor.end();
    }
    if (covered != dataSize) {
      throw new ModelFileException(
          file,
          covered > dataSize
              ? "is cut short: its tensors take %d bytes, but %d are there"
                  .formatted(covered, dataSize)
              : "goes on for %d bytes after its last tensor".formatted(dataSize - covered),
          DAMAGED);
    }
  }

  /** Nothing but UTF-8, whatever it looks like. */
  private static Reader text(byte[] json) {
    return new InputStreamReader(
        new ByteArrayInputStream(json), StandardCharsets.UTF_8.newDecoder());
  }

  /** A name as it fits into a message. */
  static String brief(String name) {
    return name.length() <= 80 ? name : name.substring(0, 80) + "…";
  }
}

package org.tornadonn.data;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.tornadonn.file.FileFault;
import org.tornadonn.json.JsonFault;
import org.tornadonn.json.StrictJson;

/**
 * The answers to a folder of pictures: a JSON object from file names, relative to the sheet's
 * folder, to degrees counter-clockwise: {@code {"images/00000.png": 123.4, …}}.
 *
 * @param answers file name as it stands in the sheet, in the sheet's order, to its angle
 */
public record AnswerSheet(Map<String, Angle> answers) {

  /** The sheet's usual name inside its folder. */
  public static final String FILE_NAME = "answersheet.json";

  private static final JsonFactory JSON = StrictJson.factory();

  private static final int NAMES_SHOWN = 3;

  /** Copies the answers. */
  public AnswerSheet {
    answers = Collections.unmodifiableMap(new LinkedHashMap<>(answers));
  }

  /**
   * Reads a sheet and checks it: an object, not empty, every value a finite number, no name twice,
   * every name a file below the sheet's folder.
   *
   * @param file a JSON file
   * @return file names and angles, in the order of the file
   * @throws DataException with the file, and what is wrong with it
   */
  public static AnswerSheet read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new DataException("There is no answer sheet %s".formatted(file));
    }
    Map<String, Angle> answers;
    try (JsonParser json = JSON.createParser(file.toFile())) {
      answers = answers(file, json);
    } catch (CharConversionException e) {
      throw notValid(file, JsonFault.of(e));
    } catch (JsonFault e) {
      throw notValid(file, e);
    } catch (IOException e) {
      throw new DataException(
          "The answer sheet %s cannot be read: %s.".formatted(file, FileFault.reason(e)), e);
    }
    if (answers.isEmpty()) {
      throw wrong(file, "names no pictures");
    }
    requireFiles(file, answers);
    return new AnswerSheet(answers);
  }

  private static DataException notValid(Path file, JsonFault fault) {
    return new DataException(
        "The answer sheet %s is not valid JSON: %s".formatted(file, fault.getMessage()), fault);
  }

  private static Map<String, Angle> answers(Path file, JsonParser json)
      throws JsonFault, IOException {
    Map<String, Angle> answers = new LinkedHashMap<>();
    try {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw wrong(file, "is not a JSON object of file names and degrees");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (value != JsonToken.VALUE_NUMBER_FLOAT && value != JsonToken.VALUE_NUMBER_INT) {
          throw wrong(
              file,
              "gives '%s' for %s: an angle is a number"
                  .formatted(OneLine.of(String.valueOf(json.getText())), OneLine.of(name)));
        }
        double degrees = json.getDoubleValue();
        if (!Double.isFinite(degrees)) {
          throw wrong(
              file,
              "gives %s for %s: too large".formatted(OneLine.of(json.getText()), OneLine.of(name)));
        }
        answers.put(name, new Angle(degrees));
      }
      if (json.nextToken() != null) {
        throw wrong(file, "goes on after its closing brace");
      }
      return answers;
    } catch (JacksonException e) {
      throw JsonFault.of(e, json);
    }
  }

  /** Writes the sheet in one step: a reader sees all of it, or what was there before. */
  void write(Path file) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try (JsonGenerator json = JSON.createGenerator(Files.newBufferedWriter(part))) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      for (var answer : answers.entrySet()) {
        json.writeNumberField(answer.getKey(), answer.getValue().degrees());
      }
      json.writeEndObject();
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void requireFiles(Path file, Map<String, Angle> answers) {
    Path folder = folderOf(file);
    List<String> missing = new ArrayList<>();
    for (String name : answers.keySet()) {
      Path picture;
      try {
        picture = folder.resolve(name).normalize();
      } catch (InvalidPathException e) {
        throw wrong(
            file,
            "names '%s', which is no file name where Java reads names as %s: %s. LC_ALL=C.UTF-8 allows all letters"
                .formatted(
                    OneLine.of(name), System.getProperty("sun.jnu.encoding"), e.getReason()));
      }
      if (!picture.startsWith(folder) || picture.equals(folder)) {
        throw wrong(
            file, "names '%s', which is not below its own folder".formatted(OneLine.of(name)));
      }
      if (!Files.isRegularFile(picture)) {
        missing.add(name);
      }
    }
    if (!missing.isEmpty()) {
      String some =
          missing.stream().limit(NAMES_SHOWN).map(OneLine::of).collect(Collectors.joining(", "));
      throw wrong(
          file,
          "names %d of %d pictures that are not there: %s%s"
              .formatted(
                  missing.size(), answers.size(), some, missing.size() > NAMES_SHOWN ? ", …" : ""));
    }
  }

  /** The folder that the sheet's names are relative to. */
  static Path folderOf(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().normalize().getParent());
  }

  private static DataException wrong(Path file, String what) {
    return new DataException("The answer sheet %s %s".formatted(file, what));
  }
}

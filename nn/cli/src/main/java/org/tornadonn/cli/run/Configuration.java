package org.tornadonn.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tornadonn.cli.show.Json;
import org.tornadonn.cli.show.Version;
import org.tornadonn.cli.usage.Listed;
import org.tornadonn.data.DataException;
import org.tornadonn.layer.Model;
import org.tornadonn.store.ModelDescription;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The settings of a training as JSON: the long flags without their dashes, and under {@code run}
 * what is known of the run that wrote them.
 *
 * @param source the file, for messages
 */
public record Configuration(Path source, ObjectNode settings) {

  private static final String RUN = "run";
  private static final String KIND = "kind";

  /** Of a run rather than of its training; they are not written. */
  private static final Set<String> ELSEWHERE =
      Set.of("output", "overwrite", "resume", "config", "find-lr", "data-changed");

  /**
   * The settings of a command that was parsed.
   *
   * @param kind of training
   */
  public static Configuration of(Path source, CommandSpec command, String kind) {
    var settings = Json.object();
    var parsed = command.commandLine().getParseResult();
    for (var option : command.options()) {
      boolean isSetting = !option.usageHelp() && !option.versionHelp();
      if (isSetting && !ELSEWHERE.contains(name(option))) {
        @Nullable Object value =
            option.group() == null || parsed.hasMatchedOption(option) ? option.getValue() : null;
        put(settings, name(option), value);
      }
    }
    return of(source, settings, kind);
  }

  /**
   * Settings of a training.
   *
   * @param kind of training
   */
  public static Configuration of(Path source, ObjectNode settings, String kind) {
    settings.putObject(RUN).put(KIND, kind).put("version", Version.NUMBER);
    return new Configuration(source, settings);
  }

  /** The same with the device that trains, and the model. */
  Configuration on(String device, Model model) {
    var copy = settings.deepCopy();
    var description = Json.parsed(ModelDescription.of(model, ModelDescription.CUSTOM).toJson());
    var run = copy.withObject("/" + RUN);
    run.put("device", device);
    run.putObject("model")
        .put("parameters", model.values().length)
        .<ObjectNode>set("input", description.path("input"))
        .set("layers", description.path("layers"));
    return new Configuration(source, copy);
  }

  /**
   * Reads a file.
   *
   * @throws DataException if it cannot be read, or is no object of settings
   */
  public static Configuration read(Path file) {
    if (Json.read(file) instanceof ObjectNode settings) {
      return new Configuration(file, settings);
    }
    throw new DataException(
        "%s is no configuration: it should be an object such as {\"epochs\": 20}.".formatted(file));
  }

  /** The same for a run that goes on: a check before its beginning is not made again unasked. */
  public Configuration goingOn() {
    var copy = settings.deepCopy();
    copy.remove("verify");
    return new Configuration(source, copy);
  }

  /** The kind of training of the run that wrote it; empty if no run did. */
  public String kind() {
    return settings.path(RUN).path(KIND).asText();
  }

  /** As text for people and programs. */
  String text() {
    return settings.toPrettyString() + "\n";
  }

  /**
   * The settings as arguments, but those that the command line gives itself, or gives another
   * option for.
   *
   * @throws ParameterException if there are keys that are no options of the command
   */
  public List<String> argumentsBeside(ParseResult given) {
    var command = given.commandSpec();
    requireKnown(command);
    var arguments = new ArrayList<String>();
    for (var setting : settings.properties()) {
      var option = command.findOption("--" + setting.getKey());
      if (option != null && !isGiven(given, option)) {
        add(arguments, "--" + setting.getKey(), setting.getValue());
      }
    }
    return arguments;
  }

  private void requireKnown(CommandSpec command) {
    var unknown = new ArrayList<String>();
    for (var setting : settings.properties()) {
      var key = setting.getKey();
      if (!key.equals(RUN) && (ELSEWHERE.contains(key) || command.findOption("--" + key) == null)) {
        unknown.add("'" + key + "'");
      }
    }
    if (!unknown.isEmpty()) {
      throw new ParameterException(
          command.commandLine(),
          "%s has %s, which %s no setting of this command: the keys are its long options without --"
              .formatted(source, Listed.of(unknown), unknown.size() == 1 ? "is" : "are"));
    }
  }

  private static boolean isGiven(ParseResult given, OptionSpec option) {
    var group = option.group();
    return given.hasMatchedOption(option)
        || (group != null && group.options().stream().anyMatch(given::hasMatchedOption));
  }

  private void add(List<String> arguments, String option, JsonNode value) {
    switch (value.getNodeType()) {
      case NULL -> {}
      case BOOLEAN -> {
        if (value.asBoolean()) {
          arguments.add(option);
        }
      }
      case ARRAY -> value.forEach(element -> add(arguments, option, element));
      case STRING, NUMBER -> arguments.add(option + "=" + value.asText());
      case OBJECT, BINARY, MISSING, POJO ->
          throw new DataException(
              "%s gives %s an object: give a text, a number, true, false, or a list of texts."
                  .formatted(source, option));
    }
  }

  private static void put(ObjectNode settings, String name, @Nullable Object value) {
    switch (value) {
      case null -> {}
      case Path file -> settings.put(name, file.toAbsolutePath().normalize().toString());
      case Enum<?> constant -> settings.put(name, constant.name().toLowerCase(Locale.ROOT));
      default -> settings.set(name, Json.tree(value));
    }
  }

  private static String name(OptionSpec option) {
    return option.longestName().substring(2);
  }
}

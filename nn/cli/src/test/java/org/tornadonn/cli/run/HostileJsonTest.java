package org.tornadonn.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.cli.Cli.refused;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.cli.Cli;
import org.tornadonn.cli.machine.SpeedCache;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Layers;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;
import org.tornadonn.store.Safetensors;
import org.tornadonn.train.MeasuredStep;

/** Every reader of JSON answers hostile text with one line that says which file, where and what. */
class HostileJsonTest {

  @TempDir Path folder;

  /** Text that is no JSON, or none that anybody should read. */
  @SuppressWarnings("ImmutableEnumChecker") // nothing of it is changed
  enum Hostile {
    DEEP_LISTS("{\"a\":" + "[".repeat(1001)),
    DEEP_OBJECTS("{\"a\":".repeat(1001)),
    LATIN("{\"lr\": \"\u00e4\"}"),
    NO_UTF8("{\"\u00ff\": 1}"),
    DUPLICATE("{\"epochs\": 3, \"epochs\": 4}"),
    LONG_NUMBER("{\"epochs\": " + "9".repeat(5000) + "}"),
    LONG_NAME("{\"" + "x".repeat(60_000) + "\": 1}"),
    NOT_A_NUMBER("{\"lr\": NaN}"),
    INFINITE("{\"lr\": -Infinity}"),
    TRAILING("{} {\"a\": }"),
    CUT_OFF("{\"epochs\": 3,"),
    LINE_BREAK("{\"a\nb\": 1}"),
    ESCAPES("{\"\u001b[31m\": 1}"),
    NOTHING(" ");

    private final byte[] bytes;

    Hostile(String text) {
      this.bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    }

    boolean isUtf8() {
      return this != LATIN && this != NO_UTF8;
    }
  }

  @ParameterizedTest
  @EnumSource
  void configuration(Hostile hostile) throws IOException {
    var file = Files.write(folder.resolve("c.json"), hostile.bytes);
    refused(1, Cli.run("train", "classify", "--config", file), file + " is no JSON: ");
    refused(1, Cli.run("train", "--config", file), hostile == Hostile.NOTHING ? "empty" : "line ");
  }

  @ParameterizedTest
  @EnumSource
  void answerSheet(Hostile hostile) throws IOException {
    var file = Files.write(folder.resolve("answersheet.json"), hostile.bytes);
    var cli = Cli.run("train", "--data", folder, "--output", folder.resolve("run"));
    refused(1, cli, file.toString());
    var values =
        switch (hostile) {
          case DEEP_LISTS, DEEP_OBJECTS -> "an angle is a number"; // which no list is
          case LATIN -> "line 1, column"; // the text that is none
          case NOTHING -> "is not a JSON object";
          case TRAILING -> "goes on after its closing brace";
          default -> "line ";
        };
    assertTrue(cli.err().contains(values), cli.err());
  }

  @ParameterizedTest
  @EnumSource
  void header(Hostile hostile) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.writeBytes(length.putLong(hostile.bytes.length + 1).array());
    bytes.writeBytes(hostile.bytes);
    bytes.write(' ');
    var file = Files.write(folder.resolve("m.safetensors"), bytes.toByteArray());
    refused(1, Cli.run("summary", "--model", file), file.toString());
  }

  @ParameterizedTest
  @EnumSource
  void description(Hostile hostile) {
    var metadata = new LinkedHashMap<String, String>();
    metadata.put("tornado-nn", new String(hostile.bytes, StandardCharsets.ISO_8859_1));
    var file = folder.resolve("m.safetensors");
    new Safetensors(Map.of(), metadata).write(file);
    refused(
        1, Cli.run("summary", "--model", file), file.toString(), "description that is not valid");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOTHING")
  void metrics(Hostile hostile) throws IOException {
    var file = folder.resolve("metrics.jsonl");
    Files.writeString(
        file, "{\"epoch\":1,\"trainLoss\":2.5,\"imagesPerSecond\":3.5,\"seconds\":1.5}\n");
    var both = new ByteArrayOutputStream();
    both.writeBytes(Files.readAllBytes(file));
    both.writeBytes(hostile.bytes);
    Files.write(file, both.toByteArray());
    var metrics = MetricsFile.read(file);
    assertEquals(Set.of(1), metrics.lines().keySet());
    assertTrue(metrics.damaged() > 0);
  }

  /** A note of speeds that cannot be read is none. */
  @ParameterizedTest
  @EnumSource
  void speeds(Hostile hostile) throws IOException {
    var cache = new SpeedCache(folder.toAbsolutePath());
    var model = new Model(Layers.linear(2, 2), Shape.of(2), 1);
    var step = MeasuredStep.prediction(model, 1);
    cache.keep(step, Device.jvm(), Device.jvm(), new SpeedCache.Speeds(2, 1));
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        Files.write(file, hostile.bytes);
      }
    }
    assertEquals(Optional.empty(), cache.find(step, Device.jvm(), Device.jvm()));
  }

  static Stream<Arguments> others() {
    return Stream.of(
        Arguments.of("[1]", "is no configuration"),
        Arguments.of("3", "is no configuration"),
        Arguments.of("{\"epochs\": {\"a\": 1}}", "gives --epochs an object"),
        Arguments.of("{\"epochs\": 1e400}", "--epochs"),
        Arguments.of("{\"epochs\": \"\\u001b[31m\"}", "--epochs"));
  }

  /** JSON, but no settings. */
  @ParameterizedTest
  @MethodSource("others")
  void noSettings(String text, String said) throws IOException {
    var file = Files.writeString(folder.resolve("c.json"), text);
    var cli = Cli.run("train", "classify", "--config", file);
    assertTrue(cli.code() == 1 || cli.code() == 2, cli.err());
    assertTrue(cli.err().contains(said), cli.err());
    assertTrue(cli.err().contains(file.toString()), cli.err());
    assertEquals(1, cli.err().strip().lines().count(), cli.err());
  }
}

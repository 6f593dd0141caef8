package org.tornadonn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.tornadonn.cli.Cli.done;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands write is the same in every country: in Egypt, Turkey and Germany. */
class LocaleTest {

  private static final Pattern FOREIGN_DIGIT = Pattern.compile("[\\p{Nd}&&[^0-9]]");
  private static final Locale HOME = Locale.getDefault();

  @TempDir static Path folder = Path.of(".");

  private static Map<String, String> expected = Map.of();

  private final Map<String, String> results = new TreeMap<>();

  @BeforeAll
  static void inNoCountry() throws IOException {
    Locale.setDefault(Locale.ROOT);
    var nowhere = new LocaleTest();
    nowhere.everything("nowhere");
    expected = Map.copyOf(nowhere.results);
  }

  @AfterEach
  void home() {
    Locale.setDefault(HOME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "tr-TR", "de-DE"})
  void commandsAnswerAsEverywhere(String locale) throws IOException {
    Locale.setDefault(Locale.forLanguageTag(locale));
    everything(locale);
    assertEquals(expected.keySet(), results.keySet());
    results.forEach((name, text) -> assertEquals(expected.get(name), text, name));
  }

  @Test
  void theDemoWritesNumbersThatProgramsRead() throws IOException {
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    var out = folder.resolve("demo");
    done(Cli.run("demo", "-o", out, "--pictures", 32, "--epochs", 1, "--device", "jvm"));
    for (var name : List.of("answers.jsonl", "evaluation.json", "config.json", "metrics.jsonl")) {
      var text = Files.readString(out.resolve(name));
      assertFalse(FOREIGN_DIGIT.matcher(text).find(), text);
      Cli.json(name.equals("config.json") ? text.replace("\n", " ") : text);
    }
  }

  /** Every command, all of whose answers are kept; its files lie in the same folder each time. */
  private void everything(String locale) throws IOException {
    var here = Files.createDirectory(folder.resolve("here"));
    everything(here);
    Files.move(here, folder.resolve(locale));
  }

  private void everything(Path here) throws IOException {
    var pictures = here.resolve("pictures");
    text("generate", "orientation", "--output", pictures, "--count", 24, "--image-size", 32);
    file(pictures.resolve("answersheet.json"));
    var run = here.resolve("run");
    text(
        "train",
        "--data",
        pictures,
        "--output",
        run,
        "--image-size",
        "32",
        "--batch=8",
        "--epochs=1",
        "--checkpoint-steps=1",
        "--optimizer=SGD",
        "--schedule=CosIne",
        "--clip-norm=0.5",
        "--device=jvm");
    text("train", "--resume", run, "--epochs", 2, "--device", "jvm");
    folder(run);
    var model = run.resolve("model.safetensors");
    var picture = pictures.resolve("images/00001.png");
    text("evaluate", "--model", model, "--data", pictures, "--device", "jvm", "--json");
    text("evaluate", "--model", model, "--data", pictures, "--device", "jvm", "--verify");
    text("predict", "--model", model, picture, "--device", "jvm", "--json");
    text("predict", "--model", model, picture, "--device", "jvm");
    text("summary", "--model", model, "--device", "jvm", "--json");
    text("summary", "--model", model, "--device", "jvm");
    text("export", "--model", model, "--to", here.resolve("model.onnx"));
    bytes(here.resolve("model.onnx"));
    classifier(here);
    var html = here.resolve("trace.html");
    text("trace", "--neuron", "fc.2:0", "--epochs", 2, "--device", "jvm", "--html", html);
    text("trace", "--epochs", 2, "--device", "jvm", "--json");
    file(html);
    json("trace", "--model", model, "--image", picture, "--device", "jvm", "--json");
    json("devices", "--json");
    json("doctor", "--device", "jvm", "--json");
    json("bench", "--gemm", 8, "--device", "jvm", "--json");
  }

  private void classifier(Path here) throws IOException {
    var data = Files.writeString(here.resolve("trees.csv"), Trees.rows(0, 60));
    var run = here.resolve("trees");
    text(
        "train",
        "classify",
        "--data",
        data,
        "--format=csv",
        "--model=mlp",
        "--output",
        run,
        "--epochs=2",
        "--device=jvm");
    folder(run);
    var model = run.resolve("model.safetensors");
    text("evaluate", "--model", model, "--data", data, "--device", "jvm", "--json");
    text("evaluate", "--model", model, "--data", data, "--device", "jvm");
    text("predict", "--model", model, data, "--top", 2, "--device", "jvm", "--json");
    text("predict", "--model", model, data, "--top", 2, "--device", "jvm");
    text("train", "classify", "--data", data, "--find-lr", "--batch=20", "--device=jvm");
  }

  /** Keeps what a command prints, which is the same whenever it runs. */
  private void text(Object... command) {
    var out = done(Cli.run(command)).out();
    assertFalse(FOREIGN_DIGIT.matcher(out).find(), out);
    results.put(Arrays.toString(command), out);
  }

  /** Keeps the names in an answer whose numbers differ from time to time. */
  private void json(Object... command) throws IOException {
    var out = done(Cli.run(command)).out();
    assertFalse(FOREIGN_DIGIT.matcher(out).find(), out);
    results.put(Arrays.toString(command), shape(Cli.json(out).getFirst()));
  }

  private static String shape(JsonNode node) {
    if (node instanceof ObjectNode object) {
      var names = new TreeMap<String, String>();
      object.properties().forEach(it -> names.put(it.getKey(), shape(it.getValue())));
      return names.toString();
    }
    return node instanceof ContainerNode ? "list" : node.getNodeType().toString();
  }

  private void file(Path file) throws IOException {
    results.put(file.toString(), Files.readString(file));
  }

  private void bytes(Path file) throws IOException {
    results.put(file.toString(), Arrays.toString(Files.readAllBytes(file)));
  }

  /** What a run has left, timings left out. */
  private void folder(Path run) throws IOException {
    for (var name : List.of("config.json", "metrics.jsonl")) {
      var text = Files.readString(run.resolve(name));
      assertFalse(FOREIGN_DIGIT.matcher(text).find(), text);
      results.put(
          run + "/" + name, text.replaceAll("\"(imagesPerSecond|seconds)\":[0-9.E-]+", "$1"));
    }
    try (var checkpoints = Files.list(run.resolve("checkpoints"))) {
      results.put(run + "/checkpoints", checkpoints.sorted().toList().toString());
    }
    bytes(run.resolve("model.safetensors"));
    bytes(run.resolve("best.safetensors"));
    var report = Reported.of(run);
    assertFalse(FOREIGN_DIGIT.matcher(report.toString()).find(), report.toString());
    results.put(run + "/report", report.get("ending").asText() + report.get("outcome"));
  }
}

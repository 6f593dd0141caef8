package org.tornadonn.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.cli.Cli.done;
import static org.tornadonn.cli.Cli.refused;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadonn.cli.show.Json;
import org.tornadonn.cli.show.Version;

/** What {@code train} leaves in a run's folder, goes on from, and takes from a file. */
class RunsTest {

  @TempDir static Path folder = Path.of(".");

  private static Path pictures = Path.of(".");
  private static Path others = Path.of(".");
  private static Path settings = Path.of(".");
  private static Path run = Path.of(".");

  @BeforeAll
  static void train() throws IOException {
    pictures = generate("pictures", 24, 1);
    others = generate("others", 6, 2);
    settings =
        Files.writeString(
            folder.resolve("settings.json"),
            """
            {"data": "%s", "image-size": 32, "epochs": 1, "batch": 8, "lr": 1e-3, "device": "jvm",
             "schedule": "STEP", "step-size": 1, "gamma": 0.5, "freeze": ["conv.0", "conv.3"]}
            """
                .formatted(pictures));
    run = folder.resolve("run");
    done(Cli.run("train", "--config", settings, "--epochs", 2, "--output", run));
  }

  private static Path generate(String name, int count, int seed) {
    var out = folder.resolve(name);
    done(
        Cli.run(
            "generate",
            "orientation",
            "--output",
            out,
            "--count",
            count,
            "--image-size",
            32,
            "--seed",
            seed));
    return out;
  }

  private static JsonNode json(Path file) throws IOException {
    return Json.read(file);
  }

  private static List<String> lines(Path of) throws IOException {
    return Files.readAllLines(of.resolve("metrics.jsonl"));
  }

  private static Path copy(String name) throws IOException {
    var to = folder.resolve(name);
    try (var files = Files.walk(run)) {
      for (var file : files.toList()) {
        Files.copy(file, to.resolve(run.relativize(file).toString()));
      }
    }
    return to;
  }

  @Test
  void everythingIsThere() throws IOException {
    var config = json(run.resolve("config.json"));
    assertEquals(2, config.get("epochs").asInt());
    assertEquals(0.5, config.get("gamma").asDouble());
    assertEquals("step", config.get("schedule").asText());
    assertEquals(1, config.get("seed").asInt());
    assertEquals(pictures.toString(), config.get("data").asText());
    assertEquals(2, config.get("freeze").size());
    assertFalse(config.has("output"));
    var about = config.get("run");
    assertEquals("orientation", about.get("kind").asText());
    assertEquals(Version.NUMBER, about.get("version").asText());
    assertEquals("jvm", about.get("device").asText());
    assertTrue(about.get("model").get("parameters").asInt() > 1000);
    assertTrue(about.get("model").get("layers").size() > 0);
    for (var file : List.of("model.safetensors", "best.safetensors")) {
      done(Cli.run("evaluate", "--model", run.resolve(file), "--data", others, "--device", "jvm"));
    }
    assertEquals(2, lines(run).size());
    assertTrue(Files.exists(run.resolve("checkpoints/epoch-0002.safetensors")));
  }

  @Test
  void aConfigurationTrainsTheSameModel() throws IOException {
    var again = folder.resolve("again");
    done(Cli.run("train", "--config", run.resolve("config.json"), "--output", again));
    assertArrayEquals(
        Files.readAllBytes(run.resolve("model.safetensors")),
        Files.readAllBytes(again.resolve("model.safetensors")));
  }

  @Test
  void theCommandLineWins() throws IOException {
    var upright = folder.resolve("upright");
    done(
        Cli.run(
            "train",
            "--upright",
            pictures.resolve("images"),
            "--freeze",
            "conv",
            "--keep",
            1,
            "--validation-data",
            others,
            "--config",
            settings,
            "--checkpoint-steps",
            1,
            "--output",
            upright));
    var config = json(upright.resolve("config.json"));
    assertFalse(config.has("data"));
    assertEquals("[\"conv\"]", config.get("freeze").toString());
    assertTrue(json(upright.resolve("metrics.jsonl")).get("validationLoss").isNumber());
    try (var checkpoints = Files.list(upright.resolve("checkpoints"))) {
      assertEquals(
          List.of("epoch-0001.safetensors"),
          checkpoints.map(file -> String.valueOf(file.getFileName())).toList());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'epoch': 3, 'x': 1} has 'epoch', 'x', which are no setting",
        "{'output': 'x'} has 'output', which is no setting",
        "{'epochs': 'many'} Invalid value for option '--epochs'",
        "{'epochs': {}} gives --epochs an object",
        "{'run': {'kind': 'nonsense'}} is of kind 'nonsense'",
        "[] is no configuration",
        "{'epochs' is no JSON: line 1",
      })
  void badConfigurationsAreNamed(String text) throws IOException {
    int end = Math.max(text.indexOf("} "), Math.max(text.indexOf("] "), text.indexOf("' ")));
    var file = folder.resolve("bad.json");
    Files.writeString(file, text.substring(0, end + 1).replace('\'', '"'));
    var cli = Cli.run("train", "--data", pictures, "--config", file, "--output", folder);
    refused(cli.code() == 1 ? 1 : 2, cli, file + "", text.substring(end + 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--gamma=0.5 does nothing without --schedule step",
        "--factor=0.5 does nothing without --schedule plateau",
        "--min-delta=0.5 does nothing without --patience",
        "--patience=0 at least 1",
        "--warmup=10 less than --epochs",
        "--keep=0 --keep must be at least 1",
        "--checkpoint-steps=-1 0 or more",
        "--config=nowhere.json nowhere.json cannot be read",
        "--validation-data=nowhere nowhere",
        "--resume=nowhere --data are mutually exclusive",
      })
  void badOptionsAreNamed(String text) {
    var parts = text.split(" ", 2);
    var out = folder.resolve("no");
    var cli = Cli.run("train", "--data", pictures, "--output", out, "--device", "jvm", parts[0]);
    refused(cli.code() == 1 ? 1 : 2, cli, parts[1].replace("=", " "));
    assertFalse(Files.exists(out));
  }

  @Test
  void aDamagedCheckpointIsLeftOut() throws IOException {
    var damaged = copy("damaged");
    var newest = damaged.resolve("checkpoints/epoch-0002.safetensors");
    var bytes = Files.readAllBytes(newest);
    bytes[bytes.length / 2] ^= 1;
    Files.write(newest, bytes);
    var before = new ArrayList<>(lines(damaged));
    var cli = done(Cli.run("train", "--resume", damaged));
    assertTrue(cli.err().contains("check sum is wrong"), cli.err());
    assertTrue(cli.err().contains("after epoch 1"), cli.err());
    assertEquals(before.getFirst(), lines(damaged).getFirst());
    assertEquals(2, lines(damaged).size());
    assertArrayEquals(
        Files.readAllBytes(run.resolve("model.safetensors")),
        Files.readAllBytes(damaged.resolve("model.safetensors")));
  }

  @Test
  void withoutACheckpointItBeginsAnewAndMoreEpochsAreRemembered() throws IOException {
    var begun = copy("begun");
    for (int epoch = 1; epoch <= 2; epoch++) {
      Files.delete(begun.resolve("checkpoints/epoch-000%d.safetensors".formatted(epoch)));
    }
    var cli = done(Cli.run("train", "--resume", begun, "--epochs", 1));
    assertTrue(cli.err().contains("from its beginning"), cli.err());
    assertEquals(1, json(begun.resolve("config.json")).get("epochs").asInt());
    refused(1, Cli.run("train", "--resume", begun), "has finished its 1 epochs", "--epochs");
    refused(2, Cli.run("train", "--resume", begun, "--lr", 1), "--lr are mutually exclusive");
  }

  /** The predictions in a page, which end it. */
  private static String outcome(String report) {
    int begin = report.indexOf("\"outcome\":");
    assertTrue(begin > 0, "no predictions");
    return report.substring(begin);
  }

  @Test
  void stopsEarly() throws IOException {
    var early = folder.resolve("early");
    var cli =
        done(
            Cli.run(
                "train",
                "--config",
                settings,
                "--output",
                early,
                "--epochs",
                9,
                "--patience",
                1,
                "--min-delta",
                1000));
    assertTrue(cli.err().contains("Stopped early after epoch 2, 1 without a better"), cli.err());
    assertEquals(2, lines(early).size());
    refused(1, Cli.run("train", "--resume", early), "stopped early after epoch 2", "--patience");
    var report = early.resolve("report.html");
    var before = Files.readString(report);
    Files.delete(report);
    done(Cli.run("train", "--resume", early));
    assertEquals(outcome(before), outcome(Files.readString(report)));
    assertTrue(before.contains("Stopped early after epoch 2; the model is that of epoch "));
  }
}

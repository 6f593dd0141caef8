package org.tornadonn.cli.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.cli.Cli.done;
import static org.tornadonn.cli.Cli.refused;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadonn.cli.Cli;
import org.tornadonn.cli.OrientationRun;
import org.tornadonn.cli.Reported;
import org.tornadonn.cli.show.Json;

/** What {@code train} leaves, goes on from, and refuses. */
class TrainCommandTest {

  @TempDir static Path folder = Path.of(".");
  private static final OrientationRun RUN = OrientationRun.once();

  @Test
  void metricsHaveOneObjectForEachEpoch() throws Exception {
    var epochs = Cli.json(Files.readString(RUN.run().resolve("metrics.jsonl")));
    assertEquals(2, epochs.size());
    for (var name :
        List.of(
            "epoch",
            "trainLoss",
            "validationLoss",
            "validationErrorDegrees",
            "validationMedianErrorDegrees",
            "imagesPerSecond",
            "seconds",
            "learningRate",
            "device")) {
      assertTrue(epochs.get(1).has(name), name);
    }
    assertEquals(2, epochs.get(1).get("epoch").asInt());
    assertEquals("jvm", epochs.get(1).get("device").asText());
  }

  /** Four pictures at a time, two times a step, train as eight do; a run keeps that. */
  @Test
  void stepsOfSeveralBatchesTrainAsLargeOnes(@TempDir Path out) throws Exception {
    var parts = out.resolve("parts");
    var training =
        List.of("train", "--data", RUN.pictures(), "--image-size", 32, "--device", "jvm");
    var options = List.of("--output", parts, "--epochs", 2, "--validation", 0.25, "--batch", 4);
    var arguments = new ArrayList<Object>(training);
    arguments.addAll(options);
    arguments.addAll(List.of("--accumulate", 2, "--clip-norm", 1000));
    done(Cli.run(arguments.toArray()));
    var expected = Cli.json(Files.readString(RUN.run().resolve("metrics.jsonl")));
    var losses = Cli.json(Files.readString(parts.resolve("metrics.jsonl")));
    for (int i = 0; i < 2; i++) {
      double loss = expected.get(i).get("trainLoss").asDouble();
      assertEquals(loss, losses.get(i).get("trainLoss").asDouble(), 1e-3 * loss);
    }
    var config = parts.resolve("config.json");
    assertEquals(2, Json.read(config).get("accumulate").asInt());
    refused(2, Cli.run("train", "--resume", parts, "--accumulate", 4), "--accumulate");
    done(Cli.run("train", "--resume", parts, "--epochs", 3, "--device", "jvm"));
    assertEquals(3, Cli.json(Files.readString(parts.resolve("metrics.jsonl"))).size());
  }

  @ParameterizedTest
  @CsvSource({
    "--clip-norm,0,must be above 0",
    "--clip-value,-1,must be above 0",
    "--accumulate,0,must be at least 1"
  })
  void stepsThatMakeNoSenseAreRefused(String option, String value, String said) {
    refused(2, Cli.run("train", "--data", RUN.pictures(), option, value), said);
  }

  @Test
  void aRunLeavesAReportOfItsEpochsAndPredictions() throws Exception {
    var report = Reported.of(RUN.run());
    var epochs = Cli.json(Files.readString(RUN.run().resolve("metrics.jsonl")));
    assertEquals("Finished 2 epochs.", report.get("ending").asText());
    assertEquals(2, report.get("epochs").size());
    for (int e = 0; e < 2; e++) {
      for (var name : List.of("trainLoss", "validationLoss", "learningRate", "seconds")) {
        assertEquals(epochs.get(e).get(name), report.get("epochs").get(e).get(name), name);
      }
      assertEquals(
          epochs.get(e).get("validationMedianErrorDegrees"),
          report.get("epochs").get(e).at("/measured/median error"));
    }
    assertEquals("jvm", report.at("/hardware/name").asText());
    assertEquals("validation set", report.at("/outcome/from").asText());
    assertEquals(
        epochs.get(1).get("validationMedianErrorDegrees"), report.at("/outcome/medianError"));
    assertTrue(report.at("/outcome/shown/0/name").asText().endsWith(".png"), report.toString());
    assertTrue(report.at("/outcome/worst/0/picture").asText().length() > 100);
    assertTrue(report.at("/network/trainingBytes").asLong() > 1_000_000);
    assertFalse(report.get("placement").isEmpty());
    assertEquals("2", report.at("/configuration/epochs").asText());
  }

  @Test
  void aReportWithoutValidationShowsTheTrainingSet() throws Exception {
    var out = folder.resolve("unvalidated");
    done(
        Cli.run(
            "train",
            "--data",
            RUN.pictures(),
            "-o",
            out,
            "--image-size",
            32,
            "--epochs",
            1,
            "--batch",
            8,
            "--validation",
            0,
            "--device",
            "jvm"));
    var report = Reported.of(out);
    assertEquals("training set", report.at("/outcome/from").asText());
    assertEquals(40, report.at("/outcome/samples").asInt());
    assertFalse(report.at("/epochs/0").has("validationLoss"));
  }

  @Test
  void trainGoesOnFromAModelWithFrozenLayers(@TempDir Path out) {
    var cli =
        done(
            Cli.run(
                "train",
                "--data",
                RUN.pictures(),
                "--output",
                out.resolve("tuned"),
                "--image-size",
                32,
                "--epochs",
                1,
                "--batch",
                8,
                "--init",
                RUN.model(),
                "--freeze",
                "conv",
                "--device",
                "jvm"));
    assertTrue(cli.err().contains("took 14 tensors"), cli.err());
  }

  @Test
  void trainTakesUprightPhotos(@TempDir Path out) {
    done(
        Cli.run(
            "train",
            "--upright",
            RUN.pictures().resolve("images"),
            "--output",
            out.resolve("upright"),
            "--image-size",
            32,
            "--epochs",
            1,
            "--batch",
            8,
            "--device",
            "jvm"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--epochs=0",
        "--batch=0",
        "--image-size=50",
        "--lr=-1",
        "--validation=1",
        "--epochs=x"
      })
  void wrongUsageIsCodeTwo(String option) {
    refused(
        2, Cli.run("train", "--data", RUN.pictures(), "--output", folder.resolve("no"), option));
    assertFalse(Files.exists(folder.resolve("no")));
  }

  @Test
  void aTrainingSetSmallerThanABatchIsRefused() {
    var out = folder.resolve("small");
    var cli =
        Cli.run(
            "train",
            "--data",
            RUN.pictures(),
            "--output",
            out,
            "--image-size",
            32,
            "--batch",
            64,
            "--device",
            "jvm");
    assertEquals(1, cli.code());
    refused(1, cli, "36 samples, fewer than a batch of 64");
    assertFalse(Files.exists(out));
  }

  @Test
  void anEarlierRunIsNotDestroyed() throws Exception {
    var before = Files.readAllBytes(RUN.model());
    refused(
        1,
        Cli.run("train", "--data", RUN.pictures(), "--output", RUN.run(), "--device", "jvm"),
        "not empty",
        "--overwrite");
    refused(
        1,
        Cli.run("generate", "orientation", "--output", RUN.pictures()),
        "not empty",
        "--overwrite");
    assertArrayEquals(before, Files.readAllBytes(RUN.model()));
  }

  @Test
  void anOutputThatCannotBeAFolderIsRefused() throws Exception {
    var file = Files.createFile(folder.resolve("file"));
    refused(
        1,
        Cli.run(
            "train", "--data", RUN.pictures(), "--output", file.resolve("run"), "--device", "jvm"),
        "cannot be written");
  }

  @Test
  void aRunGoesOn() throws Exception {
    var copy = Files.createDirectory(folder.resolve("copy"));
    Files.createDirectory(copy.resolve("checkpoints"));
    for (var file : List.of("metrics.jsonl", "config.json", "checkpoints/epoch-0002.safetensors")) {
      Files.copy(RUN.run().resolve(file), copy.resolve(file));
    }
    var longer = done(Cli.run("train", "--resume", copy, "--epochs", 3, "--device", "jvm"));
    assertTrue(longer.err().contains("after epoch 2"), longer.err());
    assertTrue(longer.err().contains("epoch 3/3"), longer.err());
    assertEquals(3, Files.readAllLines(copy.resolve("metrics.jsonl")).size());
    assertEquals(3, Reported.of(copy).get("epochs").size());
    assertEquals("Finished 3 epochs.", Reported.of(copy).get("ending").asText());
    refused(1, Cli.run("train", "--resume", copy), "has finished its 3 epochs", "--epochs");
    var model = Files.readAllBytes(copy.resolve("model.safetensors"));
    var outcome = Reported.of(copy).get("outcome");
    Files.delete(copy.resolve("report.html"));
    var reporting = done(Cli.run("train", "--resume", copy, "--device", "jvm"));
    assertTrue(reporting.err().contains("but has no report: writing it"), reporting.err());
    assertEquals(copy.resolve("model.safetensors") + "\n", reporting.out().replace("\r", ""));
    assertEquals(outcome, Reported.of(copy).get("outcome"));
    assertEquals("Finished 3 epochs.", Reported.of(copy).get("ending").asText());
    assertArrayEquals(model, Files.readAllBytes(copy.resolve("model.safetensors")));
    refused(1, Cli.run("train", "--resume", RUN.pictures()), "no config.json");
    refused(2, Cli.run("train", "--resume", copy, "--data", RUN.pictures()), "mutually exclusive");
  }
}

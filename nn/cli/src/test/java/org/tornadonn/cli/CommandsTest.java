package org.tornadonn.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadonn.exec.jvm.JvmExecutor;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.OrientationModel;
import org.tornadonn.store.ModelDescription;
import org.tornadonn.store.onnx.OnnxFile;

/** The commands, from pictures to a predicted angle, and what they say when something is wrong. */
class CommandsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder = Path.of(".");

  private static Path pictures = Path.of(".");
  private static Path run = Path.of(".");
  private static Path model = Path.of(".");

  @BeforeAll
  static void generateAndTrain() {
    pictures = folder.resolve("pictures");
    run = folder.resolve("run");
    model = run.resolve("model.safetensors");
    done(
        Cli.run(
            "generate", "orientation", "--output", pictures, "--count", 40, "--image-size", 32));
    done(
        Cli.run(
            "train",
            "--data",
            pictures,
            "--output",
            run,
            "--image-size",
            32,
            "--epochs",
            2,
            "--batch",
            8,
            "--validation",
            0.25,
            "--device",
            "jvm"));
  }

  private static Cli done(Cli cli) {
    assertEquals(0, cli.code(), cli.err());
    return cli;
  }

  /** One line on stderr that says all of this, no stack trace, nothing on stdout. */
  private static void refused(int code, Cli cli, String... said) {
    assertEquals(code, cli.code(), cli.err());
    assertEquals("", cli.out());
    var last = cli.err().strip().lines().reduce("", (a, b) -> b);
    for (var part : said) {
      assertTrue(last.contains(part), cli.err());
    }
    assertFalse(cli.err().contains("\tat "), cli.err());
    assertEquals(1, cli.err().strip().lines().count(), cli.err());
  }

  private static List<JsonNode> json(String text) throws Exception {
    var nodes = new ArrayList<JsonNode>();
    for (var line : text.strip().split("\n")) {
      nodes.add(JSON.readTree(line));
    }
    return nodes;
  }

  @Test
  void metricsHaveOneObjectForEachEpoch() throws Exception {
    var epochs = json(Files.readString(run.resolve("metrics.jsonl")));
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
    var training = List.of("train", "--data", pictures, "--image-size", 32, "--device", "jvm");
    var options = List.of("--output", parts, "--epochs", 2, "--validation", 0.25, "--batch", 4);
    var arguments = new ArrayList<Object>(training);
    arguments.addAll(options);
    arguments.addAll(List.of("--accumulate", 2, "--clip-norm", 1000));
    done(Cli.run(arguments.toArray()));
    var expected = json(Files.readString(run.resolve("metrics.jsonl")));
    var losses = json(Files.readString(parts.resolve("metrics.jsonl")));
    for (int i = 0; i < 2; i++) {
      double loss = expected.get(i).get("trainLoss").asDouble();
      assertEquals(loss, losses.get(i).get("trainLoss").asDouble(), 1e-3 * loss);
    }
    assertEquals(2, JSON.readTree(parts.resolve("config.json").toFile()).get("accumulate").asInt());
    refused(2, Cli.run("train", "--resume", parts, "--accumulate", 4), "--accumulate");
    done(Cli.run("train", "--resume", parts, "--epochs", 3, "--device", "jvm"));
    assertEquals(3, json(Files.readString(parts.resolve("metrics.jsonl"))).size());
  }

  @Test
  void findLrPrintsARateAndTrainsNothing(@TempDir Path out) {
    var training = List.of("train", "--data", pictures, "--image-size", 32, "--device", "jvm");
    var arguments = new ArrayList<Object>(training);
    arguments.addAll(List.of("--batch", 8, "--output", out.resolve("run"), "--find-lr"));
    var cli = done(Cli.run(arguments.toArray()));
    float rate = Float.parseFloat(cli.out().strip());
    assertTrue(rate > 1e-6 && rate < 1, cli.out());
    assertFalse(Files.exists(out.resolve("run")));
  }

  @ParameterizedTest
  @CsvSource({
    "--clip-norm,0,must be above 0",
    "--clip-value,-1,must be above 0",
    "--accumulate,0,must be at least 1"
  })
  void stepsThatMakeNoSenseAreRefused(String option, String value, String said) {
    refused(2, Cli.run("train", "--data", pictures, option, value), said);
  }

  @Test
  void aRunLeavesAReportOfItsEpochsAndPredictions() throws Exception {
    var report = report(run);
    var epochs = json(Files.readString(run.resolve("metrics.jsonl")));
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
            pictures,
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
    var report = report(out);
    assertEquals("training set", report.at("/outcome/from").asText());
    assertEquals(40, report.at("/outcome/samples").asInt());
    assertFalse(report.at("/epochs/0").has("validationLoss"));
  }

  /** The numbers in the page. */
  private static JsonNode report(Path run) throws Exception {
    var html = Files.readString(run.resolve("report.html"));
    var opening = "id=\"run\">";
    int begin = html.indexOf(opening) + opening.length();
    return JSON.readTree(html.substring(begin, html.indexOf("</script>", begin)));
  }

  @Test
  void evaluatePrintsItsAnswerAsJson() throws Exception {
    var cli =
        done(
            Cli.run("evaluate", "--model", model, "--data", pictures, "--json", "--device", "jvm"));
    var answer = json(cli.out()).getFirst();
    assertEquals(40, answer.get("images").asInt());
    for (var name : List.of("meanErrorDegrees", "medianErrorDegrees", "beyond90", "loss")) {
      assertTrue(answer.get(name).isNumber(), name);
    }
  }

  @Test
  void exportWritesAnOnnxFileAndReplacesNone(@TempDir Path out) throws Exception {
    var file = out.resolve("folder/m.onnx");
    done(Cli.run("export", "--model", model, "--to", file));
    var written = Files.readAllBytes(file);
    refused(
        1,
        Cli.run("export", "--model", model, "--to", file),
        file + " is there already",
        "--overwrite");
    done(Cli.run("export", "--model", model, "--to", file, "--overwrite"));
    assertArrayEquals(written, Files.readAllBytes(file));
    refused(2, Cli.run("export", "--model", model, "--to", out.resolve("m.pt")), "m.pt", ".onnx");
    refused(2, Cli.run("export", "--to", out.resolve("m.onnx")), "--model=FILE");
  }

  @Test
  void anOnnxFileAnswersAsTheModelDoes(@TempDir Path out) {
    var onnx = out.resolve("m.onnx");
    done(Cli.run("export", "--model", model, "--to", onnx));
    for (var command :
        List.of(
            List.of("evaluate", "--data", pictures, "--json", "--device", "jvm"),
            List.of("predict", pictures.resolve("images/00000.png"), "--json", "--device", "jvm"),
            List.of("summary", "--json", "--device", "jvm"))) {
      var name = command.getFirst();
      var rest = command.subList(1, command.size());
      assertEquals(
          done(Cli.run(with(name, model, rest))).out(),
          done(Cli.run(with(name, onnx, rest))).out(),
          name.toString());
    }
    var again = out.resolve("again.onnx");
    done(Cli.run("export", "--model", onnx, "--to", again));
    refused(
        2,
        Cli.run("export", "--model", onnx, "--to", out.resolve("no.onnx"), "--inputs", "raw"),
        "--inputs belongs to classifiers, and this is none");
    done(
        Cli.run(
            "predict", "--model", again, pictures.resolve("images/00000.png"), "--device", "jvm"));
  }

  private static Object[] with(Object command, Path model, List<?> rest) {
    var all = new ArrayList<Object>(List.of(command, "--model", model));
    all.addAll(rest);
    return all.toArray();
  }

  @Test
  void anOnnxFileThatSaysNothingOfItsPictures(@TempDir Path out) {
    var model = new Model(OrientationModel.layers(), OrientationModel.input(32), 1);
    var onnx = out.resolve("m.ONNX");
    OnnxFile.write(onnx, model, ModelDescription.CUSTOM);
    var picture = pictures.resolve("images/00000.png");
    refused(
        1,
        Cli.run("predict", "--model", onnx, picture, "--device", "jvm"),
        "does not say which pictures it takes",
        "--architecture orientation");
    done(
        Cli.run(
            "predict",
            "--model",
            onnx,
            "--architecture",
            "orientation",
            picture,
            "--device",
            "jvm"));
    done(Cli.run("summary", "--model", onnx, "--device", "jvm"));
    refused(
        2,
        Cli.run("summary", "--model", onnx, "--image-size", 0, "--device", "jvm"),
        "--image-size must be at least 1");
    refused(
        1,
        Cli.run("summary", "--model", out.resolve("none.onnx"), "--device", "jvm"),
        "none.onnx does not exist");
  }

  @Test
  void verifyShowsTheLargestErrors(@TempDir Path out) {
    var training =
        done(
            Cli.run(
                "train",
                "--data",
                pictures,
                "--output",
                out.resolve("run"),
                "--image-size",
                32,
                "--epochs",
                1,
                "--batch",
                8,
                "--verify",
                "--device",
                "jvm"));
    var evaluation =
        done(
            Cli.run(
                "evaluate", "--model", model, "--data", pictures, "--verify", "--device", "jvm"));
    var prediction =
        done(
            Cli.run(
                "predict",
                "--model",
                model,
                pictures.resolve("images/00000.png"),
                "--verify",
                "--device",
                "jvm"));
    for (var cli : List.of(training, evaluation, prediction)) {
      assertTrue(cli.err().contains("linear forward"), cli.err());
      assertEquals(1, cli.out().strip().lines().count(), cli.out());
    }
    assertTrue(training.err().contains("conv2d weight gradient"), training.err());
    assertTrue(training.err().contains("adam update"), training.err());
    assertTrue(training.err().contains("Placed on jvm: "), training.err());
  }

  @Test
  void predictPrintsAnObjectForEachPictureAndTurnsItUpright(@TempDir Path out) throws Exception {
    var image = pictures.resolve("images/00000.png");
    var other = pictures.resolve("images/00001.png");
    var cli =
        done(
            Cli.run(
                "predict",
                "--model",
                model,
                "--json",
                "--upright",
                out,
                image,
                other,
                "--device",
                "jvm"));
    var answers = json(cli.out());
    assertEquals(2, answers.size());
    assertEquals(image.toString(), answers.getFirst().get("image").asText());
    double degrees = answers.getFirst().get("degrees").asDouble();
    double sin = answers.getFirst().get("sin").asDouble();
    double cos = answers.getFirst().get("cos").asDouble();
    assertEquals((Math.toDegrees(Math.atan2(sin, cos)) + 360) % 360, degrees, 1e-6);
    assertTrue(ImageIO.read(out.resolve("00001.png").toFile()).getWidth() >= 32);
  }

  @Test
  void summarySaysWhereEachCallRuns() throws Exception {
    var cli =
        done(
            Cli.run(
                "summary",
                "--model",
                model,
                "--placement",
                "--batch",
                4,
                "--json",
                "--device",
                "jvm"));
    var lines = json(cli.out()).getFirst().get("placement");
    var steps = new java.util.TreeSet<String>();
    for (var line : lines) {
      assertEquals("jvm", line.get("device").asText());
      assertTrue(List.of("portable", "tuned", "fused").contains(line.get("version").asText()));
      assertTrue(line.get("runMicros").asDouble() > 0);
      for (var call : line.get("calls")) {
        steps.add(call.get("layer").asText() + " " + call.get("step").asText());
      }
    }
    assertTrue(
        steps.containsAll(List.of("conv.0 forward", "fc.2 weight gradient", " update")),
        steps.toString());
    var table = done(Cli.run("summary", "--model", model, "--placement", "--device", "jvm")).out();
    assertTrue(table.contains("linear weight gradient"), table);
    assertTrue(table.contains("portable"), table);
  }

  @ParameterizedTest
  @CsvSource({"portable, 1, portable", "tuned, 1, tuned", "fused, 3, fused"})
  void kernelsSaysHowFarTheJvmGoes(String kernels, int calls, String version) throws Exception {
    assumeTrue(kernels.equals("portable") || JvmExecutor.vectorApi(), "there is no Vector API");
    var cli =
        done(
            Cli.run(
                "summary",
                "--model",
                model,
                "--placement",
                "--batch",
                "1",
                "--json",
                "--device",
                "jvm",
                "--kernels",
                kernels));
    var first = json(cli.out()).getFirst().get("placement").get(0);
    assertEquals("conv.0", first.get("calls").get(0).get("layer").asText());
    assertEquals(calls, first.get("calls").size());
    assertEquals(version, first.get("version").asText());
  }

  @Test
  void summaryKnowsTheModelOfTheSeed() throws Exception {
    var cli =
        done(
            Cli.run(
                "summary",
                "--architecture",
                "orientation",
                "--image-size",
                480,
                "--json",
                "--device",
                "jvm"));
    var answer = json(cli.out()).getFirst();
    assertEquals(2_231_234, answer.get("parameters").asInt());
    assertEquals(19, answer.get("layers").size());
    assertEquals("[28800]", answer.get("layers").get(15).get("shape").toString());
  }

  @Test
  void devicesListsTheJvmAndWhatIsMissing() throws Exception {
    var answer = json(done(Cli.run("devices", "--json")).out()).getFirst();
    var jvm = answer.get("devices").get(0);
    assertEquals("jvm", jvm.get("name").asText());
    for (var name : List.of("type", "backend", "description", "driver", "index")) {
      assertTrue(jvm.get(name).isTextual(), name);
    }
    assertTrue(jvm.get("memory").asLong() > 0);
    int auto = 0;
    for (var device : answer.get("devices")) {
      auto += device.get("auto").asBoolean() ? 1 : 0;
    }
    assertEquals(1, auto);
    assertFalse(answer.get("auto").get("reason").asText().isBlank());
    assertTrue(answer.get("missing").size() > 0, "no machine has every backend");
    for (var missing : answer.get("missing")) {
      assertFalse(missing.get("reason").asText().isBlank(), missing.toString());
    }
  }

  @Test
  void trainGoesOnFromAModelWithFrozenLayers(@TempDir Path out) {
    var cli =
        done(
            Cli.run(
                "train",
                "--data",
                pictures,
                "--output",
                out.resolve("tuned"),
                "--image-size",
                32,
                "--epochs",
                1,
                "--batch",
                8,
                "--init",
                model,
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
            pictures.resolve("images"),
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

  @Test
  void helpIsThereForEveryCommand() {
    for (var command :
        List.of(
            "demo",
            "generate",
            "train",
            "evaluate",
            "predict",
            "summary",
            "trace",
            "devices",
            "doctor")) {
      var cli = done(Cli.run(command, "--help"));
      assertTrue(cli.out().contains("--device"), command);
    }
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
    refused(2, Cli.run("train", "--data", pictures, "--output", folder.resolve("no"), option));
    assertFalse(Files.exists(folder.resolve("no")));
  }

  @Test
  void missingOrUnknownOptionsAreCodeTwo() {
    refused(2, Cli.run("train"), "--data", "--upright");
    refused(2, Cli.run("predict", "--modle", "x"), "--modle");
    refused(2, Cli.run("evaluate", "--data", pictures), "--model");
    refused(2, Cli.run("nonsense"), "nonsense");
  }

  @Test
  void aDeviceThatIsNotThereListsThoseThatAre() {
    refused(
        1,
        Cli.run("evaluate", "--model", model, "--data", pictures, "--device", "cuda:7"),
        "'cuda:7'",
        "jvm");
  }

  @Test
  void badPicturesAreNamed(@TempDir Path bad) throws Exception {
    var missing = bad.resolve("missing.png");
    var empty = Files.createFile(bad.resolve("empty.png"));
    var text = Files.writeString(bad.resolve("text.png"), "not a picture");
    var bytes = Files.readAllBytes(pictures.resolve("images/00000.png"));
    var cut = Files.write(bad.resolve("cut.png"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
    for (var file : List.of(missing, empty, text, cut)) {
      var cli = Cli.run("predict", "--model", model, file, "--device", "jvm");
      assertEquals(1, cli.code());
      assertTrue(cli.err().contains(file.getFileName().toString()), cli.err());
      assertFalse(cli.err().contains("\tat "), cli.err());
    }
  }

  @Test
  void badAnswerSheetsAreNamed(@TempDir Path bad) throws Exception {
    var sheet = bad.resolve("answersheet.json");
    for (var text :
        List.of(
            "{\"images/0.png\": 12}",
            "{\"images/0.png\": \"up\"}",
            "{\"images/0.png\": NaN}",
            "[1]",
            "{",
            "{}")) {
      Files.writeString(sheet, text);
      refused(
          1,
          Cli.run("evaluate", "--model", model, "--data", bad, "--device", "jvm"),
          "answersheet.json");
    }
    refused(
        1,
        Cli.run("evaluate", "--model", model, "--data", bad.resolve("nowhere"), "--device", "jvm"),
        "nowhere");
  }

  @Test
  void badModelFilesAreNamed(@TempDir Path bad) throws Exception {
    var data = List.of("--data", pictures.toString(), "--device", "jvm");
    var text = Files.writeString(bad.resolve("text.safetensors"), "not a model at all");
    for (var file : List.of(bad.resolve("missing.safetensors"), text)) {
      refused(
          1,
          Cli.run("evaluate", "--model", file, data.get(0), data.get(1), data.get(2), data.get(3)),
          file.getFileName().toString());
    }
    refused(
        1,
        Cli.run(
            "evaluate",
            "--model",
            model,
            "--architecture",
            "orientation",
            "--image-size",
            64,
            "--data",
            pictures,
            "--device",
            "jvm"),
        "fc.0.weight");
  }

  @Test
  void aTrainingSetSmallerThanABatchIsRefused() {
    var out = folder.resolve("small");
    var cli =
        Cli.run(
            "train",
            "--data",
            pictures,
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
    var before = Files.readAllBytes(model);
    refused(
        1,
        Cli.run("train", "--data", pictures, "--output", run, "--device", "jvm"),
        "not empty",
        "--overwrite");
    refused(
        1, Cli.run("generate", "orientation", "--output", pictures), "not empty", "--overwrite");
    assertArrayEquals(before, Files.readAllBytes(model));
  }

  @Test
  void anOutputThatCannotBeAFolderIsRefused() throws Exception {
    var file = Files.createFile(folder.resolve("file"));
    refused(
        1,
        Cli.run("train", "--data", pictures, "--output", file.resolve("run"), "--device", "jvm"),
        "cannot be written");
  }

  @Test
  void aRunGoesOn() throws Exception {
    var copy = Files.createDirectory(folder.resolve("copy"));
    Files.createDirectory(copy.resolve("checkpoints"));
    for (var file : List.of("metrics.jsonl", "config.json", "checkpoints/epoch-0002.safetensors")) {
      Files.copy(run.resolve(file), copy.resolve(file));
    }
    var longer = done(Cli.run("train", "--resume", copy, "--epochs", 3, "--device", "jvm"));
    assertTrue(longer.err().contains("after epoch 2"), longer.err());
    assertTrue(longer.err().contains("epoch 3/3"), longer.err());
    assertEquals(3, Files.readAllLines(copy.resolve("metrics.jsonl")).size());
    assertEquals(3, report(copy).get("epochs").size());
    assertEquals("Finished 3 epochs.", report(copy).get("ending").asText());
    refused(1, Cli.run("train", "--resume", copy), "has finished its 3 epochs", "--epochs");
    var model = Files.readAllBytes(copy.resolve("model.safetensors"));
    var outcome = report(copy).get("outcome");
    Files.delete(copy.resolve("report.html"));
    var reporting = done(Cli.run("train", "--resume", copy, "--device", "jvm"));
    assertTrue(reporting.err().contains("but has no report: writing it"), reporting.err());
    assertEquals(copy.resolve("model.safetensors") + "\n", reporting.out().replace("\r", ""));
    assertEquals(outcome, report(copy).get("outcome"));
    assertEquals("Finished 3 epochs.", report(copy).get("ending").asText());
    assertArrayEquals(model, Files.readAllBytes(copy.resolve("model.safetensors")));
    refused(1, Cli.run("train", "--resume", pictures), "no config.json");
    refused(2, Cli.run("train", "--resume", copy, "--data", pictures), "mutually exclusive");
  }
}

package org.tornadonn.cli.predict;

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
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadonn.cli.Cli;
import org.tornadonn.cli.OrientationRun;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.OrientationModel;
import org.tornadonn.store.ModelDescription;
import org.tornadonn.store.onnx.OnnxFile;

/** What is done with a trained model: evaluate, predict, export; and with files that are none. */
class PredictionCommandsTest {

  @TempDir static Path folder = Path.of(".");
  private static final OrientationRun RUN = OrientationRun.once();

  @Test
  void evaluatePrintsItsAnswerAsJson() throws Exception {
    var cli =
        done(
            Cli.run(
                "evaluate",
                "--model",
                RUN.model(),
                "--data",
                RUN.pictures(),
                "--json",
                "--device",
                "jvm"));
    var answer = Cli.json(cli.out()).getFirst();
    assertEquals(40, answer.get("images").asInt());
    for (var name : List.of("meanErrorDegrees", "medianErrorDegrees", "beyond90", "loss")) {
      assertTrue(answer.get(name).isNumber(), name);
    }
  }

  @Test
  void exportWritesAnOnnxFileAndReplacesNone(@TempDir Path out) throws Exception {
    var file = out.resolve("folder/m.onnx");
    var cli = done(Cli.run("export", "--model", RUN.model(), "--to", file));
    assertEquals(file + System.lineSeparator(), cli.out());
    assertTrue(cli.err().contains("(batch, 1, 32, 32) to (batch, 2)"), cli.err());
    var written = Files.readAllBytes(file);
    refused(
        1,
        Cli.run("export", "--model", RUN.model(), "--to", file),
        file + " is there already",
        "--overwrite");
    done(Cli.run("export", "--model", RUN.model(), "--to", file, "--overwrite"));
    assertArrayEquals(written, Files.readAllBytes(file));
    refused(
        2, Cli.run("export", "--model", RUN.model(), "--to", out.resolve("m.pt")), "m.pt", ".onnx");
    refused(2, Cli.run("export", "--to", out.resolve("m.onnx")), "--model=FILE");
  }

  @Test
  void anOnnxFileAnswersAsTheModelDoes(@TempDir Path out) {
    var onnx = out.resolve("m.onnx");
    done(Cli.run("export", "--model", RUN.model(), "--to", onnx));
    for (var command :
        List.of(
            List.of("evaluate", "--data", RUN.pictures(), "--json", "--device", "jvm"),
            List.of(
                "predict", RUN.pictures().resolve("images/00000.png"), "--json", "--device", "jvm"),
            List.of("summary", "--json", "--device", "jvm"))) {
      var name = command.getFirst();
      var rest = command.subList(1, command.size());
      assertEquals(
          done(Cli.run(with(name, RUN.model(), rest))).out(),
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
            "predict",
            "--model",
            again,
            RUN.pictures().resolve("images/00000.png"),
            "--device",
            "jvm"));
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
    var picture = RUN.pictures().resolve("images/00000.png");
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
                RUN.pictures(),
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
                "evaluate",
                "--model",
                RUN.model(),
                "--data",
                RUN.pictures(),
                "--verify",
                "--device",
                "jvm"));
    var prediction =
        done(
            Cli.run(
                "predict",
                "--model",
                RUN.model(),
                RUN.pictures().resolve("images/00000.png"),
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
    var image = RUN.pictures().resolve("images/00000.png");
    var other = RUN.pictures().resolve("images/00001.png");
    var cli =
        done(
            Cli.run(
                "predict",
                "--model",
                RUN.model(),
                "--json",
                "--upright",
                out,
                image,
                other,
                "--device",
                "jvm"));
    var answers = Cli.json(cli.out());
    assertEquals(2, answers.size());
    assertEquals(image.toString(), answers.getFirst().get("image").asText());
    double degrees = answers.getFirst().get("degrees").asDouble();
    double sin = answers.getFirst().get("sin").asDouble();
    double cos = answers.getFirst().get("cos").asDouble();
    assertEquals((Math.toDegrees(Math.atan2(sin, cos)) + 360) % 360, degrees, 1e-6);
    assertTrue(ImageIO.read(out.resolve("00001.png").toFile()).getWidth() >= 32);
  }

  @Test
  void aDeviceThatIsNotThereListsThoseThatAre() {
    refused(
        1,
        Cli.run("evaluate", "--model", RUN.model(), "--data", RUN.pictures(), "--device", "cuda:7"),
        "'cuda:7'",
        "jvm");
  }

  @Test
  void badPicturesAreNamed(@TempDir Path bad) throws Exception {
    var missing = bad.resolve("missing.png");
    var empty = Files.createFile(bad.resolve("empty.png"));
    var text = Files.writeString(bad.resolve("text.png"), "not a picture");
    var bytes = Files.readAllBytes(RUN.pictures().resolve("images/00000.png"));
    var cut = Files.write(bad.resolve("cut.png"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
    for (var file : List.of(missing, empty, text, cut)) {
      var cli = Cli.run("predict", "--model", RUN.model(), file, "--device", "jvm");
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
          Cli.run("evaluate", "--model", RUN.model(), "--data", bad, "--device", "jvm"),
          "answersheet.json");
    }
    refused(
        1,
        Cli.run(
            "evaluate",
            "--model",
            RUN.model(),
            "--data",
            bad.resolve("nowhere"),
            "--device",
            "jvm"),
        "nowhere");
  }

  @Test
  void badModelFilesAreNamed(@TempDir Path bad) throws Exception {
    var data = List.of("--data", RUN.pictures().toString(), "--device", "jvm");
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
            RUN.model(),
            "--architecture",
            "orientation",
            "--image-size",
            64,
            "--data",
            RUN.pictures(),
            "--device",
            "jvm"),
        "fc.0.weight");
  }
}

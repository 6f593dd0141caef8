package org.tornadonn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.tornadonn.cli.Cli.done;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadonn.cli.show.Json;
import org.tornadonn.cli.show.Printable;

/**
 * Names out of files, which may hold whatever a terminal obeys: nothing of it comes out as it is,
 * no name begins a line, and programs get it as it was.
 */
class HostileNamesTest {

  /**
   * Clears the screen, sets a title, goes back, begins a line, turns the direction, and ends it.
   */
  private static final String NAME = "x\u001b[2J\u001b]0;t\u0007\b\u007f\u009b1m\u202ey\u2028z";

  /** What files may be called too; a second line that looks like one of the program's. */
  private static final String LINES = NAME + "\ntornado-nn: forged\r";

  private static final Pattern RAW =
      Pattern.compile("[\\p{Cc}&&[^\\n]]|[\\p{Cf}&&[^\\u200c\\u200d]]|[\\p{Zl}\\p{Zp}]");
  private static final OrientationRun RUN = OrientationRun.once();

  @TempDir static Path folder = Path.of(".");

  @BeforeAll
  static void systemsTakeSuchNames() throws IOException {
    try {
      Files.delete(Files.createFile(folder.resolve(LINES)));
    } catch (IOException | InvalidPathException e) {
      assumeTrue(false, "no file of this system can have such a name");
    }
  }

  private static Cli harmless(Object... command) {
    var cli = Cli.run(command);
    for (var text : List.of(cli.out(), cli.err().replace("\r\n", "\n"))) {
      assertFalse(RAW.matcher(text).find(), Printable.line(text));
      assertFalse(text.lines().anyMatch(line -> line.startsWith("tornado-nn: forged")), text);
      assertFalse(text.contains("\tat "), text);
    }
    return cli;
  }

  private static Object[] jvm(Object... command) {
    return ClassifyCli.with(List.of(command), "--device", "jvm");
  }

  @Test
  void classesAndPictures() throws IOException {
    var data = folder.resolve("pictures");
    for (int i = 0; i < 6; i++) {
      Sides.picture(data.resolve(LINES).resolve(i + LINES + ".png"), 8, true);
      Sides.picture(data.resolve("right").resolve(i + ".png"), 8, false);
    }
    Files.writeString(data.resolve("right").resolve(LINES + "broken.png"), "no picture");
    var run = folder.resolve("run-" + LINES);
    var training =
        new Object[] {
          "train", "classify", "--data", data, "--image-size", 8, "--batch", 2, "--epochs", 1
        };
    var options = ClassifyCli.with(List.of(jvm(training)), "--output", run, "--broken");
    assertEquals(1, harmless(ClassifyCli.with(List.of(options), "fail")).code());
    var trained = done(harmless(ClassifyCli.with(List.of(options), "skip", "--overwrite")));
    assertTrue(trained.err().contains("\\u001b[2J\\u001b]0;t\\u0007\\u0008\\u007f"), trained.err());
    assertEquals(1, harmless(options[0], "--resume", run).code());
    done(harmless(jvm("train", "--resume", run, "--epochs", 2)));
    var model = run.resolve("model.safetensors");
    var picture = data.resolve(LINES).resolve(0 + LINES + ".png");
    var answer = done(harmless(jvm("predict", "--model", model, picture, "--top", 2)));
    assertEquals(1, answer.out().lines().count(), answer.out());
    var predicted =
        Cli.json(
                done(harmless(jvm("predict", "--model", model, picture, "--top", 2, "--json")))
                    .out())
            .getFirst();
    assertEquals(picture.toString(), predicted.get("input").asText());
    assertTrue(predicted.get("answers").findValuesAsText("name").contains(LINES));
    done(harmless(jvm("evaluate", "--model", model, "--data", data, "--broken", "skip")));
    var evaluated =
        done(
            harmless(
                jvm("evaluate", "--model", model, "--data", data, "--broken", "skip", "--json")));
    assertTrue(
        Cli.json(evaluated.out())
            .getFirst()
            .get("classes")
            .findValuesAsText("name")
            .contains(LINES));
    assertTrue(Reported.of(run).get("outcome").findValuesAsText("name").contains(LINES));
    assertEquals(1, harmless(jvm("predict", "--model", model, LINES)).code());
    done(harmless(jvm("summary", "--model", model)));
    done(harmless("export", "--model", model, "--to", folder.resolve(LINES + ".onnx")));
  }

  @Test
  void cells() throws IOException {
    var quoted = "\"" + LINES.strip() + "\"";
    var data = folder.resolve("trees.csv");
    Files.writeString(data, Trees.rows(0, 40).replace("ash", quoted).replaceFirst("girth", quoted));
    var run = folder.resolve("trees");
    done(harmless(jvm("train", "classify", "--data", data, "--output", run, "--epochs", 1)));
    var model = run.resolve("model.safetensors");
    done(harmless(jvm("evaluate", "--model", model, "--data", data)));
    done(harmless(jvm("predict", "--model", model, data, "--top", 3)));
    done(harmless(jvm("predict", "--model", model, data, "--top", 3, "--json")));
    var other = Files.writeString(folder.resolve("other.csv"), Trees.rows(0, 4));
    assertEquals(1, harmless(jvm("predict", "--model", model, other)).code());
    assertEquals(1, harmless(jvm("evaluate", "--model", model, "--data", other)).code());
    Files.writeString(other, "a,b,kind\n1," + quoted + ",x\n2,3,y\n");
    assertEquals(1, harmless(jvm("train", "classify", "--data", other, "-o", run)).code());
    Files.writeString(data, Files.readString(data).replace(quoted, "changed"));
    assertEquals(1, harmless(jvm("train", "--resume", run, "--epochs", 2)).code());
  }

  @Test
  void answerSheetsSettingsAndArguments() throws IOException {
    var pictures = Files.createDirectories(folder.resolve("sheet"));
    var sheet = pictures.resolve("answersheet.json");
    var name = Json.line(LINES);
    for (var text :
        List.of("{%s: 1}", "{%s: \"a\"}", "{\"a\": %s}", "{%s}", "[%s]", "{\"../%s\": 2}", "%s")) {
      Files.writeString(sheet, text.replace("%s", name));
      assertEquals(1, harmless(jvm("train", "--data", pictures)).code(), text);
    }
    Files.write(sheet, ("{" + LINES).getBytes(StandardCharsets.UTF_8));
    assertEquals(1, harmless(jvm("train", "--data", pictures)).code());
    var settings = folder.resolve("settings.json");
    for (var text : List.of("{%s: 1}", "{\"epochs\": %s}", "{\"run\": {\"kind\": %s}}", "%s")) {
      Files.writeString(settings, text.replace("%s", name));
      var cli = harmless("train", "--data", RUN.pictures(), "--config", settings);
      assertTrue(cli.code() > 0, text);
    }
    for (var command :
        List.of(
            new Object[] {LINES},
            new Object[] {"train", LINES},
            new Object[] {"train", "--" + LINES},
            new Object[] {"train", "--epochs", LINES},
            new Object[] {"train", "--data", LINES},
            new Object[] {"train", "--resume", LINES},
            new Object[] {"evaluate", "--model", LINES, "--data", "x"},
            new Object[] {"summary", "--model", LINES + ".onnx"},
            new Object[] {"trace", "--neuron", LINES},
            new Object[] {"devices", "--device", LINES},
            new Object[] {"export", "--model", RUN.model(), "--to", LINES})) {
      assertTrue(harmless(command).code() > 0);
    }
  }

  @Test
  void picturesAndModelsOfATrace() throws IOException {
    var picture = folder.resolve(LINES + ".png");
    Files.copy(RUN.pictures().resolve("images/00000.png"), picture);
    var model = folder.resolve(LINES + ".safetensors");
    Files.copy(RUN.model(), model);
    var html = folder.resolve(LINES + ".html");
    done(harmless(jvm("trace", "--model", model, "--image", picture, "--html", html)));
    var page = Files.readString(html);
    assertFalse(page.contains("\u001b"), "a page holds escapes as JSON does");
    done(harmless(jvm("trace", "--model", model, "--image", picture, "--json")));
    var upright = folder.resolve("upright-" + LINES);
    done(harmless(jvm("predict", "--model", model, picture, "--upright", upright)));
    var again = harmless(jvm("predict", "--model", model, picture, "--upright", upright));
    assertEquals(1, again.code());
    done(harmless("generate", "orientation", "--count", 1, "-o", folder.resolve("g" + LINES)));
  }

  /** Tensors and layers of a model file: a character of one byte stands for another of one byte. */
  @Test
  void layersAndTensors() throws IOException {
    var damaged = folder.resolve("names.safetensors");
    for (var names : List.of("fc", "conv", "weight", "orientation", "F32")) {
      var bytes = Files.readAllBytes(RUN.model());
      var text = new String(bytes, StandardCharsets.ISO_8859_1);
      var hostile = "\u007f".repeat(names.length());
      Files.write(damaged, text.replace(names, hostile).getBytes(StandardCharsets.ISO_8859_1));
      for (var command : List.of("summary", "export")) {
        var cli =
            command.equals("export")
                ? harmless(
                    command, "--model", damaged, "--overwrite", "--to", folder.resolve("a.onnx"))
                : harmless(jvm(command, "--model", damaged));
        assertTrue(cli.code() <= 1, cli.err());
      }
    }
    var onnx = folder.resolve("names.onnx");
    done(Cli.run("export", "--model", RUN.model(), "--to", onnx, "--overwrite"));
    var text = new String(Files.readAllBytes(onnx), StandardCharsets.ISO_8859_1);
    for (var names : List.of("Relu", "Conv", "conv.0.weight", "fc", "Flatten", "input")) {
      var hostile = "\u001b".repeat(names.length());
      Files.write(onnx, text.replace(names, hostile).getBytes(StandardCharsets.ISO_8859_1));
      assertTrue(harmless(jvm("summary", "--model", onnx)).code() <= 1, names);
    }
  }
}

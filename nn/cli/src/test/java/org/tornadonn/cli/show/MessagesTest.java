package org.tornadonn.cli.show;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.cli.Cli.refused;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadonn.cli.ClassifyCli;
import org.tornadonn.cli.Cli;
import org.tornadonn.cli.OrientationRun;
import org.tornadonn.cli.Sides;

/** Messages suggest what was meant, stay short, and come before anything slow. */
class MessagesTest {

  private static final OrientationRun RUN = OrientationRun.once();

  @TempDir static Path folder = Path.of(".");

  @ParameterizedTest
  @CsvSource({
    "train clasify, classify",
    "train classifier, classify",
    "train clasify --data x.csv --hidden 3, classify",
    "clasify, train classify",
    "classify, train classify",
    "trian, train",
    "predcit, predict",
    "EVAL_UATE, evaluate",
    "docter, doctor",
    "train --epoch 3 --data x, --epochs",
    "train --epochss=3 --data x, --epochs",
    "train --Data x, --data",
    "predict --modle m x.png, --model",
    "evaluate --dta x --model m, --data",
    "export --too x, --to",
  })
  void theNearestNameIsSuggested(String command, String name) {
    var cli = Cli.run((Object[]) command.split(" "));
    refused(2, cli, "did you mean '" + name + "'?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "train nonsense", "devices -x", "devices --nonsense"})
  void whatIsLikeNothingIsOnlyNamed(String command) {
    var cli = Cli.run((Object[]) command.split(" "));
    refused(2, cli, "Unknown ", command.substring(command.lastIndexOf(' ') + 1));
    assertFalse(cli.err().contains("did you mean"), cli.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--lr=", "--device=jvm --optimizer=", "--nonsense-", "nonsense"})
  void anArgumentAsLongAsABookIsShownShortened(String before) {
    var cli = Cli.run((Object[]) ("train " + before + "[".repeat(5000)).split(" "));
    refused(2, cli, "[[[", "…");
    assertTrue(cli.err().length() < 1200, cli.err());
  }

  private static List<Object> many(String... before) {
    var all = new ArrayList<Object>(List.of(before));
    IntStream.range(0, 120).forEach(i -> all.add("picture-%s.png".formatted(i)));
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluate --data x", "train --data x", "devices", "export --to a.onnx"})
  void aHundredFilesAreNotRepeated(String command) {
    var cli = Cli.run(many(command.split(" ")).toArray());
    refused(2, cli, "'picture-0.png'", "(120 in all)");
    assertTrue(cli.err().length() < 300, cli.err());
  }

  @Test
  void manyUnknownSettingsAreNotRepeated() throws Exception {
    var settings = Json.object();
    IntStream.range(0, 120).forEach(i -> settings.put("setting-%s".formatted(i), i));
    var file = Files.writeString(folder.resolve("settings.json"), settings.toString());
    var cli = Cli.run("train", "--data", RUN.pictures(), "--config", file);
    refused(2, cli, "'setting-0'", "(120 in all)");
    assertTrue(cli.err().length() < 600, cli.err());
  }

  @Test
  void manyColumnsAreNotRepeated() throws Exception {
    var names = String.join(",", IntStream.range(0, 120).mapToObj(i -> "column-" + i).toList());
    var cells = ",1".repeat(119).substring(1) + ",1";
    var data = folder.resolve("wide.csv");
    Files.writeString(data, names + ",kind\n" + (cells + ",a\n" + cells + ",b\n").repeat(20));
    var run = folder.resolve("wide");
    Cli.done(ClassifyCli.train("--data", data, "--output", run, "--epochs", 1, "--hidden", 2));
    var model = run.resolve("model.safetensors");
    var picture = RUN.pictures().resolve("images/00000.png");
    var predicted = ClassifyCli.predict(model, picture);
    assertTrue(predicted.err().contains("column-0, "), predicted.err());
    assertTrue(predicted.err().contains("(120 in all)"), predicted.err());
    var sides = Sides.pictures(folder, "sides", 2);
    refused(1, ClassifyCli.evaluate(model, sides), "column-0, ", "(120 in all)");
  }

  @Test
  void drawingTellsHowFarItIs() {
    var out = folder.resolve("drawn");
    var cli =
        Cli.done(Cli.run("generate", "orientation", "-o", out, "--count", 100, "--image-size", 32));
    assertEquals(out.resolve("answersheet.json") + "\n", cli.out().replace("\r", ""));
    // On a terminal there is a bar instead, which writes past this JVM's System.err.
    var lines = cli.err().lines().toList();
    if (Progress.isWatched()) {
      return;
    }
    assertEquals(10, lines.size(), cli.err());
    assertEquals("Drawing: 10 of 100 pictures", lines.getFirst());
    assertEquals("Drawing: 100 of 100 pictures", lines.getLast());
  }

  /** Devices are looked for when there is something for them to do: this one is not there. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "predict --model MODEL nowhere.png",
        "predict --model MODEL SHEET",
        "predict --model nowhere.safetensors PICTURE",
        "predict --model MODEL --top 2 PICTURE",
        "predict --model MODEL --upright FOLDER --overwrite nowhere.png",
        "evaluate --model MODEL --data nowhere",
        "evaluate --model nowhere.safetensors --data FOLDER",
        "trace --model MODEL --image nowhere.png",
        "train --data nowhere",
      })
  void filesComeBeforeDevices(String command) {
    var cli = Cli.run((Object[]) filled(command).split(" "));
    assertTrue(cli.code() == 1 || cli.code() == 2, cli.err());
    assertFalse(cli.err().contains("opencl:99"), cli.err());
    assertEquals("", cli.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"predict --model MODEL PICTURE", "evaluate --model MODEL --data FOLDER"})
  void thenTheDeviceIsMissed(String command) {
    refused(1, Cli.run((Object[]) filled(command).split(" ")), "opencl:99");
  }

  private static String filled(String command) {
    return (command + " --device opencl:99")
        .replace("MODEL", RUN.model().toString())
        .replace("SHEET", RUN.pictures().resolve("answersheet.json").toString())
        .replace("PICTURE", RUN.pictures().resolve("images/00000.png").toString())
        .replace("FOLDER", RUN.pictures().toString());
  }
}

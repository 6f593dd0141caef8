package org.tornadonn.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadonn.data.ClusterDataset;
import org.tornadonn.data.Standardization;
import org.tornadonn.store.Classification;
import org.tornadonn.store.ModelFile;

/** Classifiers, from tables and pictures to classes, and what is said when something is wrong. */
class ClassifyTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> NAMES = List.of("ash", "birch", "cedar");

  @TempDir static Path folder = Path.of(".");

  private static Path table = Path.of(".");
  private static Path run = Path.of(".");

  /** Rows in three classes, one of whose columns is far from 0 and wide. */
  @BeforeAll
  static void trainOnRows() throws IOException {
    table = folder.resolve("trees.csv");
    Files.writeString(table, rows(0, 240));
    run = folder.resolve("rows");
    var said =
        done(
            train(
                "--data",
                table,
                "--output",
                run,
                "--epochs",
                12,
                "--batch",
                8,
                "--hidden",
                "12,6"));
    assertTrue(said.err().matches("(?s).*epoch 12/12 .* [0-9]+ rows/s on jvm.*"), said.err());
  }

  private static String rows(int from, int to) {
    var data = new ClusterDataset(to, 3, 3, 4);
    var text = new StringBuilder("height,girth,age,kind\n");
    float[] x = new float[3];
    float[] y = new float[1];
    for (int i = from; i < to; i++) {
      data.read(i, 0, x, 0, y, 0);
      text.append(
          String.format(
              Locale.ROOT,
              "%f,%f,%f,%s%n",
              1000 * x[0] + 5000,
              x[1] / 100,
              x[2],
              NAMES.get((int) y[0])));
    }
    return text.toString();
  }

  /** Two classes of pictures: bright on the left, bright on the right. */
  private static void picture(Path file, int size, boolean left) throws IOException {
    var image = new BufferedImage(size, size, BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < size * size; i++) {
      boolean bright = i % size < size / 2 == left;
      image.setRGB(i % size, i / size, bright ? 0xe0c0a0 - i : 0x102030 + i);
    }
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }

  private static Path pictures(String name, int count) throws IOException {
    var target = folder.resolve(name);
    for (int i = 0; i < count; i++) {
      picture(target.resolve("left/%02d.png".formatted(i)), 8 + i % 3, true);
      picture(target.resolve("right/%02d.png".formatted(i)), 8 + i % 3, false);
    }
    return target;
  }

  private static Cli train(Object... options) {
    var all = new ArrayList<Object>(List.of("train", "classify", "--device", "jvm"));
    all.addAll(List.of(options));
    return Cli.run(all.toArray());
  }

  private static Cli done(Cli cli) {
    assertEquals(0, cli.code(), cli.err());
    return cli;
  }

  private static void refused(int code, Cli cli, String... said) {
    assertEquals(code, cli.code(), cli.err());
    assertEquals("", cli.out());
    for (var part : said) {
      assertTrue(cli.err().contains(part), cli.err());
    }
    assertFalse(cli.err().contains("\tat "), cli.err());
    assertEquals(1, cli.err().strip().lines().count(), cli.err());
  }

  private static Path model() {
    return run.resolve("model.safetensors");
  }

  private static JsonNode line(String text, int index) throws IOException {
    return JSON.readTree(text.lines().toList().get(index));
  }

  @Test
  void learnsAndSaysSoByClass() throws IOException {
    var later = Files.writeString(folder.resolve("later.csv"), rows(240, 360));
    var json = line(done(evaluate(model(), later, "--json")).out(), 0);
    assertEquals(120, json.get("samples").asInt());
    assertTrue(json.get("accuracy").asDouble() > 0.85, json.toString());
    int diagonal = 0;
    int all = 0;
    for (int c = 0; c < 3; c++) {
      assertEquals(NAMES.get(c), json.get("classes").get(c).get("name").asText());
      for (int answer = 0; answer < 3; answer++) {
        int count = json.get("confusion").get(c).get(answer).asInt();
        all += count;
        diagonal += c == answer ? count : 0;
      }
    }
    assertEquals(120, all);
    assertEquals(json.get("accuracy").asDouble(), diagonal / 120.0);
    var text = done(evaluate(model(), later)).out();
    assertTrue(text.contains("120 samples: accuracy"), text);
    assertTrue(text.contains("truth \\ answer"), text);
    var metrics = line(Files.readString(run.resolve("metrics.jsonl")), 11);
    assertTrue(metrics.get("validationAccuracy").asDouble() > 0.8, metrics.toString());
    var outcome = report(run).get("outcome");
    assertEquals(3, outcome.get("confusion").size());
    assertEquals(NAMES.get(0), outcome.at("/classes/0/name").asText());
    assertEquals(metrics.get("validationAccuracy"), report(run).at("/epochs/11/measured/accuracy"));
    assertFalse(outcome.at("/worst/0").has("picture"), "rows are no pictures");
  }

  /** The numbers in the page that a run leaves. */
  private static JsonNode report(Path folder) throws IOException {
    var html = Files.readString(folder.resolve("report.html"));
    var opening = "id=\"run\">";
    int begin = html.indexOf(opening) + opening.length();
    return JSON.readTree(html.substring(begin, html.indexOf("</script>", begin)));
  }

  private static Cli evaluate(Path model, Path data, Object... options) {
    var all = new ArrayList<Object>(List.of("evaluate", "--model", model, "--data", data));
    all.addAll(List.of("--device", "jvm"));
    all.addAll(List.of(options));
    return Cli.run(all.toArray());
  }

  @Test
  void theFileHoldsClassesColumnsAndStandardizationOfTheTrainingPartAlone() {
    var classification = ModelFile.load(model()).description().classification();
    assertEquals(NAMES, classification == null ? null : classification.classes());
    var expected = new Classification.Table(List.of("height", "girth", "age"), "kind");
    assertEquals(expected, classification == null ? null : classification.table());
    var all = org.tornadonn.data.CsvDataset.open(table, null, List.of());
    var whole = Standardization.of(all, 3, 0).mean();
    var part =
        Standardization.of(org.tornadonn.data.Subset.split(all, 0.1, 1).training(), 3, 0).mean();
    assertFalse(whole.equals(part));
    assertEquals(part, classification == null ? null : classification.mean());
  }

  @Test
  void predictsRowsWhateverTheOrderOfTheirColumns() throws IOException {
    var rows = folder.resolve("unlabelled.csv");
    Files.writeString(rows, rows(240, 241) + rows(241, 242).lines().skip(1).toList().get(0) + "\n");
    var turned = folder.resolve("turned.csv");
    var lines = Files.readAllLines(rows).stream().map(line -> line.split(",")).toList();
    Files.write(turned, lines.stream().map(c -> c[2] + "," + c[0] + "," + c[1]).toList());
    var out = done(predict(model(), rows, "--top", 3, "--json")).out();
    assertEquals(2, out.lines().count());
    assertEquals(
        out.replace(rows.toString(), ""),
        done(predict(model(), turned, "--top", 3, "--json")).out().replace(turned.toString(), ""));
    var answers = line(out, 0).get("answers");
    double sum = 0;
    for (var answer : answers) {
      sum += answer.get("probability").asDouble();
    }
    assertEquals(1, sum, 1e-12);
    assertTrue(
        answers.get(0).get("probability").asDouble()
            >= answers.get(1).get("probability").asDouble());
    var text = done(predict(model(), rows)).out();
    assertTrue(text.lines().findFirst().orElse("").matches(" *[0-9.]+% \\w+  .*, line 2"), text);
  }

  private static Cli predict(Path model, Path file, Object... options) {
    var all = new ArrayList<Object>(List.of("predict", "--model", model, file, "--device", "jvm"));
    all.addAll(List.of(options));
    return Cli.run(all.toArray());
  }

  @Test
  void aRunThatGoesOnEndsAsOneThatNeverStopped() throws IOException {
    var whole = folder.resolve("whole");
    var parts = folder.resolve("parts");
    var options =
        List.<Object>of("--data", table, "--batch", 16, "--schedule", "constant", "--epochs");
    done(train(with(options, 3, "--output", whole)));
    done(train(with(options, 1, "--output", parts, "--workers", 0)));
    done(Cli.run("train", "--resume", parts, "--epochs", 3));
    assertArrayEquals(
        Files.readAllBytes(whole.resolve("model.safetensors")),
        Files.readAllBytes(parts.resolve("model.safetensors")));
  }

  private static Object[] with(List<Object> options, Object... more) {
    var all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return all.toArray();
  }

  @Test
  void picturesInFoldersWithBrokenOnesAsIfThoseWereNotThere() throws IOException {
    var data = pictures("sides", 12);
    var broken = data.resolve("left/05a.png");
    Files.writeString(broken, "no picture");
    var options = List.<Object>of("--data", data, "--epochs", 2, "--image-size", 8, "--output");
    refused(
        1,
        train(with(options, folder.resolve("failed"))),
        "05a.png is not a picture",
        "add --broken skip");
    var skipping = folder.resolve("skipping");
    var said = done(train(with(options, skipping, "--broken", "skip"))).err();
    assertTrue(said.contains("Skipped: ") && said.contains("05a.png"), said);
    assertTrue(said.contains("Skipped 1 of 25 pictures"), said);
    Files.delete(broken);
    var never = folder.resolve("never");
    done(train(with(options, never, "--workers", 3)));
    assertTrue(report(never).at("/outcome/shown/0/picture").asText().length() > 50);
    assertTrue(report(never).at("/outcome/shown/0/name").asText().endsWith(".png"));
    var model = skipping.resolve("model.safetensors");
    assertArrayEquals(
        Files.readAllBytes(never.resolve("model.safetensors")), Files.readAllBytes(model));
    var answer = done(predict(model, data.resolve("right/01.png"), "--top", 2)).out();
    assertTrue(answer.contains("% left") && answer.contains("% right"), answer);
    assertEquals(1, evaluate(model, table).code());
    done(Cli.run("summary", "--model", model, "--device", "jvm"));
    done(
        Cli.run(
            "trace", "--model", model, "--image", data.resolve("left/02.png"), "--device", "jvm"));
    var onnx = folder.resolve("sides.onnx");
    done(Cli.run("export", "--model", model, "--to", onnx));
    assertEquals(
        line(done(evaluate(model, data, "--json")).out(), 0).get("confusion"),
        line(done(evaluate(onnx, data, "--json")).out(), 0).get("confusion"));
    var standardized = folder.resolve("standardized.onnx");
    done(Cli.run("export", "--model", onnx, "--to", standardized, "--inputs", "standardized"));
    assertEquals(
        done(predict(onnx, data.resolve("left/03.png"))).out(),
        done(predict(standardized, data.resolve("left/03.png"))).out());
  }

  @Test
  void idxFilesAndTheirTestPart() throws IOException {
    var data = Files.createDirectories(folder.resolve("idx"));
    idx(data, "train", 40);
    idx(data, "t10k", 10);
    var output = folder.resolve("idx-run");
    var cli = done(train("--data", data, "--output", output, "--epochs", 3, "--batch", 4));
    assertTrue(cli.err().contains("40 samples, 10 for validation"), cli.err());
    var model = output.resolve("model.safetensors");
    assertEquals(
        List.of(1, 13, 15),
        ModelFile.load(model).model().input().toArray().length == 3 ? List.of(1, 13, 15) : null);
    var json = line(done(evaluate(model, data, "--json")).out(), 0);
    assertEquals(1.0, json.get("accuracy").asDouble(), json.toString());
    var answers = done(predict(model, data.resolve("t10k-images-idx3-ubyte"))).out();
    assertEquals(10, answers.lines().count());
    assertTrue(answers.lines().skip(1).findFirst().orElse("").contains("% 1  "), answers);
  }

  private static void idx(Path data, String part, int count) throws IOException {
    int rows = 13;
    int columns = 15;
    var images = ByteBuffer.allocate(16 + count * rows * columns);
    images.putInt(0x803).putInt(count).putInt(rows).putInt(columns);
    var labels = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
    for (int i = 0; i < count; i++) {
      labels.put((byte) (i % 2));
      for (int p = 0; p < rows * columns; p++) {
        boolean left = p % columns < columns / 2;
        images.put((byte) (left == (i % 2 == 0) ? 200 + i % 7 : 20 + p % 9));
      }
    }
    Files.write(data.resolve(part + "-images-idx3-ubyte"), images.array());
    Files.write(data.resolve(part + "-labels-idx1-ubyte"), labels.array());
  }

  @Test
  void wrongUsageIsSaid() throws IOException {
    var data = pictures("few", 2);
    var output = List.<Object>of("--output", folder.resolve("none"), "--data");
    refused(2, train(), "Missing data: give --data PATH");
    refused(2, train(with(output, table, "--model", "cnn")), "cnn takes pictures, not rows");
    refused(2, train(with(output, table, "--image-size", 8)), "--image-size belongs to folders");
    refused(2, train(with(output, table, "--broken", "skip")), "--broken belongs to folders");
    refused(2, train(with(output, data, "--label", "x")), "--label belongs to CSV");
    refused(2, train(with(output, data, "--ignore", "x")), "--ignore belongs to CSV");
    refused(2, train(with(output, data, "--hidden", "8")), "--hidden belongs to --model mlp");
    refused(2, train(with(output, data, "--channels", 2)), "--channels must be 1 or 3");
    refused(2, train(with(output, table, "--hidden", "8,0")), "--hidden must be at least 1");
    refused(2, train(with(output, table, "--label-smoothing", 1)), "must lie in [0, 1), not 1.0");
    refused(2, train(with(output, table, "--workers", -1)), "--workers must be at least 0");
    refused(
        2,
        train(with(output, data, "--model", "lenet", "--image-size", 8)),
        "lenet takes pictures of 12 pixels or more, not 8 × 8: take cnn");
    refused(1, train(with(output, folder.resolve("gone"))), "There is no file or folder");
    refused(1, train(with(output, data.resolve("left"))), "neither folders of pictures");
    var parts = folder.resolve("parts-of-it");
    picture(parts.resolve("train/a.png"), 8, true);
    picture(parts.resolve("test/a.png"), 8, true);
    refused(1, train(with(output, parts)), "parts test, train, no classes", "--validation-data");
    assertFalse(Files.exists(folder.resolve("none")));
  }

  @Test
  void whatAClassifierCannotDoIsSaid() throws IOException {
    var picture = folder.resolve("one.png");
    picture(picture, 8, true);
    refused(2, predict(model(), picture, "--upright", folder), "--upright needs an orientation");
    refused(2, predict(model(), table, "--top", 0), "--top must be at least 1");
    var cli = predict(model(), picture);
    assertEquals(1, cli.code());
    assertTrue(cli.err().contains("the model takes rows with the columns height, girth, age"));
    refused(1, evaluate(model(), pictures("other", 1)), "holds pictures, but the model takes rows");
  }
}

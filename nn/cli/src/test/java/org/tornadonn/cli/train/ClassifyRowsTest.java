package org.tornadonn.cli.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.cli.ClassifyCli.evaluate;
import static org.tornadonn.cli.ClassifyCli.predict;
import static org.tornadonn.cli.ClassifyCli.train;
import static org.tornadonn.cli.ClassifyCli.with;
import static org.tornadonn.cli.Cli.done;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadonn.cli.Cli;
import org.tornadonn.cli.Reported;
import org.tornadonn.cli.Trees;
import org.tornadonn.data.Standardization;
import org.tornadonn.store.Classification;
import org.tornadonn.store.ModelFile;

/** Classifiers of rows, from a table to classes. */
class ClassifyRowsTest {

  @TempDir static Path folder = Path.of(".");

  private static Path table = Path.of(".");
  private static Path run = Path.of(".");

  private static Path model() {
    return run.resolve("model.safetensors");
  }

  private static JsonNode line(String text, int index) throws IOException {
    return Cli.json(text).get(index);
  }

  @BeforeAll
  static void trainOnRows() throws IOException {
    table = folder.resolve("trees.csv");
    Files.writeString(table, Trees.rows(0, 240));
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

  @Test
  void findLrPrintsARateAndTrainsNothing() {
    var out = folder.resolve("no-run");
    var cli = done(train("--data", table, "--batch", 16, "--output", out, "--find-lr"));
    float rate = Float.parseFloat(cli.out().strip());
    assertTrue(rate > 1e-5 && rate < 1, cli.out());
    assertFalse(Files.exists(out));
  }

  @Test
  void learnsAndSaysSoByClass() throws IOException {
    var later = Files.writeString(folder.resolve("later.csv"), Trees.rows(240, 360));
    var json = line(done(evaluate(model(), later, "--json")).out(), 0);
    assertEquals(120, json.get("samples").asInt());
    assertTrue(json.get("accuracy").asDouble() > 0.85, json.toString());
    int diagonal = 0;
    int all = 0;
    for (int c = 0; c < 3; c++) {
      assertEquals(Trees.NAMES.get(c), json.get("classes").get(c).get("name").asText());
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
    var outcome = Reported.of(run).get("outcome");
    assertEquals(3, outcome.get("confusion").size());
    assertEquals(Trees.NAMES.get(0), outcome.at("/classes/0/name").asText());
    assertEquals(
        metrics.get("validationAccuracy"), Reported.of(run).at("/epochs/11/measured/accuracy"));
    assertFalse(outcome.at("/worst/0").has("picture"), "rows are no pictures");
  }

  @Test
  void theFileHoldsClassesColumnsAndStandardizationOfTheTrainingPartAlone() {
    var classification = ModelFile.load(model()).description().classification();
    assertEquals(Trees.NAMES, classification == null ? null : classification.classes());
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
    Files.writeString(
        rows, Trees.rows(240, 241) + Trees.rows(241, 242).lines().skip(1).toList().get(0) + "\n");
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
}

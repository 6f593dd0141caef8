package org.tornadonn.cli.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.maxPool2d;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadonn.cli.Cli;
import org.tornadonn.cli.show.Paint;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.OrientationModel;
import org.tornadonn.plan.Shape;
import org.tornadonn.store.ModelDescription;
import org.tornadonn.store.ModelFile;

/** The trace as text, JSON and page, and what it says to wrong options. */
class TraceCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder = Path.of(".");

  private static Path orientation = Path.of(".");
  private static Path rows = Path.of(".");
  private static Path image = Path.of(".");

  @BeforeAll
  static void modelsAndAPicture() throws Exception {
    orientation = folder.resolve("orientation.safetensors");
    var layers = OrientationModel.layers();
    ModelFile.save(
        orientation,
        new Model(layers, OrientationModel.input(32), 1),
        ModelDescription.ORIENTATION);
    rows = folder.resolve("rows.safetensors");
    var small = sequential(named("fc", linear(3, 2), relu(), linear(2, 2)));
    ModelFile.save(rows, new Model(small, Shape.of(3), 1), ModelDescription.CUSTOM);
    image = folder.resolve("page.png");
    var picture = new BufferedImage(48, 40, BufferedImage.TYPE_BYTE_GRAY);
    picture.createGraphics().fillRect(10, 5, 20, 12);
    ImageIO.write(picture, "png", image.toFile());
  }

  private static Cli done(Object... args) {
    var all = new ArrayList<Object>(List.of("trace", "--device", "jvm"));
    all.addAll(List.of(args));
    var cli = Cli.run(all.toArray());
    assertEquals(0, cli.code(), cli.err());
    return cli;
  }

  private static JsonNode json(Object... args) throws Exception {
    var all = new ArrayList<Object>(List.of("--json"));
    all.addAll(List.of(args));
    var out = done(all.toArray()).out();
    assertEquals(1, out.lines().count());
    return JSON.readTree(out);
  }

  private static void refused(int code, String said, Object... args) {
    var all = new ArrayList<Object>(List.of("trace", "--device", "jvm"));
    all.addAll(List.of(args));
    var cli = Cli.run(all.toArray());
    assertEquals(code, cli.code(), cli.err());
    assertEquals("", cli.out());
    assertEquals(1, cli.err().strip().lines().count(), cli.err());
    assertTrue(cli.err().contains(said), cli.err());
  }

  @Test
  void jsonHoldsTheRun() throws Exception {
    var trace = json("--neuron", "fc.2:0");
    var names = new ArrayList<String>();
    for (var stage : trace.get("stages")) {
      names.add(stage.get("name").asText());
      assertEquals(1000, stage.get("shape").get(0).asInt());
      assertEquals(
          stage.get("shape").get(1).asInt(), stage.get("sample").get(0).size(), stage.toString());
    }
    assertEquals(List.of("input", "fc.0", "fc.1", "fc.2", "scores"), names);
    var epochs = trace.get("epochs");
    assertEquals(5, epochs.size());
    for (int i = 0; i < 5; i++) {
      assertEquals(i + 1, epochs.get(i).get("epoch").asInt());
    }
    assertTrue(epochs.get(4).get("loss").asDouble() <= 0.45, epochs.toString());
    assertTrue(epochs.get(4).get("accuracy").asDouble() >= 0.85, epochs.toString());
    assertEquals(3, trace.get("prediction").get("scores").size());
    assertEquals("jvm", trace.get("device").asText());
    var neuron = trace.get("neuron");
    double output = neuron.get("bias").asDouble();
    for (var term : neuron.get("terms")) {
      output += term.get("x").asDouble() * term.get("weight").asDouble();
    }
    assertEquals(output, neuron.get("output").asDouble(), 1e-6);
    assertEquals(
        trace.get("prediction").get("scores").get(0).floatValue(),
        neuron.get("layerOutput").floatValue());
  }

  @Test
  void theTextSaysWhatTheJsonSays() throws Exception {
    var text = done("--neuron", "fc.2:1", "--seed", 3).out();
    var trace = json("--neuron", "fc.2:1", "--seed", 3);
    for (var line : text.lines().toList()) {
      assertTrue(line.length() <= 80, line);
      assertFalse(line.contains("\u001b"), "colour without a terminal: " + line);
    }
    for (var epoch : trace.get("epochs")) {
      var row =
          String.format(
              Locale.ROOT,
              "%5d  %6.3f  %7.1f%%  %s",
              epoch.get("epoch").asInt(),
              epoch.get("loss").asDouble(),
              100 * epoch.get("accuracy").asDouble(),
              epoch.get("observation").asText());
      assertTrue(text.contains(row), row);
    }
    for (var stage : trace.get("stages")) {
      var first =
          IntStream.range(0, Math.min(7, stage.get("sample").get(0).size()))
              .mapToObj(i -> stage.get("sample").get(0).get(i).asDouble())
              .map(value -> String.format(Locale.ROOT, "%9.3f", value))
              .collect(Collectors.joining());
      assertTrue(text.contains(first), first);
    }
    for (var question : trace.get("quiz")) {
      int answer = question.get("answer").asInt();
      assertTrue(
          text.contains(
              (char) ('A' + answer) + ") " + question.get("choices").get(answer).asText()),
          question.toString());
    }
    var output = String.format(Locale.ROOT, "%.4f", trace.get("neuron").get("output").asDouble());
    assertTrue(text.contains("Neuron fc.2:1"), text);
    assertTrue(text.lines().anyMatch(line -> line.matches("  output +" + output)), text);
    assertTrue(text.contains("┤"), text);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 12, 120})
  void chartsFitEightyColumns(int epochs) {
    for (var line : done("--epochs", epochs).out().lines().toList()) {
      assertTrue(line.length() <= 80, line);
    }
  }

  @Test
  void theChartShowsWhereTheLossIs() {
    var chart = new LossChart(new double[] {1.2, 0.6, 0}, 0.6).text().lines().toList();
    assertTrue(chart.get(1).startsWith("  1.20 ┤ ●"), chart.get(1));
    assertTrue(chart.get(6).contains("0.60 ┤╌") && chart.get(6).contains("●"), chart.get(6));
    assertTrue(chart.get(6).endsWith("a guess: 0.60"), chart.get(6));
    assertTrue(chart.get(11).endsWith("●"), chart.get(11));
  }

  @Test
  void colourEndsWhereItBegan() {
    assertEquals("\u001b[1mx\u001b[0m", new Paint(true).strong("x"));
    assertEquals("x", new Paint(false).strong("x"));
  }

  @Test
  void anOwnModelIsTracedWithAPicture() throws Exception {
    var trace = json("--model", orientation, "--image", image);
    assertEquals(20, trace.get("stages").size());
    assertEquals("[1,1,32,32]", trace.get("stages").get(0).get("shape").toString());
    assertEquals(0, trace.get("epochs").size());
    double sin = trace.get("prediction").get("scores").get(0).asDouble();
    double cos = trace.get("prediction").get("scores").get(1).asDouble();
    double degrees = trace.get("prediction").get("degrees").asDouble();
    assertEquals((Math.toDegrees(Math.atan2(sin, cos)) + 360) % 360, degrees, 1e-4);
    assertEquals("fc.2", trace.get("neuron").get("layer").asText());
    assertEquals(3, trace.get("quiz").size());
    var text = done("--model", orientation, "--image", image, "--neuron", "fc.0:5").out();
    assertTrue(text.contains("conv.0  Conv2d(1, 32, 3×3)"), text);
    assertTrue(text.contains("116 other inputs"), text);
    assertTrue(text.contains(String.format(Locale.ROOT, "turned by %.1f°", degrees)), text);
  }

  @Test
  void anOwnModelIsTracedWithNumbers() throws Exception {
    var trace = json("--model", rows, "--row", "0.5,-1.25,3");
    assertEquals("[[0.5,-1.25,3.0]]", trace.get("stages").get(0).get("sample").toString());
    assertFalse(trace.get("prediction").has("predicted"));
    assertTrue(done("--model", rows, "--row", "1, 2, 3").out().contains(" output 1 "));
  }

  @Test
  void thePageHoldsTheSameNumbers() throws Exception {
    var page = folder.resolve("trace.html");
    var cli = done("--html", page, "--json");
    assertTrue(cli.err().contains("Wrote " + page), cli.err());
    var html = Files.readString(page);
    var json = JSON.readTree(cli.out());
    int at = html.indexOf("id=\"run\">") + "id=\"run\">".length();
    var data = JSON.readTree(html.substring(at, html.indexOf("</script>", at)));
    for (var key : List.of("stages", "epochs", "prediction", "quiz", "training", "neuron")) {
      assertEquals(json.get(key), data.get(key), key);
    }
    var rest = html.replace("http://www.w3.org/2000/svg", "");
    assertFalse(rest.contains("http:") || rest.contains("https:"), "the page must load nothing");
  }

  @Test
  void wrongOptionsAreAnswered() throws Exception {
    refused(2, "write LAYER:UNIT", "--neuron", "fc.2");
    refused(1, "give one of [fc.0, fc.2]", "--neuron", "fc.9:0");
    refused(1, "units 0 to 2, but not 3", "--neuron", "fc.2:3");
    refused(1, "'fc.1' is not linear", "--neuron", "fc.1:0");
    refused(2, "Epochs must be at least 1", "--epochs", "0");
    refused(2, "--image needs --model", "--image", image);
    refused(2, "--epochs belongs to the generated rows", "--model", rows, "--epochs", "3");
    refused(2, "add --image FILE", "--model", orientation);
    refused(2, "add --row with 3", "--model", rows);
    refused(2, "exclude each other", "--model", rows, "--row", "1", "--image", image);
    refused(2, "'x', which is no number", "--model", rows, "--row", "1,x,3");
    refused(1, "which is 3 numbers, but --row has 2", "--model", rows, "--row", "1,2");
    refused(1, "square grey pictures", "--model", rows, "--image", image);
    refused(1, "missing.png", "--model", orientation, "--image", folder.resolve("missing.png"));
    refused(1, "there is no", "--html", folder.resolve("nowhere/trace.html"));
    refused(1, "it is a folder", "--html", folder);
    var pool = folder.resolve("pool.safetensors");
    ModelFile.save(
        pool,
        new Model(sequential(maxPool2d(2), flatten()), Shape.of(1, 4, 4), 1),
        ModelDescription.CUSTOM);
    refused(1, "no linear layer", "--model", pool, "--image", image, "--neuron", "0:0");
    assertEquals(3, json("--model", pool, "--image", image).get("quiz").size());
  }
}

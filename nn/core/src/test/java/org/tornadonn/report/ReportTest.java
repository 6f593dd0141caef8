package org.tornadonn.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.io.ByteArrayInputStream;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.tornadonn.data.ClusterDataset;
import org.tornadonn.data.Dataset;
import org.tornadonn.data.GrayImage;
import org.tornadonn.page.Page;
import org.tornadonn.page.Png;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.Evaluation;

/** What the page says is what the records say, and the records say what was predicted. */
class ReportTest {

  private static JsonNode numbers(Report report) throws Exception {
    var html = report.page().html();
    var opening = "<script type=\"application/json\" id=\"run\">";
    int begin = html.indexOf(opening) + opening.length();
    return new ObjectMapper().readTree(html.substring(begin, html.indexOf("</script>", begin)));
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  @Test
  void thePageHoldsTheNumbersOfTheRecords() throws Exception {
    var report =
        Reports.of(
            Reports.epochs(12, true, Reports.MEDIAN), List.of(Reports.MEDIAN), Reports.angles(40));
    assertEquals(new ObjectMapper().writeValueAsString(report), numbers(report).toString());
    assertEquals(
        report.epochs().get(7).trainLoss(), numbers(report).at("/epochs/7/trainLoss").asDouble());
    assertEquals("angles", numbers(report).at("/outcome/kind").asText());
  }

  @Test
  void textCannotBecomeMarkup() throws Exception {
    var report = Reports.of(Reports.epochs(1, false, Reports.MEDIAN), List.of(), null);
    var html = report.page().html();
    assertEquals(2, count(html, "</script>"));
    assertEquals(1, count(html, "</style>"));
    assertFalse(html.contains("<b onclick"));
    assertEquals("runs/" + Reports.NASTY, numbers(report).get("name").asText());
  }

  /** A name may end in half a character, turn the direction of writing, or hold codes. */
  @Test
  void everyNameCanBeWrittenAndComesBack() throws Exception {
    var name = "a\ud800 \u202e \u001b\u0085\u007f";
    var html = Page.of("A page", Report.class, "report", Map.of("name", name)).html();
    var written = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(html));
    assertTrue(written.remaining() > 0);
    var json = html.substring(html.lastIndexOf("{\"name\""), html.lastIndexOf("</script>"));
    assertEquals(name, new ObjectMapper().readTree(json).get("name").asText());
  }

  @Test
  void aLossThatIsNoNumberIsStillThere() throws Exception {
    var epochs =
        List.of(
            Reports.epoch(1, 0.5, 0.6, Reports.MEDIAN),
            Reports.epoch(2, Double.NaN, Double.POSITIVE_INFINITY, Reports.MEDIAN));
    var numbers = numbers(Reports.of(epochs, List.of(Reports.MEDIAN), null));
    assertEquals("NaN", numbers.at("/epochs/1/trainLoss").asText());
    assertEquals("Infinity", numbers.at("/epochs/1/validationLoss").asText());
  }

  @Test
  void aThousandEpochsAreASmallPage() {
    var report =
        Reports.of(
            Reports.epochs(1000, true, Reports.MEDIAN),
            List.of(Reports.MEDIAN),
            Reports.angles(20));
    assertTrue(report.page().html().length() < 400_000, report.page().html().length() + " bytes");
  }

  @Test
  void anglesAreCountedByTheirErrors() {
    var angles = Reports.angles(40);
    assertEquals(40, angles.samples());
    assertEquals(40, angles.histogram().stream().mapToInt(n -> n).sum());
    assertEquals(8, angles.shown().size());
    assertEquals(8, angles.worst().size());
    assertEquals(180 * Math.pow(39 / 40.0, 4), angles.worst().getFirst().error(), 1e-3);
    assertEquals("39" + Reports.NASTY, angles.worst().getFirst().name());
    for (int i = 1; i < 8; i++) {
      assertTrue(angles.worst().get(i - 1).error() >= angles.worst().get(i).error());
    }
    // 180° · (i / 40)⁴ is below 10° up to i = 19
    assertEquals(20, angles.histogram().getFirst());
    assertEquals(1, angles.histogram().get(16));
  }

  @Test
  void classesAreCounted() {
    // scores of three samples, by hand: 0 → 0, 0 → 1, 1 → 1; class 2 has none and is never taken
    float[] scores = {2, 0, 0, 0, 1, 0, 0, 5, 0};
    float[] answers = {0, 0, 1};
    var classes =
        Classes.of(
            new Predicted(
                "training set", new Numbers(), Shape.of(4), new Evaluation(scores, answers)),
            List.of("cat", "dog", "owl"));
    assertEquals(2 / 3.0, classes.accuracy(), 1e-12);
    assertEquals(
        List.of(List.of(1L, 1L, 0L), List.of(0L, 1L, 0L), List.of(0L, 0L, 0L)),
        classes.confusion());
    assertEquals(
        List.of(
            new Classes.Score("cat", 2, 1.0, 0.5),
            new Classes.Score("dog", 1, 0.5, 1.0),
            new Classes.Score("owl", 0, null, null)),
        classes.classes());
    assertEquals(List.of(new Classes.Mistake("cat", "dog", 1)), classes.mistakes());
    var worst = classes.worst().getFirst();
    assertEquals("sample 2", worst.name());
    assertEquals("cat", worst.truth());
    assertEquals("dog", worst.predicted());
    assertEquals(1 / (2 + Math.E), worst.truthShare(), 1e-9);
    assertEquals(Math.E / (2 + Math.E), worst.predictedShare(), 1e-9);
    assertNull(worst.picture(), "four numbers are no picture");
  }

  /** Three samples of four numbers. */
  private record Numbers() implements Dataset {
    @Override
    public int size() {
      return 3;
    }

    @Override
    public int inputLength() {
      return 4;
    }

    @Override
    public int targetLength() {
      return 1;
    }

    @Override
    public void read(int index, int epoch, float[] x, int xAt, float[] y, int yAt) {}
  }

  @Test
  void manyClassesHaveNoMatrixButTheirMistakes() {
    var names = IntStream.range(0, 40).mapToObj(c -> "class " + c).toList();
    var classes = Reports.classes(800, names);
    assertEquals(List.of(), classes.confusion());
    assertEquals(40, classes.classes().size());
    assertEquals(10, classes.mistakes().size());
  }

  @Test
  void scoresWithoutANameAreRefused() {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Classes.of(
                    new Predicted(
                        "training set",
                        new ClusterDataset(2, 2, 2, 1),
                        Shape.of(2),
                        new Evaluation(new float[4], new float[2])),
                    List.of("one")));
    assertEquals("4 scores of 2 samples are not one for each of 1 classes.", e.getMessage());
  }

  /** One picture of two pixels. */
  private record Pixels(float first, float second) implements Dataset {
    @Override
    public int size() {
      return 1;
    }

    @Override
    public int inputLength() {
      return 2;
    }

    @Override
    public int targetLength() {
      return 1;
    }

    @Override
    public void read(int index, int epoch, float[] x, int xAt, float[] y, int yAt) {
      x[xAt] = first;
      x[xAt + 1] = second;
    }
  }

  @Test
  void standardizedPicturesAreBroughtBack() throws Exception {
    var evaluation = new Evaluation(new float[2], new float[1]);
    for (var pixels : List.of(new Pixels(-3, 5), new Pixels(0, 1))) {
      var png = new Predicted("validation set", pixels, Shape.of(1, 1, 2), evaluation).picture(0);
      var bytes = Base64.getDecoder().decode(Objects.requireNonNull(png));
      var image = Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(bytes)));
      assertEquals(0, image.getRaster().getSample(0, 0, 0));
      assertEquals(255, image.getRaster().getSample(1, 0, 0));
    }
  }

  @Test
  void coloursAreKept() throws Exception {
    var png =
        Png.of(
            new GrayImage(2, 1, new float[] {1, 0}),
            new GrayImage(2, 1, new float[] {0.2f, 0}),
            new GrayImage(2, 1, new float[] {0, 1}));
    var image =
        Objects.requireNonNull(
            ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(png))));
    assertEquals(new Color(255, 51, 0), new Color(image.getRGB(0, 0)));
    assertEquals(new Color(0, 0, 255), new Color(image.getRGB(1, 0)));
  }
}

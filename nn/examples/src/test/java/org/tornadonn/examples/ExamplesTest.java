package org.tornadonn.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each program learns what it shall, stands beside its PyTorch program, and is hardly longer. */
class ExamplesTest {

  private static final Path FOLDER = Path.of("src/main/java/org/tornadonn/examples");

  private static final double LONGER = 1.5;

  /** What a program prints in its last line, and in which bounds: those that do not learn miss. */
  private record Example(String name, String figure, double least, double most) {

    String source(String ending) throws IOException {
      return Files.readString(FOLDER.resolve(name + ending));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static List<Example> examples() {
    return List.of(
        new Example("Autoencoder", "error", 0, 0.25), // the mean picture: 1
        new Example("CsvRegression", "error", 0, 0.1), // the mean price: 1
        new Example("CustomLoss", "error", 0, 0.1), // the mean: 1, squares: 2.9
        new Example("Dcgan", "contrast", 1, 2), // of real ones: 1.5, untrained: about 0
        new Example("DigitsCnn", "accuracy", 0.9, 1), // by chance: 0.1
        new Example("FeatureExtraction", "accuracy", 0.8, 1), // by chance: 0.2
        new Example("GradCam", "share", 0.6, 1), // everywhere alike: 0.25
        new Example("Imbalance", "recall", 0.8, 1), // by chance: 0.5
        new Example("MobileNetBlock", "accuracy", 0.9, 1), // by chance: 0.25
        new Example("OptimizerState", "difference", 0, 0), // with a new optimizer: not 0
        new Example("ParameterGroups", "accuracy", 0.9, 1), // by chance: 0.5
        new Example("PredictionServer", "accuracy", 0.9, 1), // by chance: 0.5
        new Example("ResNetFineTuning", "accuracy", 0.8, 1), // by chance: 0.5
        new Example("Saliency", "share", 0.5, 1), // all rows alike: 0.25
        new Example("SequenceTransformer", "accuracy", 0.9, 1), // by chance: 0.125
        new Example("SeriesForecast", "error", 0, 0.15), // the mean: 1
        new Example("TextEmbedding", "accuracy", 0.9, 1), // by chance: 0.5
        new Example("TwoInputsTwoHeads", "accuracy", 0.9, 1), // by chance: 0.25
        new Example("UNetSegmentation", "IoU", 0.8, 1), // all one class: 0.1
        new Example("WeightAverage", "error", 0, 0.2)); // the mean: 1
  }

  @Test
  void theFolderHoldsThesePairs() throws IOException {
    var names = examples().stream().map(Example::name);
    var wanted = names.flatMap(name -> Stream.of(name + ".java", name + ".py")).sorted().toList();
    try (var files = Files.list(FOLDER)) {
      var found = files.map(file -> file.getFileName().toString()).sorted().toList();
      assertEquals(
          Stream.concat(wanted.stream(), Stream.of("package-info.java")).sorted().toList(), found);
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void itLearns(Example example) throws Exception {
    var text = printed(example.name);
    var figure = Pattern.compile("(\\w+) (-?\\d+[.,]?\\d*)").matcher(text);
    assertTrue(figure.lookingAt() && figure.group(1).equals(example.figure), text);
    double value = Double.parseDouble(figure.group(2).replace(',', '.'));
    assertTrue(value >= example.least && value <= example.most, text);
  }

  /** The last line that a program prints. */
  private static String printed(String name) throws Exception {
    var out = new ByteArrayOutputStream();
    var stdout = System.out;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      Class.forName("org.tornadonn.examples." + name)
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[] {"jvm"});
    } finally {
      System.setOut(stdout);
    }
    return out.toString(StandardCharsets.UTF_8).lines().toList().getLast();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void itIsNotLongerByMoreThanHalf(Example example) throws IOException {
    long java = lines(example.source(".java"), "(?s)/\\*.*?\\*/", "//");
    long python = lines(example.source(".py"), "(?s)\"\"\".*?\"\"\"", "#");
    assertTrue(java <= LONGER * python, java + " lines of Java, " + python + " of Python");
  }

  /** Lines that are neither empty nor comments. */
  private static long lines(String source, String comments, String comment) {
    return source
        .replaceAll(comments, "")
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith(comment))
        .count();
  }

  @Test
  void linesAreCountedWithoutComments() {
    var java = "/** A\n * comment. */\nclass A {\n\n  // says why\n  int a; // why\n}\n";
    assertEquals(3, lines(java, "(?s)/\\*.*?\\*/", "//"));
    assertEquals(1, lines("\"\"\"A\ncomment.\"\"\"\n# why\n\na = 1\n", "(?s)\"\"\".*?\"\"\"", "#"));
  }
}

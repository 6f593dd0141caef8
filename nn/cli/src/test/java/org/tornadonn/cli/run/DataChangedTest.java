package org.tornadonn.cli.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.cli.Cli.done;
import static org.tornadonn.cli.Cli.refused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.cli.ClassifyCli;
import org.tornadonn.cli.Cli;
import org.tornadonn.cli.Sides;
import org.tornadonn.cli.Trees;

/** A run whose data are no longer those that it began with does not go on without being told to. */
class DataChangedTest {

  @TempDir Path folder = Path.of(".");

  /** Something that is done to files. */
  private interface Step {
    void in(Path folder) throws IOException;
  }

  /**
   * A change.
   *
   * @param make makes the data in {@code data} (and {@code other})
   * @param options of the training, where DATA and OTHER stand for these
   * @param change what is done to them
   * @param said what the message names
   */
  private record Change(String name, Step make, String options, Step change, String said) {

    @Override
    public String toString() {
      return name;
    }
  }

  private static final String CSV = "classify --data DATA/trees.csv --batch 8";
  private static final String FOLDERS = "classify --data DATA --image-size 8 --batch 4";
  private static final String SHEET = "--data DATA --image-size 32 --batch 4";

  private static void trees(Path folder) throws IOException {
    Files.writeString(folder.resolve("trees.csv"), Trees.rows(0, 40));
  }

  private static void sheet(Path folder) {
    done(Cli.run("generate", "orientation", "--output", folder, "--count", 10, "--image-size", 32));
  }

  private static Step rewrite(String file, UnaryOperator<String> change) {
    return folder -> {
      var path = folder.resolve(file);
      var before = Files.readString(path);
      var after = change.apply(before);
      assertFalse(before.equals(after), "nothing was changed");
      Files.writeString(path, after);
    };
  }

  private static Step lines(UnaryOperator<List<String>> change) {
    return rewrite(
        "trees.csv",
        text -> String.join("\n", change.apply(new ArrayList<>(text.lines().toList()))) + "\n");
  }

  private static List<String> swapped(List<String> lines, int a, int b) {
    var line = lines.get(a);
    lines.set(a, lines.get(b));
    lines.set(b, line);
    return lines;
  }

  /** The same table with its first two columns, and their names, in the other order. */
  private static String turned(String line) {
    var cells = line.split(",");
    return String.join(",", cells[1], cells[0], cells[2], cells[3]);
  }

  /** One byte in the middle of a file, whose size stays. */
  private static Step flip(String file, int fromEnd) {
    return folder -> {
      var bytes = Files.readAllBytes(folder.resolve(file));
      bytes[bytes.length - fromEnd] ^= 1;
      Files.write(folder.resolve(file), bytes);
    };
  }

  private static Step swap(String a, String b) {
    return folder -> {
      Files.move(folder.resolve(a), folder.resolve("aside"));
      Files.move(folder.resolve(b), folder.resolve(a));
      Files.move(folder.resolve("aside"), folder.resolve(b));
    };
  }

  private static Stream<Change> changes() {
    Step sides = folder -> Sides.pictures(folder, ".", 8);
    return Stream.of(
        new Change(
            "a label",
            DataChangedTest::trees,
            CSV,
            rewrite("trees.csv", text -> text.replaceFirst("ash", "birch")),
            "(labels)"),
        new Change(
            "a cell",
            DataChangedTest::trees,
            CSV,
            lines(
                all -> {
                  all.set(9, "1" + all.get(9));
                  return all;
                }),
            "(cells)"),
        new Change(
            "the order of rows",
            DataChangedTest::trees,
            CSV,
            lines(all -> swapped(all, 3, 4)),
            "cells"),
        new Change(
            "the order of columns",
            DataChangedTest::trees,
            CSV,
            lines(all -> all.stream().map(DataChangedTest::turned).toList()),
            "(columns, cells)"),
        new Change(
            "a column's name",
            DataChangedTest::trees,
            CSV,
            rewrite("trees.csv", text -> text.replaceFirst("girth", "width")),
            "(columns)"),
        new Change(
            "a class name",
            DataChangedTest::trees,
            CSV,
            rewrite("trees.csv", text -> text.replace("cedar", "cypress")),
            "(class names)"),
        new Change(
            "a row more",
            DataChangedTest::trees,
            CSV,
            lines(
                all -> {
                  all.add(all.get(1));
                  return all;
                }),
            "number of samples, cells, labels"),
        new Change(
            "validation data",
            folder -> {
              trees(folder);
              Files.writeString(folder.resolve("other.csv"), Trees.rows(40, 60));
            },
            CSV + " --validation-data DATA/other.csv",
            rewrite("other.csv", text -> text.replaceFirst("ash", "birch")),
            "(labels of the validation set)"),
        new Change(
            "training data beside validation data",
            folder -> {
              trees(folder);
              Files.writeString(folder.resolve("other.csv"), Trees.rows(40, 60));
            },
            CSV + " --validation-data DATA/other.csv",
            rewrite("trees.csv", text -> text.replaceFirst("ash", "birch")),
            "(labels of the training set)"),
        new Change("a picture", sides, FOLDERS, swap("left/00.png", "left/01.png"), "(pictures)"),
        new Change(
            "a picture's name",
            sides,
            FOLDERS,
            folder -> Files.move(folder.resolve("left/00.png"), folder.resolve("left/000.png")),
            "(names of the samples)"),
        new Change(
            "a picture's class",
            sides,
            FOLDERS,
            folder -> Files.move(folder.resolve("left/07.png"), folder.resolve("right/99.png")),
            "labels"),
        new Change(
            "a class folder's name",
            sides,
            FOLDERS,
            folder -> Files.move(folder.resolve("left"), folder.resolve("links")),
            "class names"),
        new Change(
            "an answer",
            DataChangedTest::sheet,
            SHEET,
            rewrite("answersheet.json", text -> text.replaceFirst(": (\\d+\\.\\d)", ": $11")),
            "(answers)"),
        new Change(
            "the order of answers",
            DataChangedTest::sheet,
            SHEET,
            rewrite(
                "answersheet.json",
                text ->
                    text.lines()
                        .filter(line -> line.contains(":"))
                        .map(line -> line.strip().replaceAll(",$", ""))
                        .collect(
                            Collectors.collectingAndThen(
                                Collectors.toList(),
                                all -> "{" + String.join(",", all.reversed()) + "}"))),
            "names of the samples"),
        new Change(
            "a photo",
            DataChangedTest::sheet,
            "--upright DATA/images --image-size 32 --batch 4",
            swap("images/00001.png", "images/00002.png"),
            "(pictures)"),
        new Change(
            "an IDX pixel",
            folder -> Sides.idx(folder, "train", 12),
            "classify --data DATA --batch 4",
            flip("train-images-idx3-ubyte", 3),
            "(pictures)"),
        new Change(
            "an IDX label",
            folder -> Sides.idx(folder, "train", 12),
            "classify --data DATA --batch 4",
            flip("train-labels-idx1-ubyte", 1),
            "(labels)"));
  }

  private Path begun(Change change) throws IOException {
    var data = Files.createDirectory(folder.resolve("data"));
    change.make.in(data);
    var run = folder.resolve("run");
    var command = new ArrayList<Object>(List.of("train"));
    command.addAll(Arrays.asList(change.options.replace("DATA", data.toString()).split(" ")));
    command.addAll(List.of("--output", run, "--epochs", 1, "--device", "jvm"));
    done(Cli.run(command.toArray()));
    return run;
  }

  private static Cli resume(Path run, Object... options) {
    return Cli.run(ClassifyCli.with(List.of("train", "--resume", run, "--device", "jvm"), options));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void aChangeIsNamedAndCanBeAccepted(Change change) throws IOException {
    var run = begun(change);
    change.change.in(folder.resolve("data"));
    var model = Files.readAllBytes(run.resolve("model.safetensors"));
    var metrics = Files.readString(run.resolve("metrics.jsonl"));
    var cli = resume(run, "--epochs", 2);
    assertEquals(1, cli.code(), cli.err());
    assertTrue(cli.err().contains(change.said), cli.err());
    assertTrue(cli.err().contains("--data-changed accept"), cli.err());
    assertArrayEquals(model, Files.readAllBytes(run.resolve("model.safetensors")));
    assertEquals(metrics, Files.readString(run.resolve("metrics.jsonl")));
    assertTrue(Files.exists(run.resolve("report.html")));
    var accepted = done(resume(run, "--epochs", 2, "--data-changed", "accept"));
    assertTrue(accepted.err().contains("Going on with data that have changed: "), accepted.err());
    assertFalse(Files.readString(run.resolve("config.json")).contains("data-changed"));
    done(resume(run, "--epochs", 3));
  }

  private static Stream<Change> kinds() {
    var seen = new HashSet<String>();
    return changes().filter(change -> seen.add(change.options));
  }

  /** Copies of the same files, made later and elsewhere, are the same data. */
  @ParameterizedTest
  @MethodSource("kinds")
  void whatIsTheSameIsNoChange(Change change) throws IOException {
    var run = begun(change);
    var data = folder.resolve("data");
    var copy = DamagedRunTest.copyOf(data, folder.resolve("copy"));
    try (var files = Files.walk(copy)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
      }
    }
    var config = run.resolve("config.json");
    Files.writeString(config, Files.readString(config).replace(data.toString(), copy.toString()));
    done(resume(run, "--epochs", 2));
  }

  /** Checkpoints that know nothing of their data go on as they always have. */
  @Test
  void aRunOfAnEarlierVersionGoesOn() throws IOException {
    try (var rows = DataChangedTest.class.getResourceAsStream("earlier/trees.csv");
        var checkpoint =
            DataChangedTest.class.getResourceAsStream("earlier/epoch-0001.safetensors")) {
      var data = folder.resolve("trees.csv");
      Files.copy(rows, data);
      var options =
          List.<Object>of(
              "--data", data, "--hidden", 2, "--batch", 8, "--schedule", "constant", "--output");
      var run = folder.resolve("run");
      done(ClassifyCli.train(ClassifyCli.with(options, run, "--epochs", 1)));
      var file = run.resolve("checkpoints/epoch-0001.safetensors");
      Files.delete(file);
      Files.copy(checkpoint, file);
      var cli = done(resume(run, "--epochs", 2));
      assertTrue(cli.err().contains("after epoch 1"), cli.err());
      assertFalse(cli.err().contains("changed"), cli.err());
      assertFalse(cli.err().contains("format"), cli.err());
      Files.writeString(data, Files.readString(data).replaceFirst("ash", "birch"));
      assertEquals(1, resume(run, "--epochs", 3).code(), "it knows now");
    }
  }

  @Test
  void theOptionBelongsToResume() throws IOException {
    trees(folder);
    refused(
        2,
        ClassifyCli.train("--data", folder.resolve("trees.csv"), "--data-changed", "accept"),
        "--data-changed belongs to --resume");
  }
}

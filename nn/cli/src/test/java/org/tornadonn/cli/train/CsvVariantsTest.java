package org.tornadonn.cli.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.cli.ClassifyCli.evaluate;
import static org.tornadonn.cli.ClassifyCli.predict;
import static org.tornadonn.cli.ClassifyCli.train;
import static org.tornadonn.cli.Cli.done;
import static org.tornadonn.cli.Cli.refused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.cli.Cli;
import org.tornadonn.cli.Sides;
import org.tornadonn.cli.Trees;

/**
 * The same table as other programs write it: trained on, evaluated and predicted, it gives what the
 * plain one gives, and what training had to be told, nobody has to be told again.
 */
class CsvVariantsTest {

  @TempDir static Path folder = Path.of(".");

  private static String plain = "";
  private static String evaluated = "";
  private static String predicted = "";

  /** How the table is written. */
  @SuppressWarnings("ImmutableEnumChecker") // nothing of it is changed
  enum Variant {
    BYTE_ORDER_MARK("", text -> "\uFEFF" + text),
    WINDOWS_LINES("", text -> text.replace("\n", "\r\n")),
    NO_LAST_LINE_BREAK("", String::stripTrailing),
    QUOTES("", text -> "\uFEFF" + each(text, ",", cell -> '"' + cell + '"')),
    SPACES("", text -> each(text, " , ", cell -> cell)),
    SEMICOLONS("separated by ';'", text -> each(text, ";", cell -> cell)),
    TABS("separated by a tab", text -> each(text, "\t", cell -> cell)),
    BARS("separated by '|'", text -> each(text, "|", cell -> cell)),
    SIGN_OF_ITS_OWN("", text -> each(text, "~", cell -> cell), "--separator", "~"),
    SINGLE_SPACES("", text -> each(text, " ", cell -> cell), "--separator", "space"),
    GERMAN("separated by ';', with decimal commas", text -> german(text, ";")),
    GERMAN_TABS("separated by a tab, with decimal commas", text -> german(text, "\t")),
    GERMAN_IN_QUOTES(
        "", text -> each(text, ",", cell -> '"' + cell.replace('.', ',') + '"'), "--decimal", ","),
    EXCEL("with decimal commas", text -> "sep=;\r\n" + german(text, ";").replace("\n", "\r\n")),
    EXCEL_IN_ENGLISH("", text -> "\uFEFFsep=,\r\n" + text.replace("\n", "\r\n")),
    SIGN_OF_ITS_OWN_ANNOUNCED(
        "separated by '^'", text -> "sep=^\n" + each(text, "^", cell -> cell)),
    PANDAS_INDEX("without the first column, which has no name", CsvVariantsTest::indexed),
    PANDAS_INDEX_IN_GERMAN("without the first column", text -> german(indexed(text), ";")),
    EMPTY_LINES("", text -> text.replaceFirst("\n", "\n\n") + "\n  \n\n"),
    EMPTY_ROWS("", text -> text + ",,,\n , , ,\n"),
    EMPTY_COLUMNS("", text -> text.replace("\n", ",,\n")),
    EMPTY_COLUMNS_BELOW_THE_NAMES("", text -> afterFirst(text, rows -> rows.replace("\n", ",\n"))),
    LABEL_FIRST("with the class in column 'kind'", CsvVariantsTest::labelFirst),
    LABEL_FIRST_SAID("", CsvVariantsTest::labelFirst, "--label", "kind"),
    NO_NAMES("", CsvVariantsTest::withoutNames, "--no-header"),
    NO_NAMES_LABEL_FIRST("", text -> withoutNames(labelFirst(text)), "--no-header", "--label", "0"),
    NO_NAMES_IN_GERMAN(
        "with decimal commas",
        text -> german(withoutNames(text), ";"),
        "--no-header",
        "--separator",
        ";"),
    NO_NAMES_DECIMAL_SAID(
        "separated by ';'",
        text -> german(withoutNames(text), ";"),
        "--no-header",
        "--decimal",
        ","),
    NUMBERS_FOR_NAMES(
        "", text -> afterFirst("1,2,3,kind\n" + text, rows -> withoutNames(rows)), "--header"),
    A_NUMBER_AMONG_NAMES("", text -> text.replace("girth", "2020")),
    LEFT_OUT(
        "",
        text -> text.replace("\n", ",x\n").replaceFirst(",x", ",note"),
        "--ignore",
        "note",
        "--label",
        "kind"),
    LEFT_OUT_TWICE(
        "",
        text ->
            text.replaceAll("(?m)^", "7,7,").replaceFirst("7,7", "id,id").replaceFirst("7,7,$", ""),
        "--ignore",
        "id");

    private final String said;
    private final UnaryOperator<String> written;
    private final List<String> options;

    Variant(String said, UnaryOperator<String> written, String... options) {
      this.said = said;
      this.written = written;
      this.options = List.of(options);
    }
  }

  private static String each(String text, String separator, UnaryOperator<String> cell) {
    return text.lines()
            .map(
                line ->
                    Arrays.stream(line.split(",", -1))
                        .map(cell)
                        .collect(Collectors.joining(separator)))
            .collect(Collectors.joining("\n"))
        + "\n";
  }

  private static String german(String text, String separator) {
    return each(text, separator, cell -> cell.replace('.', ','));
  }

  private static String afterFirst(String text, UnaryOperator<String> rows) {
    int end = text.indexOf('\n') + 1;
    return text.substring(0, end) + rows.apply(text.substring(end));
  }

  private static String withoutNames(String text) {
    return text.substring(text.indexOf('\n') + 1);
  }

  private static String indexed(String text) {
    var lines = text.lines().toList();
    return IntStream.range(0, lines.size())
        .mapToObj(i -> (i == 0 ? "" : String.valueOf(i - 1)) + "," + lines.get(i) + "\n")
        .collect(Collectors.joining());
  }

  private static String labelFirst(String text) {
    return text.lines()
        .map(
            line ->
                line.substring(line.lastIndexOf(',') + 1)
                    + ","
                    + line.substring(0, line.lastIndexOf(','))
                    + "\n")
        .collect(Collectors.joining());
  }

  /** Predictions, without the names of files and lines. */
  private static String answers(Path model, Path file) {
    var out = done(predict(model, file, "--top", 3, "--json")).out();
    return out.replaceAll("\"input\":\"[^\"]*\"", "");
  }

  @BeforeAll
  static void trainOnThePlainTable() throws IOException {
    plain = Trees.rows(0, 60);
    var file = Files.writeString(folder.resolve("plain.csv"), plain);
    var run = folder.resolve("plain");
    var said = done(train("--data", file, "--output", run, "--epochs", 2, "--batch", 8));
    assertFalse(said.err().contains("Reading"), said.err());
    evaluated = done(evaluate(run.resolve("model.safetensors"), file, "--json")).out();
    predicted = answers(run.resolve("model.safetensors"), file);
    assertEquals(60, predicted.lines().count());
  }

  @ParameterizedTest
  @EnumSource
  void givesWhatThePlainTableGives(Variant variant) throws IOException {
    var file = folder.resolve(variant.name() + ".csv");
    Files.writeString(file, variant.written.apply(plain));
    var run = folder.resolve(variant.name());
    var options = new ArrayList<Object>(variant.options);
    options.addAll(List.of("--data", file, "--output", run, "--epochs", 2, "--batch", 8));
    var said = done(train(options.toArray())).err();
    var reading = said.lines().filter(line -> line.startsWith("Reading")).toList();
    assertEquals(variant.said.isEmpty() ? 0 : 1, reading.size(), said);
    assertTrue(said.contains(variant.said), said);
    var model = run.resolve("model.safetensors");
    assertEquals(evaluated, done(evaluate(model, file, "--json")).out());
    assertEquals(predicted, answers(model, file));
    // A run that goes on knows it, too.
    var resumed = done(Cli.run("train", "--resume", run, "--epochs", 3)).out();
    assertEquals(model.toString(), resumed.strip());
    // Options may be given again.
    var again = new ArrayList<Object>(variant.options);
    int ignored = again.indexOf("--ignore");
    if (ignored >= 0) {
      again.subList(ignored, ignored + 2).clear();
    }
    done(evaluate(model, file, again.toArray()));
  }

  /** Rows of another way to write are found out as in training. */
  @Test
  void aModelReadsOtherVariantsOfItsColumns() throws IOException {
    var model = folder.resolve("plain/model.safetensors");
    for (var variant :
        List.of(
            Variant.BYTE_ORDER_MARK,
            Variant.SEMICOLONS,
            Variant.TABS,
            Variant.GERMAN,
            Variant.EXCEL,
            Variant.PANDAS_INDEX,
            Variant.LABEL_FIRST,
            Variant.EMPTY_COLUMNS)) {
      var file = folder.resolve("other.csv");
      Files.writeString(file, variant.written.apply(plain));
      assertEquals(predicted, answers(model, file), variant.name());
      assertEquals(evaluated, done(evaluate(model, file, "--json")).out(), variant.name());
    }
    for (var name : List.of("rows.tsv", "rows.data", "rows.txt", "rows")) {
      var file = Files.writeString(folder.resolve(name), plain);
      assertEquals(predicted, answers(model, file), name);
    }
  }

  /** A row alone says little: then it is as the model's rows are. */
  @Test
  void oneRowIsReadAsTheModelsRows() throws IOException {
    var file = folder.resolve("one.csv");
    for (var variant : List.of(Variant.GERMAN, Variant.NO_NAMES_IN_GERMAN, Variant.SINGLE_SPACES)) {
      var written = folder.resolve("all.csv");
      Files.writeString(written, variant.written.apply(plain));
      var run = folder.resolve("one-" + variant);
      var options = new ArrayList<Object>(variant.options);
      options.addAll(List.of("--data", written, "--output", run, "--epochs", 2, "--batch", 8));
      done(train(options.toArray()));
      boolean named = variant != Variant.NO_NAMES_IN_GERMAN;
      var lines = Files.readAllLines(written).stream().limit(named ? 2 : 1);
      Files.write(file, lines.toList());
      var first = predicted.lines().findFirst().orElse("");
      assertEquals(first, answers(run.resolve("model.safetensors"), file).strip(), variant.name());
    }
  }

  static Stream<List<String>> refusals() {
    return Stream.of(
        List.of("0.1,0.2,a\n0.3,0.4,b\n", "begins with numbers", "--no-header", "--header"),
        List.of("\"1,5\";\"2,5\";a\n\"3,5\";\"4,5\";b\n", "begins with numbers", "--no-header"),
        List.of("1e3,nan,a\n-inf,4,b\n", "begins with numbers", "--no-header"),
        List.of("a,0.1,0.2\nb,0.3,0.4\n", "begins with numbers", "--no-header"),
        List.of("0,1,2,kind\n1,2,3,a\n", "begins with numbers", "--header"),
        List.of("a,b;c,k\n1,2;3,x\n4,5;6,y\n", "separated by ',' or by ';'", "--separator"),
        List.of("a;b;k\n1,5;2.5;x\n2,5;3.5;y\n", "'2,5' and such as '3.5'", "--decimal"),
        List.of("a;b;k\n1,500;2,250;x\n2,500;3,750;y\n", "between thousands", "--decimal ,"),
        List.of(
            "a;b;k\n1,5;x;u\n2,5;y;v\n1,5;x;u\n2,5;y;v\n",
            "column 'b': 'x' is no number",
            "--ignore b"),
        List.of("kind,a,b\nu,1,0\nv,2,1\nu,3,0\nv,4,1\n", "'kind' is the class, add --label kind"),
        List.of("a,b,k\n1,2,x\n,,\n3,4,y\n", "line 3, column 'a': the value is missing"),
        List.of("a,b,k,\n1,2,x,y\n", "line 2: 4 cells, but the first line names 3 columns"),
        List.of("a,a,k\n1,2,x\n", "two columns 'a'"),
        List.of("a,,k\n1,2,x\n", "no name for column 2"));
  }

  @ParameterizedTest
  @MethodSource
  void refusals(List<String> textAndWords) throws IOException {
    var file = Files.writeString(folder.resolve("refused.csv"), textAndWords.getFirst());
    var words = textAndWords.subList(1, textAndWords.size()).toArray(String[]::new);
    refused(1, train("--data", file, "--output", folder.resolve("none")), words);
    assertFalse(Files.exists(folder.resolve("none")));
  }

  @Test
  void wrongUsageIsSaid() throws IOException {
    var file = Files.writeString(folder.resolve("usage.csv"), plain);
    var pictures = Sides.pictures(folder, "some", 2);
    refused(2, train("--data", file, "--separator", "ab"), "--separator is one sign");
    refused(2, train("--data", file, "--separator", "\""), "Cells cannot be separated by");
    refused(2, train("--data", file, "--separator", "5"), "Cells cannot be separated by '5'");
    refused(2, train("--data", file, "--decimal", ";"), "The decimal sign is '.' or ','");
    refused(2, train("--data", file, "--header", "--no-header"), "mutually exclusive");
    for (var option : List.of("--header", "--no-header", "--separator=;", "--decimal=,")) {
      var name = option.split("=")[0];
      refused(2, train("--data", pictures, option), name + " belongs to CSV files");
    }
  }
}

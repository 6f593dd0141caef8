package org.tornadonn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvDatasetTest {

  @TempDir Path folder = Path.of(".");

  private static final String FLOWERS =
      """
      length,width,name
      5.1, 3.5 ,setosa
      -4.9,1e2,"virginica, wild"
      +.5,7.,setosa
      """;

  private Path csv(String text) {
    try {
      return Files.writeString(folder.resolve("flowers.csv"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static float[] row(Dataset data, int index, float[] label) {
    float[] x = new float[data.inputLength()];
    data.read(index, 0, x, 0, label, 0);
    return x;
  }

  @Test
  void theLastColumnIsTheLabel() {
    var data = CsvDataset.open(csv("\uFEFF" + FLOWERS), null, List.of());
    assertEquals(3, data.size());
    assertEquals(List.of("length", "width"), data.columns());
    assertEquals("name", data.labelColumn());
    assertEquals(List.of("setosa", "virginica, wild"), data.classes());
    float[] label = new float[1];
    assertArrayEquals(new float[] {-4.9f, 100}, row(data, 1, label));
    assertEquals(1, label[0]);
    assertArrayEquals(new float[] {.5f, 7}, row(data, 2, label));
    assertEquals(0, label[0]);
    assertTrue(data.name(2).endsWith("flowers.csv, line 4"), data.name(2));
  }

  @Test
  void anyColumnMayBeTheLabelAndOthersBeLeftOut() {
    var text = "kind,id,a\n10,x,1\n9,y,2\n10,z,3\n";
    var data = CsvDataset.open(csv(text), "kind", List.of("id"));
    assertEquals(List.of("a"), data.columns());
    assertEquals(List.of("9", "10"), data.classes(), "whole numbers come in their own order");
    assertEquals(1, data.label(0));
  }

  @Test
  void aKnownModelFindsItsColumnsByName() {
    var data =
        CsvDataset.open(
            csv("name,more,width,length\nvirginica,?,2,1\n"),
            List.of("length", "width"),
            "name",
            List.of("setosa", "virginica"));
    float[] label = new float[1];
    assertArrayEquals(new float[] {1, 2}, row(data, 0, label));
    assertEquals(1, label[0]);
  }

  @Test
  void rowsWithoutLabelsCanBeRead() {
    var rows = CsvRows.read(csv("b,a\n1,2\n3,4\n"), List.of("a", "b"), null);
    assertEquals(2, rows.size());
    assertArrayEquals(new float[] {2, 1, 4, 3}, rows.values());
    assertTrue(rows.labels().isEmpty());
  }

  @Test
  void manyRows() {
    var text = new StringBuilder("a,b,c\n");
    for (int i = 0; i < 1000; i++) {
      text.append(i).append(',').append(2 * i).append(',').append(i % 3).append('\n');
    }
    var data = CsvDataset.open(csv(text.toString()), null, List.of());
    assertArrayEquals(new float[] {999, 1998}, row(data, 999, new float[1]));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,b\\n1,x\\n?,y\\n| line 3, column 'a': '?' is no number",
        "a,b\\n1,x\\n,y\\n| line 3, column 'a': the value is missing",
        "a,b\\n1,x\\n2,\\n| line 3, column 'b': the value is missing",
        "a,b\\nNaN,x\\n2,y\\n| line 2, column 'a': 'NaN' is no number",
        "a,b\\n1f,x\\n2,y\\n| line 2, column 'a': '1f' is no number",
        "a,b\\n1e39,x\\n2,y\\n| '1e39' is no number that float32 can hold",
        "a,b\\n\"1\\n2\",x\\n2,y\\n| line 2, column 'a'",
        "a,b\\n1,x\\n2\\n| line 3: 1 cells, but the first line names 2 columns",
        "a,b\\n1,x,7\\n| line 2: 3 cells, but the first line names 2 columns",
        "a,a\\n1,x\\n| has two columns 'a'",
        "a,,b\\n1,2,x\\n| no name for column 2",
        "1,2,3\\n4,5,6\\n| begins with numbers: its first line has to name the columns",
        "a:b\\n1:x\\n| no column of numbers beside the label 'a:b': cells are separated by commas",
        "a,b\\n| has no rows below its first line",
        "a,b\\n1,x\\n2,x\\n| column 'b' holds only 'x', but at least two classes are needed",
        "a,b\\n1,x\\n2,\"y\\n3,x\\n4,y\\n| the quote that opens in line 3 is never closed",
        "a,b\\n1,x\\n2,\"y\"\"\\n3,x\"\"\\n4,y| the quote that opens in line 3 is never closed",
        "a,\"b\\n1,x\\n2,y\\n| the quote that opens in line 1 is never closed",
        "\"a\" \"b\"\\n1 x\\n2 y\\n| cannot be read: Exception",
        "a,b\\n1,.1\\n2,.2\\n3,.3\\n4,.3\\n| 3 different values in 4 rows",
      })
  void whatIsWrongIsSaid(String text, String said) {
    var file = csv(text.replace("\\n", "\n"));
    Refusal.of(() -> CsvDataset.open(file, null, List.of()), said, "flowers.csv");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,b\\n1,\"x\\r\"\\n2,y\\n3,x\\n4,y\\n",
        "a,b\\n1,\"x\\r\"\\r\\n2,y\\r\\n3,\"x\\r\"\\r\\n4,\"y\"",
        "a,b\\n\"1\\r\",x\\n2,\"y\\r\\n\"\\n3,x\\n4,y",
        "a,\"b\\r\"\\n1,x\\n2,y\\n3,x\\n4,y",
        "a,b\\r1,x\\r2,\"y\"\\r3,x\\r\"4\\r\",\"y\\r\"",
      })
  void aCellThatEndsInALineBreakSwallowsNoRow(String text) {
    var data =
        CsvDataset.open(csv(text.replace("\\n", "\n").replace("\\r", "\r")), null, List.of());
    assertEquals(List.of("x", "y"), data.classes());
    assertEquals(4, data.size());
    assertArrayEquals(new float[] {4}, row(data, 3, new float[1]));
  }

  @Test
  void namesThatAreLeftOutDoNotMakeARowOfNumbersAHeader() {
    var file = csv("n1,4.2,x\nn2,4.3,y\nn3,1,x\nn4,1,y\n");
    Refusal.of(() -> CsvDataset.open(file, null, List.of("n1")), "begins with numbers");
  }

  @Test
  void whatIsMissingIsSaid() throws IOException {
    var file = csv(FLOWERS);
    refused("no column 'kind', only length, width, name", file, "kind", List.of());
    refused("no column 'x', only", file, null, List.of("x"));
    refused("'name' is the label, so it cannot be left out", file, null, List.of("name"));
    refused("There is no CSV file", folder.resolve("none.csv"), null, List.of());
    refused("is empty", csv(""), null, List.of());
    var latin = Files.write(file, "a,b\n1,\u00e4\n".getBytes(StandardCharsets.ISO_8859_1));
    refused("is not in UTF-8", latin, null, List.of());
    Refusal.of(
        () -> CsvDataset.open(csv(FLOWERS), List.of("width"), "name", List.of("setosa")),
        "line 3, column 'name': there is no class 'virginica, wild'");
  }

  private static void refused(String said, Path file, @Nullable String label, List<String> left) {
    Refusal.of(() -> CsvDataset.open(file, label, left), said);
  }
}

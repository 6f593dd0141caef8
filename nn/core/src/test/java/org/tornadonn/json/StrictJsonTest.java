package org.tornadonn.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said about text that is no JSON, and where it is. */
class StrictJsonTest {

  @TempDir Path temp;

  private static void says(String expected, JsonFault fault) {
    var message = String.valueOf(fault.getMessage());
    assertTrue(message.startsWith(expected), message);
    assertTrue(message.length() < 400, message);
    assertTrue(message.chars().noneMatch(Character::isISOControl), message);
    assertTrue(!message.contains("StreamRead") && !message.contains("[Source"), message);
  }

  /** ~ is a line break. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a': 1,~ 'b': NaN}      | line 2, column 10: Non-standard token 'NaN'",
        "{'a': Infinity}          | line 1, column 15: Non-standard token 'Infinity'",
        "{'a': 1, 'a': 2}         | line 1, column 13: Duplicate field 'a'",
        "{'a': 1} {'b': 2}        | line 1, column 10: it goes on after its end",
        "{'a': 1} x               | line 1, column 10: Unrecognized token 'x'",
        "{'a': [1, 2              | line 1, column 12: Unexpected end-of-input",
        "{'a': 'b                 | line 1, column 9: Unexpected end-of-input",
        "{'a': 'b~c'}             | line 1, column 9: Illegal unquoted character",
        "{'a' 1}                  | line 1, column 6: Unexpected character ('1'",
        "{a: 1}                   | line 1, column 2: Unexpected character ('a'",
        "{'a': 01}                | line 1, column 8: Invalid numeric value: Leading zeroes",
        "{'a': 1,}                | line 1, column 9: Unexpected character ('}'",
        "{'a': tru}               | line 1, column 7: Unrecognized token 'tru'",
        "{'a': '\\ud8'}           | line 1, column 12: Unexpected character",
        "// comment~{}            | line 1, column 1: Unexpected character ('/'",
      })
  void whatIsWrongAndWhere(String text, String expected) throws IOException {
    var json = text.replace('\'', '"').replace('~', '\n');
    says(expected, assertThrows(JsonFault.class, () -> StrictJson.tree(json)));
    var file = Files.writeString(temp.resolve("f.json"), json);
    says(
        expected.substring(0, expected.indexOf(',')),
        assertThrows(JsonFault.class, () -> StrictJson.tree(file)));
  }

  @ParameterizedTest
  @CsvSource({"[, 202", "{\"a\":, 1002"})
  void nestingWithoutEnd(String open, int column) throws IOException {
    var text = open.repeat(1001);
    says(
        "line 1, column " + column + ": Document nesting depth (201) exceeds",
        assertThrows(JsonFault.class, () -> StrictJson.tree(text)));
    var file = Files.writeString(temp.resolve("deep.json"), open.repeat(1_000_000));
    says("line 1, column " + column, assertThrows(JsonFault.class, () -> StrictJson.tree(file)));
  }

  @Test
  void numbersAndNamesWithoutEnd() {
    for (var text :
        new String[] {"1".repeat(5000), "1." + "1".repeat(5000), "1e" + "1".repeat(5000)}) {
      says("line 1", assertThrows(JsonFault.class, () -> StrictJson.tree("[" + text + "]")));
    }
    var name = "{\"" + "x".repeat(60_000) + "\": 1}";
    says("line 1", assertThrows(JsonFault.class, () -> StrictJson.tree(name)));
  }

  /** Each byte by its line and column. */
  @Test
  void bytesThatAreNotUtf8() throws IOException {
    for (int[] bytes : new int[][] {{0xe4}, {0xff}, {0xc3}, {0x80}, {0xf0, 0x9f}, {0xed}}) {
      var text = new StringBuilder("{\n\"a\": \"");
      for (int b : bytes) {
        text.append((char) b);
      }
      var file = temp.resolve("latin1.json");
      Files.write(file, text.append("\"}").toString().getBytes(StandardCharsets.ISO_8859_1));
      says("line 2, column", assertThrows(JsonFault.class, () -> StrictJson.tree(file)));
    }
  }

  @Test
  void aByteOrderMarkIsPassedOver() throws Exception {
    var file = Files.writeString(temp.resolve("bom.json"), "\uFEFF{\"a\": [1]}\r\n");
    assertEquals(1, StrictJson.tree(file).get("a").get(0).asInt());
  }

  @Test
  void emptyAndMissing() throws Exception {
    var file = Files.writeString(temp.resolve("empty.json"), "");
    says("it is empty", assertThrows(JsonFault.class, () -> StrictJson.tree(file)));
    assertThrows(IOException.class, () -> StrictJson.tree(temp.resolve("none")));
  }
}

package org.tornadonn.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerSheetTest {

  @TempDir Path temp;
  private Path folder;

  @BeforeEach
  void twoPictures() throws IOException {
    folder = Files.createDirectory(temp.resolve("data"));
    Files.copy(Fixtures.file("gray.png"), folder.resolve("a.png"));
    Files.copy(Fixtures.file("rgb.jpg"), folder.resolve("b.jpg"));
    Files.copy(Fixtures.file("gray.png"), temp.resolve("outside.png"));
  }

  private AnswerSheet read(String json) throws IOException {
    return AnswerSheet.read(Files.writeString(folder.resolve(AnswerSheet.FILE_NAME), json));
  }

  @Test
  void keepsTheOrderOfTheSheet() throws IOException {
    AnswerSheet sheet = read("{\"b.jpg\": 400, \"a.png\": -0.5e1}");
    assertEquals(List.of("b.jpg", "a.png"), List.copyOf(sheet.answers().keySet()));
    assertEquals(List.of(new Angle(40), new Angle(355)), List.copyOf(sheet.answers().values()));
  }

  @Test
  void whatIsWrongIsSaidInOneLine() throws IOException {
    assertSays("not a JSON object", "[1, 2]");
    assertSays("not a JSON object", "");
    assertSays("names no pictures", "{}");
    assertSays("not valid JSON", "{\"a.png\": 1");
    assertSays("not valid JSON", "{\"a.png\": 1,}");
    assertSays("not valid JSON", "{\"a.png\": NaN}");
    assertSays("'left' for a.png", "{\"a.png\": \"left\"}");
    assertSays("'null' for a.png", "{\"a.png\": null}");
    assertSays("for a.png", "{\"a.png\": {\"degrees\": 1}}");
    assertSays("1e999", "{\"a.png\": 1e999}");
    assertSays("Duplicate", "{\"a.png\": 1, \"a.png\": 2}");
    assertSays("goes on", "{\"a.png\": 1} {}");
  }

  /** Jackson takes them for characters of four bytes. */
  @Test
  void bytesThatAreNoTextAtAll() throws IOException {
    Path file = Files.write(temp.resolve("odd.json"), new byte[] {0, 0, 0, '{', 0x7f, 0, 0, 0});
    Refusal.of(() -> AnswerSheet.read(file), "is not valid JSON: it is not in UTF-8");
  }

  @Test
  void missingFilesAreCountedAndTheFirstNamed() throws IOException {
    String json = "{\"a.png\": 1, \"c1\": 1, \"c2\": 1, \"c3\": 1, \"c4\": 1, \"c5\": 1}";
    assertSays("5 of 6 pictures that are not there: c1, c2, c3, …", json);
    assertSays("1 of 2 pictures that are not there: c1", "{\"a.png\": 1, \"c1\": 1}");
  }

  @Test
  void filesStayBelowTheSheetsFolder() throws IOException {
    assertSays("not below its own folder", "{\"../outside.png\": 1}");
    assertSays("not below its own folder", "{\"x/../../outside.png\": 1}");
    assertSays("not below its own folder", "{\"%s\": 1}".formatted(temp.resolve("outside.png")));
    assertSays("not below its own folder", "{\"\": 1}");
    assertSays("no file name", "{\"a\\u0000b\": 1}");
    assertEquals(1, read("{\"x/../a.png\": 1}").answers().size());
  }

  @Test
  void noSheet() {
    Path missing = folder.resolve("nothing.json");
    var e = assertThrows(DataException.class, () -> AnswerSheet.read(missing));
    assertTrue(String.valueOf(e.getMessage()).contains(missing.toString()));
    assertThrows(DataException.class, () -> AnswerSheetDataset.open(folder, 8));
  }

  private void assertSays(String words, String json) {
    var e = assertThrows(DataException.class, () -> read(json), json);
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains(words), message);
    assertTrue(message.contains(AnswerSheet.FILE_NAME), message);
    assertEquals(1, message.lines().count(), message);
  }
}

package org.tornadonn.cli.show;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a terminal gets to see of a text. */
class PrintableTest {

  /** Escape, delete, next line, the C1 code that begins sequences, bidi, separators, marks. */
  @ParameterizedTest
  @ValueSource(
      ints = {
        0x00, 0x07, 0x08, 0x0b, 0x0c, 0x1b, 0x7f, 0x80, 0x85, 0x9b, 0x9f, 0xad, 0x200b, 0x200e,
        0x2028, 0x2029, 0x202a, 0x202e, 0x2066, 0x2069, 0xfeff, 0xd800, 0xdc00, 0xe0041
      })
  void codesAreEscapedAndMeanTheSameInJson(int point) throws Exception {
    var name = "a" + Character.toString(point) + "b";
    var expected = new StringBuilder("a");
    for (char unit : Character.toChars(point)) {
      expected.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
    }
    assertEquals(expected.append('b').toString(), Printable.text(name));
    assertEquals(Printable.text(name), Printable.line(name));
    var json = Printable.text(Json.line(name));
    assertEquals(Printable.text(json), json);
    assertEquals(name, new ObjectMapper().readTree(json).asText());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "C:\\new\\table",
        "größer → 5 µs · ─ █",
        "القاهرة",
        "می‌خواهم",
        "日本語",
        "👩‍👩‍👧 \ud83d\ude00",
        "e\u0301",
      })
  void whatPeopleWriteStaysAsItIs(String name) {
    assertEquals(name, Printable.text(name));
    assertEquals(name, Printable.line(name));
  }

  @Test
  void aNameBeginsNoLine() {
    assertEquals("a\n\tb\r\nc\\r", Printable.text("a\n\tb\r\nc\r"));
    assertEquals("a\\n\\tb\\r\\nc\\r", Printable.line("a\n\tb\r\nc\r"));
  }

  @Test
  void coloursOfTheProgramAreCodesAndThoseOfNamesAreNot() {
    var text = new Painted().append(new Paint(true)::name, "\u001b[2Jx\n").append("\u001b[31my\n");
    assertEquals("\u001b[36m\\u001b[2Jx\\n\u001b[0m\\u001b[31my\n", text.toString());
  }

  @Test
  void everyWayToPrintEscapes() {
    var bytes = new ByteArrayOutputStream();
    var out = new Output(bytes, StandardCharsets.UTF_8);
    var bad = "\u001b\n";
    out.print(bad);
    out.println(bad);
    out.print((Object) bad);
    out.println((Object) bad);
    out.print(bad.toCharArray());
    out.println(bad.toCharArray());
    out.print('\u001b');
    out.println('\u001b');
    out.append(bad).append('\u001b').append(bad, 0, 1);
    out.printf("%s%n", bad);
    out.printf(Locale.GERMANY, "%s%s%n", bad, Path.of("\u001b"));
    out.println(Path.of("a\nb"));
    assertEquals(
        """
        E
        E

        E
        E

        E
        E

        EE
        E
        EEE\\n
        E\\nE
        a\\nb
        """
            .replace("E", "\\u001b"),
        bytes.toString(StandardCharsets.UTF_8).replace("\r", ""));
  }
}
